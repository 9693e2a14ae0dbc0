"""A campaign small enough to follow by hand: a river, a fort that may fall, and a truce that may be broken."""

RIVER = """
negosim: 1
title: The river
time: {start: 2025-03, seasons: {dry: {jan: 0, feb: 0, mar: 0, apr: 0, may: 1, jun: 1, jul: 1, aug: 1, sep: 1, oct: 0, nov: 0, dec: 0}}}
actors:
  north: {name: North, ideal: 1, discount_factor: .9, cost_of_fighting: {value: .02, per: month}}
  south: {name: South, ideal: 0, discount_factor: .8, cost_of_fighting: {value: .03, per: month}}
issues:
  fort: {name: the fort, at_0: South's, at_1: North's, status_quo: 0, hazard: .25}
  bank: {name: the bank, at_0: South's, at_1: North's, status_quo: .5, drift: .02}
stakes:
  north: {fort: .4, bank: .6}
  south: {fort: .3, bank: .7}
levers:
  raids: {from: south, to: north, scales_with: strikes, strength: {value: .03, per: month}, gain: .01}
outcomes:
  peace: {name: peace, kind: settlement, fighting: 0, strikes: 0, deal: 1}
  halt: {name: a halt, kind: pause, fighting: 0, strikes: 0, deal: .5}
  war: {name: war, kind: none, fighting: 1, strikes: 1, deal: 0}
truce:
  parties: [north, south]
  length: 2
  monitoring: {detect: .8, false_alarm: .1}
  good_faith: {north: {prior: .4, breach_if_good: .1, breach_if_bad: .6}}
games:
  talk:
    name: The talk
    horizon: 1
    moves:
      offer: {actor: north, options: {peace: {}, halt: {}, no: {refuses: 1}}}
      answer: {actor: south, when: {offer: [peace, halt]}, options: {accept: {}, reject: {refuses: 1}}}
    outcome_rules:
      - {when: {offer: peace, answer: accept}, outcome: peace}
      - {when: {offer: halt, answer: accept}, outcome: halt}
      - {outcome: war}
  watch:
    name: Under the halt
    moves:
      south_month: {actor: south, sees: [], options: {hold: {}, raid: {uses: [raids]}}}
      north_month: {actor: north, sees: [], options: {hold: {}, shoot: {}}}
    outcome_rules: [{when: {south_month: hold, north_month: hold}, outcome: halt}, {outcome: war}]
campaign:
  game: talk
  months: 6
  for_good: [stake]
  state:
    fort: {path: issues.fort.status_quo, grid: {low: 0, high: 1, points: 2}}
    bank: {path: issues.bank.status_quo, grid: {high: .7, points: 6}}
  beliefs:
    faith:
      about: north
      move: north_month
      prior: truce.good_faith.north.prior
      types:
        good: {plays: {shoot: truce.good_faith.north.breach_if_good}}
        bad: {plays: {shoot: truce.good_faith.north.breach_if_bad}}
      points: 6
  changes:
    - {state: fort, chance: issues.fort.hazard, to: top, scales_with: fighting}
    - {state: bank, add: issues.bank.drift, spread: campaign.numbers.swing, scales_with: fighting}
  truces:
    halt:
      game: watch
      lasts: truce.length
      keeps: {south_month: hold, north_month: hold}
      detect: truce.monitoring.detect
      false_alarm: truce.monitoring.false_alarm
  ends: [peace]
  afterwards: {moves: {offer: no}, months: campaign.numbers.later}
  accepting: {offer: peace, answer: accept, south_month: hold, north_month: hold}
  stalling: {offer: [no, halt], answer: reject, south_month: raid, north_month: shoot}
  numbers: {swing: .01, later: 3}
"""
