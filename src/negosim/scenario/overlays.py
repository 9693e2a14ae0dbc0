"""Stakes in overlays: an overlay that changes some of an actor's weights rescales the others, as `--set` does."""

from negosim.scenario.merge import overlay
from negosim.scenario.syntax import Data, Tree


def refill_stakes(base: Tree, over: Tree, merged: Tree) -> Tree:
    """Return `merged`, which is `over` laid on `base`, with the weights that `over` leaves alone sharing the rest.

    Whatever is not a table of numbers is left as it is, for validation to refuse.
    """
    touched, before, after = (_mapping(tree.data, "stakes") for tree in (over, base, merged))
    patch: dict[str, Data] = {}
    for actor in touched:
        kept = {
            key: _value(value) for key, value in _mapping(before, actor).items() if key not in _mapping(touched, actor)
        }
        given = [_value(value) for key, value in _mapping(after, actor).items() if key not in kept]
        rest, left = sum(kept.values()), 1.0 - sum(given)
        if rest > 0 and left >= 0 and abs(left - rest) > 1e-9:
            patch[actor] = {key: {"value": weight / rest * left} for key, weight in kept.items()}
    return overlay(merged, Tree({"stakes": patch}, {}, {})) if patch else merged


def _mapping(data: Data, key: str) -> dict[str, Data]:
    inner = data.get(key) if isinstance(data, dict) else None
    return inner if isinstance(inner, dict) else {}


def _value(data: Data) -> float:
    value = data.get("value") if isinstance(data, dict) else data
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
