"""What the figures, regimes and inequalities of a game of any model but `moves` are called on a page."""

from math import isfinite

from negosim.models import CompiledModel
from negosim.scenario.names import Names, spaced


def regime_words(compiled: CompiledModel, regime: str) -> str:
    """Return what an answer is called."""
    return spaced(regime)


def figure_words(name: str, compiled: CompiledModel) -> str:
    """Return what a figure is called: `gain Russia` for `gain.russia`."""
    first, _, key = name.partition(".")
    return f"{spaced(first)} {key_words(key, compiled)}".strip()


def key_words(key: str, compiled: CompiledModel) -> str:
    """Return the short names of the actors, and the keys of whatever else a figure is of."""
    names, actors = Names(compiled.scenario), compiled.scenario.facts.actors
    parts = key.split(".") if key else []
    return " ".join(names.short(part) if part in actors else spaced(part) for part in parts)


def value_words(amount: float, signed: bool = False) -> str:
    """Return a figure's value; `none` where it has no finite one."""
    if not isfinite(amount):
        return "none"
    return f"{amount:+.4g}" if signed else f"{amount:.4g}"
