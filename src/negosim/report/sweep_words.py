"""Words for sweeps, which page and pictures share: what the axes are, what regions are called, and what is done."""

from collections.abc import Mapping

from negosim.explain.words import amount_words, number_words, scale_of
from negosim.report.words import KINDS, counted, outcome_words
from negosim.scenario import Scenario
from negosim.scenario.names import Names, capitalised, heading, listed, spaced
from negosim.whatif.answers import NONE
from negosim.whatif.batch.points import EITHER, SEVERAL, THEN, TOGETHER
from negosim.whatif.sweep.grid import Axis, Plan
from negosim.whatif.sweep.regimes import Edge
from negosim.whatif.sweep.table import SweepTable

_MOST_PLAYS = 2
_SIGN_WORDS = {"positive": "above 0", "zero": "0", "negative": "below 0", "none": "without a single finite value"}


def is_plain(plan: Plan) -> bool:
    """Whether the game is a plain payoff table, whose outcomes are what is chosen."""
    return bool(getattr(plan.scenario.facts.games[plan.game], "payoffs", None))


def has_moves(plan: Plan) -> bool:
    """Whether the game is one of moves, and not of another model."""
    return plan.scenario.facts.games[plan.game].model == "moves"


def figure_words(plan: Plan, figure: str = "") -> str:
    """Return what a figure is called: that of a plan unless named."""
    name = figure or plan.figure
    kind, _, key = name.partition("_")
    names = Names(plan.scenario)
    if kind == "payoff" and key in plan.subject.players:
        return f"payoff of {names.short(key)}"
    if kind == "probability" and has_moves(plan) and not is_plain(plan):
        return f"probability of {names.outcome(key)}"
    return name_words(name)


def name_words(figure: str) -> str:
    """Return what a model's figure is called by itself: `critical_discount_factor.russia` as two names.

    >>> name_words("critical_discount_factor.russia")
    'critical discount factor of russia'
    """
    return spaced(figure.replace(".", " of "))


def has_plays(plan: Plan) -> bool:
    """Whether there is more to say of a point than its answer: what is done, or what a figure's answer is."""
    return bool(plan.figure) or (has_moves(plan) and not is_plain(plan))


def figure_scale(plan: Plan) -> float:
    """Return what a unit of a plan's figure is shown as: 100 points for a payoff."""
    return scale_of(plan.scenario, plan.game) if plan.figure.startswith("payoff_") else 1.0


def axis_words(axis: Axis, scenario: Scenario) -> str:
    """Return what an axis is called, with its unit where the file gives one."""
    quantity = scenario.numbers[axis.path].quantity
    per = f" per {quantity.per}" if quantity.per else ""
    unit = f" ({quantity.unit}{per})" if quantity.unit else f" ({per.strip()})" if per else ""
    return f"{capitalised(number_words(axis.path, scenario))}{unit}"


def extent_words(axis: Axis, scenario: Scenario) -> str:
    """Return from where to where an axis goes."""
    return " to ".join(amount_words(axis.path, end, scenario) for end in (axis.low, axis.high))


def answer_words(answer: str, plan: Plan) -> str:
    """Return a region's answer with the names of outcomes, as a heading; of a payoff table, with what is chosen."""
    return heading(sentence_words(answer, plan))


def sentence_words(answer: str, plan: Plan) -> str:
    """Return a region's answer as it stands within a sentence."""
    if plan.figure:
        return f"{figure_words(plan)} {_SIGN_WORDS[answer]}"
    return _outcomes_words(answer, plan)


def _outcomes_words(answer: str, plan: Plan) -> str:
    """Return where solutions lead; of another model than moves, the regime."""
    if not has_moves(plan):
        return spaced(answer)
    parts = answer.split(SEVERAL)
    words = {part: _answer_words(part, plan) for part in parts if TOGETHER not in part}
    said = SEVERAL.join(words[part] if part in words else _mix_words(part, words, plan) for part in parts)
    return f"{said} likeliest" if plan.subject.concept == "logit" else said


def _mix_words(mix: str, known: Mapping[str, str], plan: Plan) -> str:
    """Return what a solution is called that mixes outcomes, some of them named before."""
    ends = mix.split(TOGETHER)
    if known.keys() == set(ends):
        return f"a mix of {'both' if len(ends) == 2 else 'them'}"
    return f"a mix of {listed([_answer_words(end, plan) for end in ends])}"


def _answer_words(answer: str, plan: Plan) -> str:
    """Return what a solution that mixes no outcomes leads to."""
    if is_plain(plan) and answer != NONE:
        return _options_words(answer.split(" / "), plan)
    return outcome_words(answer, plan.scenario)


def _options_words(options: list[str], plan: Plan) -> str:
    """Return the end of a plain payoff table, which is what is chosen, with the names of actors and options."""
    names, players = Names(plan.scenario), plan.subject.players
    if len(options) != len(players):
        return ", ".join(map(spaced, options))
    said = zip(players, options, strict=True)
    return ", ".join(f"{names.short(actor)} {names.option(plan.game, actor, option)}" for actor, option in said)


def region_words(table: SweepTable, region: int) -> str:
    """Return what a region is called, and how many equilibria it has where it has several."""
    answer, is_several = table.regions[region]
    least, most = table.counts_in(region)
    count = f" ({f'{least} to {most}' if least < most else most} equilibria)" if is_several else ""
    return answer_words(answer, table.plan) + count


def play_words(play: str, plan: Plan) -> str:
    """Return what is done in a play, or in each of several, with the names of actors and options; of a figure, what
    the answer is."""
    if plan.figure:
        return _outcomes_words(play, plan)
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
    if not has_moves(plan):
        return f"what the model {spaced(plan.scenario.facts.games[plan.game].model)} says"
    term, _ = KINDS.get(plan.subject.concept, (plan.subject.concept, ""))
    lam = plan.subject.parameters.get("lam")
    if lam is not None:
        return f"the {term} at lambda {lam:g}"
    every = {"pure_nash": "every pure equilibrium", "nash": "every equilibrium"}
    return every.get(plan.subject.concept, f"the {term}")


def edge_words(edge: Edge, plan: Plan) -> str:
    """Say where one number changes the answer, and to what: `Russia's cost of fighting below 0.04648: Energy truce`."""
    where = f"{'above' if edge.beyond > edge.now else 'below'} {edge.value:.4g}"
    if edge.axis.is_whole or edge.beyond == edge.value:
        where = f"at {amount_words(edge.axis.path, edge.value, plan.scenario)}"
    several = " (several equilibria)" if edge.is_several else ""
    return f"{capitalised(number_words(edge.axis.path, plan.scenario))} {where}: {answer_words(edge.to, plan)}{several}"


def moves_words(edge: Edge, plan: Plan) -> str:
    """Say what a number does where it changes the answer: `Russia's cost of fighting falls below 0.04648`."""
    number = number_words(edge.axis.path, plan.scenario)
    if edge.axis.is_whole or edge.beyond == edge.value:
        return f"{number} is {amount_words(edge.axis.path, edge.value, plan.scenario)}"
    return f"{number} {'rises above' if edge.beyond > edge.now else 'falls below'} {edge.value:.4g}"
