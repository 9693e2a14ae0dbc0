"""Words for sweeps, which page and pictures share: what the axes are, what regions are called, and what is done."""

from itertools import pairwise

from negosim.explain.number_names import number_words
from negosim.explain.words import amount_words, rounded_words
from negosim.report.subject_words import answer_words, figure_scale, figure_words, has_moves, model_of, outcomes_of
from negosim.report.words import KINDS, counted
from negosim.scenario import Scenario
from negosim.scenario.names import Names, capitalised, listed, spaced
from negosim.whatif.answers import NONE
from negosim.whatif.batch.points import EITHER, SEVERAL, THEN
from negosim.whatif.sweep.grid import Axis, Plan
from negosim.whatif.sweep.regimes import Edge
from negosim.whatif.sweep.table import SweepTable

_MOST_PLAYS = 2
_MOST_STEPS = 6


def axis_words(axis: Axis, scenario: Scenario) -> str:
    """Return what an axis is called, with its unit where the file gives one."""
    quantity = scenario.numbers[axis.path].quantity
    per = f" per {quantity.per}" if quantity.per else ""
    unit = f" ({quantity.unit}{per})" if quantity.unit else f" ({per.strip()})" if per else ""
    return f"{capitalised(number_words(axis.path, scenario))}{unit}"


def extent_words(axis: Axis, scenario: Scenario) -> str:
    """Return from where to where an axis goes."""
    return " to ".join(amount_words(axis.path, end, scenario) for end in (axis.low, axis.high))


def end_words(axis: Axis, value: float, plan: Plan) -> str:
    """Return where a regime of an axis ends; where that is not an end of the axis, rounded away from the scenario's own
    number as a flip is."""
    if axis.is_whole or value in (axis.low, axis.high):
        return amount_words(axis.path, value, plan.scenario)
    return rounded_words(value, value > plan.now(axis))


def steps_words(table: SweepTable) -> str:
    """Say between which neighbours of a line a figure changes, where it stays the same between most; else nothing."""
    plan = table.plan
    if not plan.figure:
        return ""
    axis, name = plan.axes[0], figure_words(plan.subject)
    amounts = [f"{each:.4g}" for each in figure_scale(plan.subject) * plan.subject.figure(plan.figure, table.points)]
    steps = [k for k, (one, other) in enumerate(pairwise(amounts)) if one != other]
    if not steps or len(steps) > _MOST_STEPS or 2 * len(steps) >= len(amounts) - 1:
        return ""
    ends = [[amount_words(axis.path, axis.values[k + j], plan.scenario) for j in (0, 1)] for k in steps]
    said = [
        f"between {' and '.join(end)} ({amounts[k]} -> {amounts[k + 1]})" for k, end in zip(steps, ends, strict=True)
    ]
    return f"At the points of this line {name} changes only {listed(said)}."


def region_words(table: SweepTable, region: int) -> str:
    """Return what a region is called, and how many equilibria it has where it has several."""
    answer, is_several = table.regions[region]
    least, most = table.counts_in(region)
    count = f" ({f'{least} to {most}' if least < most else most} equilibria)" if is_several else ""
    return answer_words(answer, table.plan.subject) + count


def play_words(play: str, plan: Plan) -> str:
    """Return what is done in a play, or in each of several, with the names of actors and options; of a figure, what
    the answer is."""
    if plan.figure:
        return outcomes_of(play, plan.subject)
    if play == NONE:
        return "none"
    plays = play.split(SEVERAL)
    said = [_one_play(one, plan) for one in plays[:_MOST_PLAYS]]
    more = [counted(len(plays) - _MOST_PLAYS, "more")] if len(plays) > _MOST_PLAYS else []
    return "; or ".join([*said, *(text.replace("mores", "more") for text in more)])


def _one_play(play: str, plan: Plan) -> str:
    names, said = Names(plan.scenario), []
    for choice in play.split(THEN):
        actor, _, options = choice.partition("=")
        parts = []
        for option in options.split(EITHER):
            key, _, types = option.partition("[")
            kinds = listed(types.removesuffix("]").replace("_", " ").split("+"), "or")
            parts.append(names.option(plan.game, actor, key) + (f" (if {kinds})" if types else ""))
        by_chance = " by chance" if EITHER in options and "[" not in options else ""
        said.append(f"{names.short(actor)} {listed(parts, 'or')}{by_chance}")
    return ", ".join(said)


def concept_words(plan: Plan) -> str:
    """Say what is found at each point."""
    if not has_moves(plan.subject):
        return f"what the model {spaced(model_of(plan.subject))} says"
    term, _ = KINDS.get(plan.subject.concept, (plan.subject.concept, ""))
    lam = plan.subject.parameters.get("lam")
    if lam is not None:
        return f"the {term} at lambda {lam:g}"
    every = {"pure_nash": "every pure equilibrium", "nash": "every equilibrium"}
    return every.get(plan.subject.concept, f"the {term}")


def edge_words(edge: Edge, plan: Plan) -> str:
    """Say where one number changes the answer, and to what: `Russia's cost of fighting below 0.04647: Energy truce`."""
    is_up = edge.beyond > edge.now
    where = f"{'above' if is_up else 'below'} {rounded_words(edge.value, is_up)}"
    if edge.axis.is_whole or edge.beyond == edge.value:
        where = f"at {amount_words(edge.axis.path, edge.value, plan.scenario)}"
    several = " (several equilibria)" if edge.is_several else ""
    number = capitalised(number_words(edge.axis.path, plan.scenario))
    return f"{number} {where}: {answer_words(edge.to, plan.subject)}{several}"


def moves_words(edge: Edge, plan: Plan) -> str:
    """Say what a number does where it changes the answer: `Russia's cost of fighting falls below 0.04647`."""
    number = number_words(edge.axis.path, plan.scenario)
    if edge.axis.is_whole or edge.beyond == edge.value:
        return f"{number} is {amount_words(edge.axis.path, edge.value, plan.scenario)}"
    is_up = edge.beyond > edge.now
    return f"{number} {'rises above' if is_up else 'falls below'} {rounded_words(edge.value, is_up)}"
