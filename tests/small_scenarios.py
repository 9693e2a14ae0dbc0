"""Scenarios small enough to solve by hand, for tipping points, joint changes and sensitivity."""

HOME = """
negosim: 1
title: Backing down
actors:
  north: {name: North, ideal: 1, value_of_deal: VALUE}
  south: {name: South, value_of_deal: 1}
issues: {hill: {name: the hill, at_0: lost, at_1: held, status_quo: QUO}}
audience: {north: {hill: {red_line: 1, kinds: [pause], fixed: FIXED, slope: SLOPE}}}
outcomes:
  peace: {name: peace, kind: pause, fighting: 0, strikes: 0, deal: 1}
  none: {name: none, kind: none, fighting: 0, strikes: 0, deal: 0}
games:
  talks:
    name: Talks
    model: moves
    moves:
      offer: {actor: south, options: {peace: {}, none: {}}}
      answer: {actor: north, when: {offer: peace}, options: {accept: {}, refuse: {}}}
    outcome_rules: [{when: {offer: peace, answer: accept}, outcome: peace}, {outcome: none}]
"""


def home(value="{value: .3, low: .1, high: .5}", fixed="{value: .2, low: 0, high: .4}", slope=".16", quo=".75"):
    """North accepts while value > fixed + slope (1 - x), at x the status quo: .3 > .2 + .16 * .25, a gap of .06."""
    found = HOME
    for word, text in (("VALUE", value), ("FIXED", fixed), ("SLOPE", slope), ("QUO", quo)):
        found = found.replace(word, text)
    return found


TABLE = """
negosim: 1
title: Two by two
actors: {north: {name: North}, south: {name: South}}
games:
  game:
    name: Game
    model: moves
    moves:
      north: {actor: north, sees: [], options: {up: {}, down: {}}}
      south: {actor: south, sees: [], options: {left: {}, right: {}}}
    payoffs:
      up:
        left: {north: {value: 3, low: 0, high: 6}, south: 2}
        right: {north: 1, south: 0}
      down:
        left: {north: {value: 2, low: 0, high: 4}, south: 0}
        right: {north: 0, south: -5}
"""

STAKES = """
negosim: 1
title: Two stakes
actors: {north: {name: North, ideal: 1}, south: {name: South, ideal: 0}}
issues:
  hill: {name: hill, at_0: low, at_1: high, status_quo: .5}
  ford: {name: ford, at_0: low, at_1: high, status_quo: .5}
stakes:
  north: {hill: {value: .6, low: .3, high: .9}, ford: {value: .4, low: .1, high: .7}}
  south: {hill: .5, ford: .5}
outcomes:
  hill: {name: the hill, kind: settlement, fighting: 0, strikes: 0, deal: 0, settles: {hill: 1, ford: 0}}
  ford: {name: the ford, kind: settlement, fighting: 0, strikes: 0, deal: 0, settles: {hill: 0, ford: 1}}
games:
  pick:
    name: Pick
    model: moves
    moves: {pick: {actor: north, options: {hill: {}, ford: {}}}}
    outcome_rules: [{when: {pick: hill}, outcome: hill}, {outcome: ford}]
"""
