"""What the figures, answers and inequalities of a game of any model but `moves` are called on a page, and in what
unit."""

from math import isfinite

from negosim.explain.words import points
from negosim.models import CompiledModel
from negosim.models.evaluation import UTILITY
from negosim.scenario.names import Names, spaced

POINTS_WORDS = "points: 100 = all this actor wants, on its own scale"
_MONTHS = "month"


def figure_words(name: str, compiled: CompiledModel) -> str:
    """Return what a figure is called: `gain Russia` for `gain.russia`."""
    first, _, key = name.partition(".")
    return f"{compiled.called(first)} {key_words(key, compiled)}".strip()


def key_words(key: str, compiled: CompiledModel) -> str:
    """Return the short names of the actors, and the keys of whatever else a figure is of."""
    names, actors = Names(compiled.scenario), compiled.scenario.facts.actors
    parts = key.split(".") if key else []
    return " ".join(names.short(part) if part in actors else spaced(part) for part in parts)


def unit_of(name: str, compiled: CompiledModel) -> str:
    """Return the unit of a figure."""
    found = compiled.FIGURES.get(name.partition(".")[0])
    return found.unit if found else ""


def is_in_points(unit: str, compiled: CompiledModel) -> bool:
    """Whether amounts of a unit are shown as points: utilities of a scenario that states stakes."""
    return UTILITY in unit.split() and Names(compiled.scenario).is_in_points(compiled.key)


def value_words(amount: float, unit: str, compiled: CompiledModel, signed: bool = False) -> str:
    """Return an amount without its unit, utilities in points; `none` where it has no finite value."""
    if not isfinite(amount):
        return "none"
    if is_in_points(unit, compiled):
        return points(amount, signed)
    return f"{amount:+.4g}" if signed else f"{amount:.4g}"


def unit_words(unit: str, compiled: CompiledModel) -> str:
    """Return a unit in full: `points of the party` for utility."""
    return unit.replace(UTILITY, "points" if is_in_points(unit, compiled) else "payoff")


def short_unit(unit: str, compiled: CompiledModel) -> str:
    """Return the unit as it follows an amount on a short page: points and months alone."""
    if is_in_points(unit, compiled):
        return "points"
    return "months" if unit.split()[:1] in ([_MONTHS], [f"{_MONTHS}s"]) else ""


def amount_unit(unit: str, compiled: CompiledModel) -> str:
    """Return the unit of an inequality as it follows an amount: `points`, `of the issue`, or nothing."""
    return "points" if is_in_points(unit, compiled) else "" if unit == UTILITY else unit
