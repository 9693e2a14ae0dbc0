"""A scenario's advice: whether a mediator says what it saw of the responder, and whether the proposer does as told.

See `bias` for the definition and its source. The mediator's bias is what moving the whole issue from the responder's
end to the proposer's is worth to it, along a straight line, and war costs it its `value_of_deal`. The types, what the
proposer asks of each, and what a refusal costs it are those of a demand without levers.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray
from negosim.models.beliefs import TwoTypes
from negosim.models.compiled import CompiledModel
from negosim.models.evaluation import UTILITY, Answer, Evaluation, Inequality, ModelSolution, Part, Side
from negosim.models.formulas import Formulas
from negosim.models.line_chart import Line, LineChart
from negosim.models.screening.bias import after_signal, least_bias
from negosim.models.screening.reading import mediation, pies
from negosim.scenario.names import Names
from negosim.solve import Complete

WORDS = ("believed", "holds_back", "cries_wolf", "no_use")


@dataclass(frozen=True, eq=False)
class Advice:
    """The share by fighting, what is asked of the strong type and of the weak one, the proposer's cost of fighting, the
    chance of a weak type before and after each signal and the critical one, and the mediator's bias and cost of war."""

    result: FloatArray
    strong: FloatArray
    weak: FloatArray
    own_cost: FloatArray
    prior: FloatArray
    accuracy: FloatArray
    critical: FloatArray
    bias: FloatArray
    cost: FloatArray

    @property
    def posterior(self) -> tuple[FloatArray, FloatArray]:
        """The chance of a weak type after each signal."""
        return after_signal(self.prior, self.accuracy)

    def bounds(self) -> tuple[FloatArray, FloatArray]:
        """Return the least and the largest bias of a mediator that says what it saw."""
        one, two = (least_bias(q, self.cost, self.weak, self.strong, self.result) for q in self.posterior)
        return one, two


def read_advice(f: Formulas, game: CompiledModel) -> Advice:
    """Return the data of an advice."""
    rules = game.rules
    data, own = mediation(f, rules, game.key), pies(f, rules)[0]
    assert isinstance(data.belief, TwoTypes)
    room = 1.0 - data.position
    stake, ideal = f.number(f"stakes.{rules.mediator}.{rules.issue}"), f.ideal(rules.mediator, rules.issue)
    ends = [np.abs(own.position(np.full(room.shape, share)) - ideal) for share in (0.0, 1.0)]
    return Advice(
        data.position,
        data.position + np.minimum(data.belief.strong, room),
        data.position + np.minimum(data.belief.weak, room),
        data.cost,
        data.belief.chance_weak,
        f.number(f"games.{game.key}.accuracy"),
        data.belief.critical_chance(data.cost, room),
        stake * (ends[0] - ends[1]),
        data.eagerness,
    )


def evaluate_advice(game: CompiledModel, f: Formulas) -> Evaluation:
    """Return whether the mediator's word is believed, and the inequalities behind it."""
    data = read_advice(f, game)
    least, most = data.bounds()
    rows = _inequalities(game, data)
    speaks, keeps, heeds, trusts = (each.holds for each in rows)
    regime = np.select([~(heeds & trusts), ~speaks, ~keeps], [3, 1, 2], default=0)
    own = pies(f, game.rules)[0]
    figures = {
        "bias": data.bias,
        "least_bias": np.where(np.isfinite(least), least, np.nan),
        "largest_bias": np.where(np.isfinite(most), most, np.nan),
        "chance_if_weak": data.posterior[0],
        "chance_if_strong": data.posterior[1],
        "critical_chance": data.critical,
        "demand_if_weak": own.position(data.weak),
        "demand_if_strong": own.position(data.strong),
    }
    first = tuple(game.REGIMES).index(WORDS[0])
    return Evaluation(figures, np.asarray(regime + first, dtype=np.int64), rows, {"advice": data})


def _inequalities(game: CompiledModel, data: Advice) -> tuple[Inequality, ...]:
    rules = game.rules
    base = f"actors.{rules.responder}.cost_of_fighting.belief.types"
    stake, war = f"stakes.{rules.mediator}.{rules.issue}", f"actors.{rules.mediator}.value_of_deal"
    war = war if war in game.scenario.numbers else stake
    accuracy = f"games.{game.key}.accuracy"

    def press(q: FloatArray) -> Side:
        return Side(
            "what pressing on brings it",
            (Part(stake, data.bias * (q * data.weak + (1.0 - q) * data.result)), Part(war, -(1.0 - q) * data.cost)),
        )

    safe = Side("what the safe demand brings it", (Part(stake, data.bias * data.strong),))
    one, two = data.posterior
    critical = Side("the critical chance of a weak type", (Part(f"{base}.{game_strong(game)}.value", data.critical),))
    seen = [
        Side(f"the chance of a weak type after `{w}`", (Part(accuracy, q),))
        for w, q in (("weak", one), ("strong", two))
    ]
    return (
        Inequality(
            "says_weak",
            rules.mediator,
            "it says `weak` where it saw weakness",
            "it would rather have a sure deal than say `weak`",
            press(one),
            safe,
            unit=UTILITY,
        ),
        Inequality(
            "says_strong",
            rules.mediator,
            "it says `strong` where it saw strength",
            "it would say `weak` all the same",
            safe,
            press(two),
            unit=UTILITY,
        ),
        Inequality(
            "presses_on",
            rules.proposer,
            "it presses on if told `weak`",
            "it asks for what all accept even if told `weak`",
            seen[0],
            critical,
        ),
        Inequality(
            "keeps_to_the_sure_deal",
            rules.proposer,
            "it asks for what all accept if told `strong`",
            "it presses on even if told `strong`",
            critical,
            seen[1],
        ),
    )


def game_strong(game: CompiledModel) -> str:
    """Return the name of the type to which fighting costs least in the file."""
    types = game.scenario.facts.actors[game.rules.responder].cost_of_fighting.belief.types  # type: ignore[union-attr]  # checked when read
    assert types is not None
    return min(types, key=lambda name: types[name].value.value)


def answer_advice(game: CompiledModel, base: Evaluation) -> Answer:
    """Return the answer in words; words that nobody heeds are an equilibrium always."""
    rules, names, word = game.rules, Names(game.scenario), tuple(game.REGIMES)[int(base.regime)]
    data: Advice = (base.details or {})["advice"]
    who, side = names.subject(rules.mediator), names.subject(rules.proposer)
    said = {
        "believed": f"{who} says what it saw, and {side} does as it is told",
        "holds_back": f"{who} is not believed: it would say `strong` whatever it saw",
        "cries_wolf": f"{who} is not believed: it would say `weak` whatever it saw",
        "no_use": f"{side} asks for the same whatever {who} says",
    }[word]
    heeds = [True, False] if word == "believed" else [False]
    solutions = tuple(_solution(game, data, told) for told in heeds)
    why = "words that nobody heeds are always an equilibrium; of those that tell, only saying what was seen is sought"
    notes = ("A chance is one in the model, not of an event.",)
    actions = {actor: tuple(options) for actor, options in (solutions[0].profile or {}).items()}
    return Answer(said, Complete.SOME, why, solutions, notes, actions)


def _solution(game: CompiledModel, data: Advice, told: bool) -> ModelSolution:
    rules = game.rules
    mediator, proposer = payoffs(data, _TRUE if told else (0, 0), _TRUE if told else _unheeded(data))
    own = float(pies(game._formulas(game.scenario.numbers.base), rules)[0].whole)
    does = {
        rules.mediator: {"says_what_it_saw": float(told), "says_the_same": float(not told)},
        rules.proposer: {"does_as_told": float(told), "takes_no_notice": float(not told)},
    }
    return ModelSolution(
        game.CONCEPTS[0],
        {rules.mediator: mediator, rules.proposer: own * proposer},
        profile=does,
        regret=advice_regret(data, told),
    )


_TRUE = (1, 0)
"""Says or asks for the `weak` one (1) after the first signal or word, and the `strong` one (0) after the second."""


def _unheeded(data: Advice) -> tuple[int, int]:
    risky = int(float(data.prior) > float(data.critical))
    return risky, risky


def payoffs(data: Advice, says: tuple[int, int], asks: tuple[int, int]) -> tuple[float, float]:
    """Return what the mediator and the proposer expect where the mediator says the first word (1) or the second (0)
    after each signal, and the proposer asks for much (1) or little (0) after each word: by every case, from the
    definition."""
    prior, right = float(data.prior), float(data.accuracy)
    mediator = proposer = 0.0
    for weak, signal in ((w, s) for w in (True, False) for s in (0, 1)):
        chance = (prior if weak else 1.0 - prior) * (right if (signal == 0) == weak else 1.0 - right)
        risky = asks[0] if says[signal] else asks[1]
        war = risky and not weak
        share = float(data.result if war else data.weak if risky else data.strong)
        mediator += chance * (float(data.bias) * share - (float(data.cost) if war else 0.0))
        proposer += chance * (share - (float(data.own_cost) if war else 0.0))
    return mediator, proposer


def advice_regret(data: Advice, told: bool) -> float:
    """Return the most that the mediator gains by another rule of what to say, or the proposer by another rule of what
    to ask, over all of them."""
    says, asks = (_TRUE, _TRUE) if told else ((0, 0), _unheeded(data))
    rules = [(one, two) for one in (0, 1) for two in (0, 1)]
    mediator, proposer = payoffs(data, says, asks)
    gains = [payoffs(data, other, asks)[0] - mediator for other in rules]
    gains += [payoffs(data, says, other)[1] - proposer for other in rules]
    return max(*gains, 0.0)


def draw_advice(game: CompiledModel) -> LineChart:
    """Return the bias between which the mediator is believed, against how often it sees right."""
    numbers, path = game.scenario.numbers, f"games.{game.key}.accuracy"
    x, names = np.linspace(0.5, 1.0, 201), Names(game.scenario)
    seen = {name: np.where(y <= 1.0, y, np.nan) for name, y in game.figures(numbers.vary({path: x})).items()}
    labels = (("least_bias", "least bias believed"), ("largest_bias", "largest bias believed"), ("bias", "its bias"))
    lines = tuple(
        Line(label, 100 * seen[name], game.rules.mediator if name == "bias" else None)
        for name, label in labels
        if np.isfinite(seen[name]).any()
    )
    who = names.subject(game.rules.mediator)
    title = f"How biased {who} must be for its word to be believed"
    entry = numbers[path]
    low, high = entry.quantity.low, entry.quantity.high
    stated = (low, high) if low is not None and high is not None else None
    return LineChart(
        title, x, "chance that what it saw is right", f"bias, points of {who}", lines, (), entry.value, stated
    )
