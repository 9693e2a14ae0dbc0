"""Sentences made from reasons: what a term is called, what a flip means, how several equilibria stand to each other."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from negosim.explain.reasons import Alternative, Reason, TermShare
from negosim.games import ExtensiveFormGame
from negosim.scenario import START, Scenario
from negosim.scenario.names import Names, heading, listed, spaced
from negosim.scenario.numbers import month_name, month_text
from negosim.solve import Equilibrium, Result
from negosim.whatif.flips import Flip, is_searched_whole, searched_interval

POINTS = 100.0
"""Utility of 1, everything that an actor wants on every issue, is shown as 100 points."""


def points(utility: float, signed: bool = False, scale: float = POINTS) -> str:
    """Return utility in points, with one decimal; two where one would hide what is there.

    >>> points(0.4136), points(-0.0104, signed=True), points(0.0004)
    ('41.4', '-1.0', '0.04')
    """
    amount = scale * utility
    digits = 2 if 0 < abs(amount) < 0.1 else 1
    text = f"{amount:+.{digits}f}" if signed else f"{amount:.{digits}f}"
    return text.replace("-0.0", "0.0") if float(text) == 0 else text


def scale_of(scenario: Scenario, game: str) -> float:
    """Return what a unit of utility is shown as: 100 points, or as it stands where a game has a plain payoff table."""
    return POINTS if Names(scenario).is_in_points(game) else 1.0


def term_words(share: TermShare, scenario: Scenario) -> str:
    """Say what a term's share of a difference is: what is won or spared where positive, lost or paid where not."""
    names = Names(scenario)
    steps = share.path.split(".")
    good = share.amount > 0
    if share.kind == "stake":
        return f"{'nearer to' if good else 'farther from'} its ideal on {names.issue(steps[2])}"
    if share.kind == "audience":
        short = "any shortfall" if steps[3] == "fixed" else "size of the shortfall"
        missed = f"at home: {short} on {names.issue(steps[2])}"
        return f"spared {missed}" if good else missed
    if share.kind == "fighting":
        return "less fighting" if good else "more fighting"
    if share.kind == "deal":
        return "a fuller deal" if good else "less of a deal"
    if share.kind == "lever":
        return _lever_words(names, steps, good)
    if share.kind == "own":
        name = scenario.facts.moves_of(steps[1]).terms[steps[3]].name or steps[3].replace("_", " ")
        return f"{'spared: ' if good else ''}{name}"
    return f"the table's payoff at {', '.join(spaced(option) for option in steps[3:-1])}"


def _lever_words(names: Names, steps: list[str], good: bool) -> str:
    lever = names.lever(steps[1])
    if steps[2] == "strength":
        return f"{'spared: ' if good else 'suffers: '}{lever}"
    if steps[2] == "gain":
        return f"{'gains from' if good else 'forgoes'} {lever}"
    what = "threatening" if steps[3] == "threaten" else "carrying out"
    return f"{'spared: ' if good else ''}cost of {what} {lever}"


def amount_words(path: str, value: float, scenario: Scenario) -> str:
    """Return a number as pages show it: utilities and flows in the file's own unit, months by name."""
    if path == START:
        return month_name(value)
    return f"{value:.4g}"


def setting_words(path: str, value: float) -> str:
    """Return a value as `--set` takes it."""
    return month_text(value) if path == START else f"{value:.10g}"


def flip_words(flip: Flip, scenario: Scenario) -> str:
    """Say where a number flips what is watched: `below 0.0464`, rounded away from where it is, so that it holds."""
    if flip.path == START:
        return f"at {month_name(flip.value)}"
    if flip.beyond == flip.value:
        return f"at {flip.value:.4g}"
    return f"{'above' if flip.up else 'below'} {rounded_words(flip.value, flip.up)}"


def rounded_words(value: float, up: bool) -> str:
    """Return a number with four digits, rounded up or down, as every page and picture shows where an answer changes.

    >>> rounded_words(0.046478, False), rounded_words(0.046478, True), rounded_words(0.2, True)
    ('0.04647', '0.04648', '0.2')
    """
    exact = Decimal(f"{value:.9g}")
    digit = Decimal(1).scaleb(exact.adjusted() - 3)
    return f"{float(exact.quantize(digit, ROUND_CEILING if up else ROUND_FLOOR)):.4g}"


def search_words(path: str, scenario: Scenario) -> str:
    """Say over which values a number was looked at, for one that flips nothing: `from 0 to 1, all that it can be`."""
    low, high = (amount_words(path, end, scenario) for end in searched_interval(scenario.numbers, path))
    is_whole = is_searched_whole(scenario.numbers, path)
    return f"from {low} to {high}, {'all that it can be' if is_whole else 'no farther'}"


def reply_sentence(reason: Reason, other: Alternative, scenario: Scenario, game: str) -> str:
    """Say what the others would do after an alternative, in order of play; empty where nobody moves after it."""
    names = Names(scenario)
    done: dict[str, list[str]] = {}
    for reply in other.replies:
        said = done.setdefault(reply.actor, [])
        option = names.option(game, reply.actor, reply.option)
        said += [option] if option not in said else []
    if not done:
        return ""
    what = names.option(game, reason.actor, other.option)
    follows = listed([f"{names.subject(actor)} {listed(said, 'or')}" for actor, said in done.items()])
    return f"If {names.subject(reason.actor)} {what}, {follows}"


def choosing_sentence(result: Result) -> str:
    """Say what several equilibria of a simultaneous game mean for the actors; empty where there are not several."""
    found = result.equilibria
    if len(found) < 2:
        return ""
    if isinstance(result.game, ExtensiveFormGame):
        return (
            f"{len(found)} outcomes: somebody is indifferent, or does not see what another does, and nothing in the "
            "game itself says which of them follows."
        )
    text = (
        f"{len(found)} equilibria: in each, nobody gains by moving alone, and nothing in the game itself chooses "
        "between them. To settle on one the actors would need to talk first, to see one another's moves, or to share a "
        "habit"
    )
    best = [k for k, e in enumerate(found) if all(_is_preferred(e, other) for other in found if other is not e)]
    if len(best) == 1:
        return f"{text}; all of them prefer equilibrium {best[0] + 1} to every other."
    return f"{text}; there is none that all of them prefer."


def _is_preferred(one: Equilibrium, other: Equilibrium) -> bool:
    """Whether every player, each on its own scale, prefers one equilibrium to another."""
    return bool((one.payoffs > other.payoffs + 1e-9).all())


def answer_sentence(outcomes: dict[str, float], scenario: Scenario) -> str:
    """Say the outcome of one solution, with shares where chance or mixing decides."""
    names = Names(scenario)
    if len(outcomes) == 1:
        return heading(names.outcome(next(iter(outcomes))))
    ordered = sorted(outcomes.items(), key=lambda item: -item[1])
    return " / ".join(f"{heading(names.outcome(key))} {100 * share:.0f} %" for key, share in ordered)
