"""Short names of a scenario's numbers, made from their paths, so that a page reads as sentences and not as keys."""

import calendar
from collections.abc import Callable, Mapping
from typing import Any

from negosim.scenario import START, Scenario
from negosim.scenario.names import Names, possessive, spaced
from negosim.scenario.rules import MovesRules
from negosim.scenario.shared_facts import MONTHS

Steps = list[str]


def number_words(path: str, scenario: Scenario) -> str:
    """Return a short name of a number, from its path.

    >>> from negosim.scenario import read
    >>> number_words("games.dilemma.payoffs.keep.break.north", read("truce-dilemma"))
    'payoff of North at keep, break'
    """
    if path == START:
        return "the first month"
    steps = path.split(".")
    name = _SECTIONS.get(steps[0], _plain)
    return name(Names(scenario), steps, scenario)


def _plain(names: Names, steps: Steps, scenario: Scenario) -> str:
    return " ".join(steps[1:]).replace("_", " ")


def _actor(names: Names, steps: Steps, scenario: Scenario) -> str:
    who, part = possessive(names.short(steps[1])), ".".join(steps[2:])
    if ".belief." not in part:
        return f"{who} {_ACTOR.get(part, spaced(part.replace('.', ' ')))}"
    what, _, ends = part.partition(".belief.")
    said = spaced(what)
    if ends.startswith("types."):
        _, kind, word = ends.split(".")
        if word == "probability":
            return f"the chance that rivals give to {names.short(steps[1])} being of the {spaced(kind)} type"
        return f"{who} {said} as the {spaced(kind)} type"
    end = _BELIEF.get(ends, spaced(ends.replace(".", " ")))
    return f"{end} {said} that rivals believe {names.short(steps[1])} to have"


_ACTOR = {
    "value_of_deal": "value of a deal",
    "obstinate": "chance of being obstinate",
}
_BELIEF = {"uniform.low": "the least", "uniform.high": "the largest", "exponential.mean": "the mean"}


def _stake(names: Names, steps: Steps, scenario: Scenario) -> str:
    what = "stake in" if steps[0] == "stakes" else "ideal for"
    return f"{possessive(names.short(steps[1]))} {what} {names.issue(steps[2])}"


def _audience(names: Names, steps: Steps, scenario: Scenario) -> str:
    return f"{possessive(names.short(steps[1]))} home cost ({spaced(steps[3])}): {names.issue(steps[2])}"


def _issue(names: Names, steps: Steps, scenario: Scenario) -> str:
    if steps[2] == "holds_back":
        return f"what {names.issue(steps[1])} holds back of {names.issue(steps[3])}"
    word = "monthly hazard" if steps[2] == "hazard" else " ".join(steps[2:]).replace("_", " ")
    return f"{word} of {names.issue(steps[1])}"


def _lever(names: Names, steps: Steps, scenario: Scenario) -> str:
    lever = names.lever(steps[1])
    part = ".".join(steps[2:])
    if steps[2] == "shifts":
        return f"shift of {names.issue(steps[3])} by {lever}"
    return f"{_LEVER.get(part, spaced(' '.join(steps[2:])) + ' of')} {lever}"


_LEVER = {
    "hazard": "monthly hazard of",
    "replaced": "share made good of",
    "cost.threaten": "cost of threatening",
    "cost.use": "cost of carrying out",
}


def _outcome(names: Names, steps: Steps, scenario: Scenario) -> str:
    outcome = names.outcome(steps[1])
    if steps[2] == "settles":
        return f"where {outcome} leaves {names.issue(steps[3])}"
    return f"{_OUTCOME[steps[2]].format(outcome)}"


_OUTCOME = {
    "deal": "how much of a full deal {} counts for",
    "fighting": "how much fighting goes on under {}",
    "strikes": "how many strikes go on under {}",
}


def _time(names: Names, steps: Steps, scenario: Scenario) -> str:
    season = spaced(steps[2])
    return f"the {season} season in {calendar.month_name[1 + MONTHS.index(steps[3])]}"


def _truce(names: Names, steps: Steps, scenario: Scenario) -> str:
    if steps[1:2] == ["good_faith"]:
        return _FAITH[steps[3]].format(names.short(steps[2]))
    if steps[1:3] == ["monitoring", "blame"]:
        return f"the chance that {names.short(steps[3])} is blamed for answering a breach"
    return _TRUCE[steps[-1]]


_TRUCE = {
    "length": "the length of the truce",
    "detect": "the chance that a breach is detected",
    "false_alarm": "the chance of a false alarm",
}
_FAITH = {
    "prior": "the chance that {} means the truce",
    "breach_if_good": "the chance of a breach if {} means the truce",
    "breach_if_bad": "the chance of a breach if {} does not mean it",
}


def _campaign(names: Names, steps: Steps, scenario: Scenario) -> str:
    return spaced(steps[2]) if steps[1] == "numbers" else _plain(names, steps, scenario)


def _game(names: Names, steps: Steps, scenario: Scenario) -> str:
    """Return a short name of one of a game's own numbers, by the word of its rules under which it stands."""
    rules, word = scenario.facts.games[steps[1]], steps[2]
    if isinstance(rules, MovesRules) and word == "moves":
        actor = rules.moves[steps[3]].actor
        option = names.option(steps[1], actor, steps[5])
        does = option if names.is_verb_phrase(steps[1], actor, steps[5]) else f"chooses {option}"
        return f"how much {names.short(actor)} {steps[6]} where it {does}"
    if word == "terms":
        terms: Mapping[str, Any] = getattr(rules, "terms", {})
        return terms[steps[3]].name or spaced(steps[3])
    if word == "payoffs" and not isinstance(rules, MovesRules):
        return f"{possessive(names.short(steps[3]))} payoff of {spaced(steps[4])}"
    if word == "payoffs":
        return f"payoff of {names.short(steps[-1])} at {', '.join(steps[3:-1])}"
    if word in _RULES:
        return _RULES[word](names, steps, rules)
    return spaced(" ".join(steps[2:]))


_END = {"low": "least", "high": "largest"}
Rule = Callable[[Names, Steps, Any], str]
_RULES: dict[str, Rule] = {
    "horizon": lambda names, steps, rules: "the months looked ahead",
    "demands": lambda names, steps, rules: f"what {names.short(steps[3])} insists on",
    "rise": lambda names, steps, rules: f"how fast {possessive(names.short(steps[3]))} cost of backing down rises",
    "effort_cost": lambda names, steps, rules: f"cost of effort on {names.lever(steps[3])}",
    "offers": lambda names, steps, rules: f"what is offered on {names.issue(steps[3])}",
    "punishment": lambda names, steps, rules: "the months of punishment after a breach",
    "wins": lambda names, steps, rules: f"the chance that {names.subject(rules.sides[0])} wins a round",
    "round": lambda names, steps, rules: "the length of a round",
    "later": lambda names, steps, rules: f"what war would bring {names.subject(rules.rising)} later",
    "delay": lambda names, steps, rules: "the months until power shifts",
    "power": lambda names, steps, rules: f"{possessive(names.subject(rules.rising))} bargaining power later",
    "chance": lambda names, steps, rules: f"the chance of the type '{spaced(next(iter(rules.types)))}'",
    "accuracy": lambda names, steps, rules: "the chance that what the mediator saw is right",
    "values": lambda names, steps, rules: f"the {_END[steps[4]]} value to {names.subject(steps[3])}",
    "effort": lambda names, steps, rules: _effort(steps),
}
"""By the word of a game's rules; where two models use one word, it means the same in both."""


def _effort(steps: Steps) -> str:
    if steps[3] == "chance":
        return "the chance of the high type"
    return f"what effort costs the {steps[3]} type" if steps[4] == "cost" else f"what the {steps[3]} type is worth"


_SECTIONS: dict[str, Callable[[Names, Steps, Scenario], str]] = {
    "actors": _actor,
    "stakes": _stake,
    "ideals": _stake,
    "audience": _audience,
    "issues": _issue,
    "levers": _lever,
    "outcomes": _outcome,
    "time": _time,
    "truce": _truce,
    "campaign": _campaign,
    "games": _game,
}
