"""The corpus of broken files: each file of bad/ spoils one thing, and is refused with exactly these faults.

The table has a line for each fault, `FILE | PLACE: WHAT`, and its fix on the next line. FILE is named without `.yaml`.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from negosim.errors import InputError
from negosim.scenario import read
from negosim.scenario.rules import RULES

BAD = Path(__file__).parent / "bad"

TABLE = """
syntax-tab | syntax-tab.yaml:3:1: a tab where only spaces may stand
    use spaces
syntax-bracket | syntax-bracket.yaml:2:9: a bracket that is never closed
    close it with `}`
syntax-quote | syntax-quote.yaml:2:8: a quote that is never closed
    close it
syntax-colon | syntax-colon.yaml:2:11: a second colon in one line
    put the value in quotes
syntax-indent | syntax-indent.yaml:5:7: the indentation fits no line above
    line it up with the keys or items that it belongs to
anchor | anchor.yaml:2:18: an anchor (`&`) is not allowed
    write the value out, use `extends`, or put text in quotes
alias | alias.yaml:2:18: an alias (`*`) is not allowed
    write the value out, use `extends`, or put text in quotes
merge-key | merge-key.yaml:2:19: a merge key (`<<`) is not allowed
    write the keys out, or use `extends`
tag | tag.yaml:2:29: a tag (`!`) is not allowed
    remove it, or put text in quotes
key-twice | key-twice.yaml:5:3: the key 'threat' stands twice, first in line 3
    remove one
option-twice | option-twice.yaml:9:11: the key 'halt' stands twice, first in line 7
    remove one
two-documents | two-documents.yaml:2:1: a second document starts here
    remove the line `---` or `...`
not-a-mapping | not-a-mapping.yaml:1:1: the file holds no mapping
    start with `negosim: 1` and other keys
nan | nan.yaml:2:29: '.nan' is not a finite number
    write a finite number, or put text in quotes
infinity | infinity.yaml:2:29: '.inf' is not a finite number
    write a finite number, or put text in quotes
overflow | overflow.yaml:2:29: '1e999' is not a finite number
    write a finite number, or put text in quotes
newer-version | newer-version.yaml:1:10: this file is in version 2 of the language, and this negosim reads up to 1
    use a newer negosim
version-text | version-text.yaml:1:10: negosim is '1'
    use 1
no-version | no-version.yaml:1:1: the file lacks 'negosim'
    add `negosim: 1`, the version of the language
no-games | no-games.yaml:1:1: the file lacks 'games'
    add `games:`
empty-games | empty-games.yaml:4:1: there is no game to solve
    name at least one game
no-actors | no-actors.yaml:3:1: nobody negotiates
    name at least one actor
no-actors | no-actors.yaml:4:41: move m belongs to 'a', which is no actor
    define it under actors
unknown-key | unknown-key.yaml:2:19: unknown key 'strenght'
    did you mean 'strength'?
unknown-key-far | unknown-key-far.yaml:2:1: unknown key 'colour'
    known keys: negosim, title, question, about, method, as_of, record, extends, time, actors, issues, stakes, ideals, audience, levers, outcomes, truce, games, campaign, what_ifs, claims, sources
unknown-required-key | unknown-required-key.yaml:2:19: unknown key 'autor'
    did you mean 'author'? (keys here: author, title, date, kind, note)
missing-keys | missing-keys.yaml:2:10: issues.sea lacks 'at_0', 'at_1'
    add `at_0:`
bad-key | bad-key.yaml:2:10: 'North-East' cannot be a key
    use small letters, digits and _, starting with a letter
key-as-number | key-as-number.yaml:2:10: the key '1' is a number, not text
    put it in quotes; a decimal is written with a point, as 0.4
text-for-number | text-for-number.yaml:2:29: levers.threat.strength is 'high', not a number
    write a number, such as 0.25, or {value: 0.25, low: 0.1, high: 0.5}
text-for-value | text-for-value.yaml:2:37: levers.threat.strength.value is 'high', not a number
    write a number, such as 0.25
number-in-quotes | number-in-quotes.yaml:2:29: levers.threat.strength is '0.2', not a number
    write it without quotes
list-for-number | list-for-number.yaml:2:29: levers.threat.strength is a list, not a number
    write a number, such as 0.25, or {value: 0.25, low: 0.1, high: 0.5}
true-for-number | true-for-number.yaml:2:25: actors.north.ideal is true, not a number
    write a number, such as 0.25, or {value: 0.25, low: 0.1, high: 0.5}
number-for-text | number-for-text.yaml:2:8: title is 2025, not text
    put it in quotes
list-for-mapping | list-for-mapping.yaml:2:9: actors is a list, not a mapping
    write `key: value` pairs here
word-for-list | word-for-list.yaml:2:58: games.talk.moves.opening.options.press.uses is 'threat', not a list
    write [threat]
bare-no | bare-no.yaml:2:43: audience.south.land.while_fighting is 'no', not true or false
    write true or false
empty-value | empty-value.yaml:5:7: outcomes.peace.settles.aid is empty, not a number
    write a number, such as 0.25, or {value: 0.25, low: 0.1, high: 0.5}
empty-option | empty-option.yaml:2:55: games.talk.moves.late.options.yes is empty, not a mapping
    write {} or `key: value` pairs here
wrong-word | wrong-word.yaml:2:26: outcomes.truce.kind is 'ceasefire'
    use 'pause', 'settlement' or 'none'
wrong-model | wrong-model.yaml:2:23: games.talk.model is 'poker'
    name one of the models: {models}
wrong-claim-id | wrong-claim-id.yaml:2:31: levers.threat.claim.item 2 is 'claim2'
    claim ids look like C12
wrong-month | wrong-month.yaml:2:15: time.start is '2025-13'
    write a month, such as 2025-03
wrong-day | wrong-day.yaml:2:8: as_of: there is no 2025-02-30
    write a day, such as 2025-03-18
record-without-date | record-without-date.yaml:4:1: record lacks 'date'
    add `date:`
parties | parties.yaml:2:18: truce.parties has too few items
    write two, such as [a, b]
range-upside-down | range-upside-down.yaml:2:46: levers.threat.strength: the range is upside down: low 0.4 is above high 0.1
    swap them
outside-own-range | outside-own-range.yaml:2:56: levers.threat.strength: value 0.5 is outside its own range, 0.1 to 0.4
    widen the range or change the value
half-a-range | half-a-range.yaml:2:29: levers.threat.strength: a range needs both low and high
    add `high:`
range-misses-value | range-misses-value.yaml:2:35: levers.threat.strength: value 0.2 is outside its own range, 0.3 to 0.4
    widen the range or change the value
dist-without-range | dist-without-range.yaml:2:47: levers.threat.strength: a triangular dist needs a range
    add `low:` and `high:`
wrong-dist | wrong-dist.yaml:2:36: levers.threat.strength.dist is 'gaussian'
    use 'uniform' or 'triangular', or {normal: {sd: ...}}
wrong-sd | wrong-sd.yaml:2:50: levers.threat.strength.dist.normal.sd is 0
    write more than 0
outside-domain | outside-domain.yaml:2:25: actors.north.ideal: value 1.5 is outside its legal domain
    write a number from 0 to 1
negative-cost | negative-cost.yaml:2:31: levers.threat.cost.use: value -0.1 is outside its legal domain
    write a number of 0 or more
long-horizon | long-horizon.yaml:2:25: games.talk.horizon: value 121 is outside its legal domain
    write more than 0 and at most 120 months
no-horizon | no-horizon.yaml:2:25: games.talk.horizon: value 0 is outside its legal domain
    write more than 0 and at most 120 months
weights | weights.yaml:2:10: stakes of south sum to 1.1, not to 1
    lower one by 0.1
belief-sum | belief-sum.yaml:2:68: actors.north.cost_of_fighting.belief: the probabilities of the types sum to 1.1, not to 1
    lower one by 0.1
belief-two | belief-two.yaml:2:45: actors.north.cost_of_fighting.belief: a belief is exactly one of uniform, exponential and types
    keep one of them
belief-upside-down | belief-upside-down.yaml:2:55: actors.north.cost_of_fighting.belief: the belief is upside down: low is above high
    swap them
belief-outside | belief-outside.yaml:2:45: actors.north.cost_of_fighting: rivals believe in a value outside the number's legal domain
    write a number of 0 or more
unknown-actor | unknown-actor.yaml:2:23: lever threat acts on 'nort', which is no actor
    did you mean 'north'? (actors: north, south, envoy)
unknown-stakeholder | unknown-stakeholder.yaml:2:10: stakes of 'west', which is no actor
    name one of the actors: north, south, envoy
unknown-issue | unknown-issue.yaml:2:39: south has a stake in 'sea', which is no issue
    name one of the issues: land, aid
unknown-lever | unknown-lever.yaml:2:59: option press uses 'thread', which is no lever
    did you mean 'threat'? (levers: threat, raids)
unknown-season | unknown-season.yaml:2:37: lever raids follows 'winter', which is no season
    name one of the seasons: cold
unknown-claim | unknown-claim.yaml:2:31: levers.threat bears 'C2', which is no claim
    name one of the claims: C1
unknown-source | unknown-source.yaml:2:38: levers.threat.strength cites 'gazete', which is no source
    did you mean 'gazette'? (sources: gazette)
unknown-record | unknown-record.yaml:2:19: the record names 'armistice', which is no outcome
    name one of the outcomes: truce, peace, war
unknown-party | unknown-party.yaml:2:30: blame falls on 'envoy', which is no party
    name one of the parties: north, south
no-ideal | no-ideal.yaml:2:18: envoy has a stake in aid, but no ideal
    add `ideals: {envoy: {aid: 0.5}}` with what it wants, or `ideal:` to the actor
drift-and-hazard | drift-and-hazard.yaml:2:17: issue land has both a drift and a hazard
    keep the one that describes what fighting does
lever-on-owner | lever-on-owner.yaml:2:23: lever threat acts on its own owner
    name another actor
pause-that-settles | pause-that-settles.yaml:2:20: outcome truce settles an issue, but is of kind pause
    make it a settlement, or remove `settles:`
same-name | same-name.yaml:2:24: actors north and south have one name
    give each its own
same-option-name | same-option-name.yaml:2:58: options accept and reject have one name
    give each its own
lever-of-another | lever-of-another.yaml:2:54: option no uses threat, which belongs to envoy
    give north a lever under levers
sees-later-move | sees-later-move.yaml:2:41: move opening sees 'offer', which is no earlier move
    remove it
unseen-condition | unseen-condition.yaml:2:39: move answer depends on offer, which south does not see
    add offer to its `sees`
forgotten-move | forgotten-move.yaml:2:51: at move last north forgets opening, which it saw at offer
    add opening to its `sees`
unknown-option | unknown-option.yaml:2:54: move answer looks for 'peace', which is no option of offer
    name one of the options of offer: halt, deal, no
unknown-option-in-rule | unknown-option-in-rule.yaml:5:38: this rule looks for 'acept', which is no option of answer
    did you mean 'accept'? (options of answer: accept, reject)
unknown-outcome | unknown-outcome.yaml:2:42: this rule leads to 'wr', which is no outcome
    did you mean 'war'? (outcomes: truce, peace, war)
rule-never-fits | rule-never-fits.yaml:6:9: this rule can never fit: the rules above it cover all its cases
    remove it, or move it up
rule-impossible | rule-impossible.yaml:5:9: this rule can never fit
    look for moves and options that can be made together
no-rule-fits | no-rule-fits.yaml:4:5: no outcome rule fits {opening: ask, offer: halt, answer: reject}
    end the list with a rule without `when`
no-options | no-options.yaml:2:54: move m has no options
    add at least one option
payoffs-incomplete | payoffs-incomplete.yaml:2:17: the payoff table of game table lacks hold.strike
    give every actor's payoff at every end
payoffs-unknown-option | payoffs-unknown-option.yaml:2:27: this table has a row for 'wait', which is no option
    name one of the options: hold, strike
payoffs-wrong-depth | payoffs-wrong-depth.yaml:2:33: games.table.payoffs.hold is 3, not a mapping
    write `key: value` pairs here
payoffs-text | payoffs-text.yaml:2:48: games.table.payoffs.hold.hold.south is 'x', not a number
    write a number, such as 0.25, or {value: 0.25, low: 0.1, high: 0.5}
payoffs-and-terms | payoffs-and-terms.yaml:2:17: game table has a payoff table, so `terms` cannot stand here
    remove it, or the table
private-two | private-two.yaml:6:7: north has two private numbers
    keep one private number per actor
private-no-belief | private-no-belief.yaml:2:28: actors.south.cost_of_fighting is private, but rivals have no belief about it
    add its `belief:`
private-no-number | private-no-number.yaml:2:28: 'levers.threat.strength' is not a number of an actor
    name a number that has a belief: actors.north.cost_of_fighting, actors.envoy.value_of_deal
private-one-type | private-one-type.yaml:2:56: games.secret.private.actors.envoy.value_of_deal is 1
    write at least 2
private-bystander | private-bystander.yaml:7:15: actors.north.cost_of_fighting is private, but north makes no move in game solo
    remove it
game-circle | sound.yaml:45:14: extends goes round in a circle: talk -> at_once -> talk
    remove one of these links
game-unknown-parent | game-unknown-parent.yaml:2:26: no game 'talks' to extend
    did you mean 'talk'? (games: talk, at_once, secret, table, again)
lone-range | lone-range.yaml:2:34: game at_once gives a range to a number that it inherits
    give its `value` as well
circle | circle-back.yaml:1:10: extends goes round in a circle: circle.yaml -> circle-back.yaml -> circle.yaml
    remove one of these links
circle-back | circle.yaml:1:10: extends goes round in a circle: circle-back.yaml -> circle.yaml -> circle-back.yaml
    remove one of these links
out-of-folder | out-of-folder.yaml:1:10: '../bad/sound' leads out of this file's folder
    name a file beside this one
unknown-parent | unknown-parent.yaml:1:10: 'march-2024' is not the name of a shipped scenario or a file beside this one
    did you mean 'march-2025'?
what-if-path | what-if-path.yaml:2:27: no number at levers.threat.strenght
    nearest: levers.threat.strength (0.2)
what-if-value | what-if-value.yaml:2:51: levers.threat.strength: -1 is outside the number's legal domain
    write a number of 0 or more
what-if-value | what-if-value.yaml:2:67: time.start: not a month
    write a month, such as 2025-12
what-if-value | what-if-value.yaml:2:91: issues.land.drift: 'much' is not a number
    write a number, such as 0.25
what-if-weights | what-if-weights.yaml:2:46: stakes.south.land: these stakes of south sum to 1.2, not to 1
    lower one by 0.2
what-if-removes | what-if-removes.yaml:2:51: levers.threat.strength: this number cannot be removed
    write a number of 0 or more
what-if-empty | what-if-empty.yaml:2:12: what-if milder sets nothing
    add a number to `set:`
expect-grammar | expect-grammar.yaml:2:47: the expectation 'talk.north.halt: up' is not understood
    write `GAME.outcome: OUTCOME`, or `GAME.ACTOR.OPTION:` more_likely, less_likely or same
expect-grammar | expect-grammar.yaml:2:63: the expectation 'talk.envoy: same' is not understood
    write `GAME.outcome: OUTCOME`, or `GAME.ACTOR.OPTION:` more_likely, less_likely or same
expect-unknown | expect-unknown.yaml:2:43: this expects something of 'tlk', which is no game
    did you mean 'talk'? (games: talk, at_once, secret, table)
expect-unknown | expect-unknown.yaml:2:64: talk.outcome is expected to be 'trucee', which is no outcome
    did you mean 'truce'? (outcomes: truce, peace, war)
expect-unknown | expect-unknown.yaml:2:88: this expects something in game talk of 'west', which is no actor
    name one of the actors: north, south, envoy
expect-unknown | expect-unknown.yaml:2:111: this expects something of 'hold', which is no option of north in game talk
    name one of the options of north in game talk: halt, deal, no
several | several.yaml:2:10: stakes of south sum to 1.05, not to 1
    lower one by 0.05
several | several.yaml:4:16: lever threat acts on 'nort', which is no actor
    did you mean 'north'? (actors: north, south, envoy)
several | several.yaml:6:35: talk.outcome is expected to be 'trce', which is no outcome
    did you mean 'truce'? (outcomes: truce, peace, war)
several | several.yaml:8:35: move opening belongs to 'envy', which is no actor
    did you mean 'envoy'? (actors: north, south, envoy)
"""


def _expected() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    lines = TABLE.replace("{models}", ", ".join(RULES)).strip().splitlines()
    for what, fix in zip(lines[::2], lines[1::2], strict=True):
        name, _, told = what.partition(" | ")
        found[name].append(f"{told}; {fix.strip()}")
    return found


EXPECTED = _expected()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_file_is_refused_with_its_place_its_cause_and_its_fix(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(BAD)
    with pytest.raises(InputError) as caught:
        read(f"{name}.yaml")
    assert str(caught.value).splitlines() == EXPECTED[name]


def test_every_broken_file_stands_in_the_table() -> None:
    assert {path.stem for path in BAD.glob("*.yaml")} == {*EXPECTED, "sound"}
    assert len(EXPECTED) >= 45


def test_the_file_that_the_others_extend_is_sound() -> None:
    assert list(read(BAD / "sound.yaml").facts.games) == ["talk", "at_once", "secret", "table"]
