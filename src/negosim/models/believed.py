"""What rivals believe of an actor's cost of fighting, read from a scenario in units of what is disputed."""

import numpy as np

from negosim.games import FloatArray
from negosim.models.beliefs import Belief, ExponentialBelief, TwoTypes, UniformBelief
from negosim.models.formulas import Formulas
from negosim.models.pie import fighting_cost

_LEAST = 1e-9
_WORDS = {"uniform": "uniform.high", "exponential": "exponential.mean"}


def believed_cost(f: Formulas, actor: str, outcome: str | None, unit: FloatArray) -> Belief:
    """Return the belief of what fighting costs an actor over the horizon; its value itself where no belief is given."""
    quantity = f.facts.actors[actor].cost_of_fighting
    belief = quantity.belief if quantity is not None else None
    if belief is None:
        known = fighting_cost(f, actor, outcome) / unit
        return UniformBelief(known, known)
    base = f"actors.{actor}.cost_of_fighting.belief"

    def cost(word: str) -> FloatArray:
        return np.asarray(fighting_cost(f, actor, outcome, f"{base}.{word}") / unit)

    if belief.uniform:
        ends = cost("uniform.low"), cost("uniform.high")
        return UniformBelief(np.minimum(*ends), np.maximum(*ends))
    if belief.exponential:
        return ExponentialBelief(np.maximum(cost("exponential.mean"), _LEAST))
    assert belief.types is not None
    one, two = belief.types
    values = cost(f"types.{one}.value"), cost(f"types.{two}.value")
    chances = [f.number(f"{base}.types.{name}.probability") for name in (one, two)]
    total = chances[0] + chances[1]
    second = np.divide(chances[1], total, out=np.full(total.shape, 0.5), where=total > 0)
    return TwoTypes(np.minimum(*values), np.maximum(*values), np.where(values[0] > values[1], 1.0 - second, second))


def believed_path(f: Formulas, actor: str) -> str | None:
    """Return the path of the number that a belief ends at: its upper end, its mean, its weak type's value, or the cost
    itself; None where the file gives no cost."""
    quantity = f.facts.actors[actor].cost_of_fighting
    if quantity is None:
        return None
    base = f"actors.{actor}.cost_of_fighting"
    if quantity.belief is None:
        return base
    if quantity.belief.types:
        return f"{base}.belief.types.{weak_type(f, actor)}.value"
    return f"{base}.belief.{_WORDS['uniform' if quantity.belief.uniform else 'exponential']}"


def weak_type(f: Formulas, actor: str) -> str:
    """Return the name of the type to which fighting costs most in the file."""
    quantity = f.facts.actors[actor].cost_of_fighting
    assert quantity is not None and quantity.belief is not None and quantity.belief.types is not None
    types = quantity.belief.types
    return max(types, key=lambda name: types[name].value.value)
