"""What is said and drawn of a war of attrition over one prize."""

import numpy as np

from negosim.models.attrition.one_prize import Months, believed_months, prize_regret
from negosim.models.attrition.private_values import mixing_rates
from negosim.models.compiled import CompiledModel
from negosim.models.evaluation import Answer, Evaluation, ModelSolution
from negosim.models.formulas import Formulas
from negosim.models.line_chart import Line, LineChart
from negosim.scenario.names import Names
from negosim.solve import Complete

_Chances = dict[str, dict[str, float]]
_NOTES = ("A chance is one in the model, not of an event. Nothing is discounted.",)


def answer_prize(game: CompiledModel, base: Evaluation, f: Formulas) -> Answer:
    """Return the answer in words, and the equilibria that are shown."""
    at = {name: float(amount) for name, amount in base.figures.items()}
    if np.isnan(at["expected_length"]):
        said = "fighting costs a side nothing, so nothing wears it down"
        return Answer(said, Complete.UNKNOWN, "the equilibria shown need a cost of fighting on both sides", (), _NOTES)
    return (_private if game.rules.form == "private_values" else _known)(game, base, f)


def _private(game: CompiledModel, base: Evaluation, f: Formulas) -> Answer:
    names, sides = Names(game.scenario), game.rules.sides
    at = {name: float(amount) for name, amount in base.figures.items()}
    times = [at[f"stops_after.{side}"] for side in sides]
    said = "; ".join(
        f"{names.subject(side)} gives in after {time:.3g} months"
        if np.isfinite(time)
        else f"{names.subject(side)} never gives in"
        for side, time in zip(sides, times, strict=True)
    )
    why = "the one symmetric equilibrium; others treat the sides differently"
    does = {
        side: {"gives_in": float(time == 0), "insists": float(time != 0)}
        for side, time in zip(sides, times, strict=True)
    }
    belief = believed_months(f, game.rules, game.key)
    solution = _solution(game, at, does, prize_regret(_worth(base), belief))
    return Answer(said, Complete.SOME, why, (solution,), _NOTES, {side: tuple(does[side]) for side in sides})


def _known(game: CompiledModel, base: Evaluation, f: Formulas) -> Answer:
    names, (one, two) = Names(game.scenario), game.rules.sides
    at = {name: float(amount) for name, amount in base.figures.items()}
    said = f"where both mix, {names.subject(one)} wins with a chance of {at[f'wins.{one}']:.2f}, after "
    said += f"{at['expected_length']:.3g} months on average"
    why = "besides these, either side may give in at once with any chance, and both mix after that"
    stay, leave = {"gives_in": 0.0, "insists": 1.0}, {"gives_in": 1.0, "insists": 0.0}
    prizes = {side: at[f"worth.{side}"] * float(f.number(f"actors.{side}.cost_of_fighting")) for side in (one, two)}
    found = (
        _solution(game, at, {one: stay, two: stay}, prize_regret(_worth(base), None)),
        _at_once(game, {one: stay, two: leave}, {one: prizes[one], two: 0.0}),
        _at_once(game, {one: leave, two: stay}, {one: 0.0, two: prizes[two]}),
    )
    return Answer(said, Complete.SOME, why, found, _NOTES, {side: tuple(stay) for side in (one, two)})


def _at_once(game: CompiledModel, does: _Chances, payoffs: dict[str, float]) -> ModelSolution:
    """Return an equilibrium in which a side gives in at once to one that never would: against that, waiting for any
    time only costs, and the winner has the whole prize for nothing."""
    notes = ("the side that insists never gives in",)
    return ModelSolution(game.CONCEPTS[0], payoffs, profile=does, regret=0.0, notes=notes)


def draw_prize(game: CompiledModel, f: Formulas) -> LineChart:
    """Return the chance that a side is still firm by month: as the other sees it, or where both mix."""
    names, sides, base = Names(game.scenario), game.rules.sides, game.base
    worth, length = _worth(base), float(base.figures["expected_length"])
    lines: tuple[Line, ...]
    x = np.linspace(0.0, 5.0 * length if np.isfinite(length) else 12.0, 300)
    if game.rules.form == "private_values":
        lines = (Line("a side, as the other sees it", _still_firm(believed_months(f, game.rules, game.key), x)),)
    else:
        rates = np.nan_to_num(mixing_rates(worth, np.ones(())))
        lines = tuple(Line(names.short(side), np.exp(-rates[k] * x), side) for k, side in enumerate(sides))
    said = game.analyse().answer.headline
    title = said[:1].upper() + said[1:]
    return LineChart(title, x, "months from now", "still firm, probability", lines, top=1.0)


def _still_firm(belief: Months, x: np.ndarray) -> np.ndarray:
    stops = np.sort(belief.stops(belief.quantiles()))
    return np.asarray(1.0 - np.searchsorted(stops, x, side="right") / len(stops))


def _worth(base: Evaluation) -> np.ndarray:
    return np.asarray((base.details or {})["worth"])


def _solution(game: CompiledModel, at: dict[str, float], does: _Chances, regret: float) -> ModelSolution:
    payoffs = {side: at[f"payoff.{side}"] for side in game.rules.sides}
    return ModelSolution(game.CONCEPTS[0], payoffs, profile=does, regret=regret)
