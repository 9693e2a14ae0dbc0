"""Pictures to test: every figure of several scenarios, and a scenario of our own whose names are long and awkward."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from campaign_cases import RIVER
from negosim import plots
from negosim.games import ExtensiveFormGame, one_hot
from negosim.games.extensive_form import leaf_probabilities, reach_probabilities
from negosim.models import CompiledModel, build, compile_game
from negosim.plots.figures.campaign import CampaignDrawing
from negosim.report.campaign import CampaignFinding
from negosim.report.campaign_pictures import drawing
from negosim.report.finding import find
from negosim.report.sweep_pictures import regime_line, region_map
from negosim.report.whatif_pictures import draw_whatif
from negosim.scenario import Scenario, read, read_text
from negosim.scenario.names import Names
from negosim.solve import Result, solve
from negosim.solve.outcome_shares import lambda_grid, logit_outcome_shares
from negosim.whatif.sweep.regimes import edges, regimes
from negosim.whatif.sweep.run import sweep
from negosim.whatif.sweep.table import SweepTable
from negosim.whatif.sweep.vary import sweep_plan

Draw = Callable[[], Axes]

LONG = """
negosim: 1
title: Names that are long
time: {start: 2025-03}
actors:
  first: {name: The Provisional Council of the United Northern Provinces, short: Council, ideal: 1, value_of_deal: .1}
  second:
    name: "A $ign and another $ign in one name"
    ideal: 0
    cost_of_fighting: {value: .1, per: month, belief: {uniform: {low: 0, high: .6}}}
  third: {name: Donaudampfschifffahrtsgesellschaftskapitänsvereinigung, short: Verein}
issues:
  river:
    name: who may use the river with its banks and bridges and harbours
    at_0: nobody but the second, whatever has been signed before in any treaty or side letter
    at_1: nobody but the first
    status_quo: .5
    drift: .1
    controlled_by: third
  hill: {name: the hill, at_0: theirs, at_1: ours, status_quo: 0}
stakes: {first: {river: .5, hill: .5}, second: {river: 1}, third: {hill: 1}}
ideals: {third: {hill: .5}}
audience:
  second: {river: {red_line: .5, slope: .2, kinds: [settlement]}}
levers:
  a1:
    name: the first of many levers that the first has on the second
    from: first
    to: second
    scales_with: refusal
    strength: .3
    replaced: .25
  a2: {name: the second lever of the first on the second, from: first, to: second, scales_with: strikes, strength: .1}
  a3: {from: first, to: second, scales_with: fighting, strength: .1}
  b1: {name: a lever the other way, from: second, to: first, scales_with: fighting, strength: {value: .1, per: month}}
  c1: {name: what the third has on the first, from: third, to: first, scales_with: fighting, strength: .1}
  c2: {name: what the third has on the second, from: third, to: second, scales_with: fighting, strength: .1}
  d1: {name: what the second has on the third, from: second, to: third, scales_with: fighting, strength: .1}
outcomes:
  deal:
    name: a settlement of everything between everybody at once and for good
    kind: settlement
    settles: {river: .5}
    fighting: 0
    strikes: 0
    deal: 1
  none: {kind: none, fighting: 1, strikes: 1, deal: 0}
games:
  turns:
    name: In turns
    horizon: 2
    moves:
      open:
        actor: first
        options: {give: {name: offers more than anybody had expected at so late an hour}, keep: {uses: [a1]}, wait: {}}
      answer: {actor: second, sees: [], options: {take: {name: takes it}, leave: {refuses: 1}}}
      last:
        actor: third
        sees: [answer]
        options: {bless: {}, shrug: {name: "shrugs, and goes home without a word to anyone"}}
    outcome_rules: [{when: {answer: take}, outcome: deal}, {outcome: none}]
  hidden:
    extends: turns
    moves: {answer: {sees: [open]}, last: null}
    private: {actors.second.cost_of_fighting: 25}
  at_once:
    name: At once
    moves:
      open:
        actor: first
        sees: []
        options: {give: {name: offers more than anybody had expected of it}, keep: {uses: [a1]}, wait: {}}
      answer:
        actor: second
        sees: []
        options: {take: {}, leave: {name: leaves it where it is for others to pick up, refuses: 1}}
    outcome_rules: [{when: {answer: take}, outcome: deal}, {outcome: none}]
"""


@cache
def scenario(name: str) -> Scenario:
    return read_text(LONG) if name == "long" else read(name)


@cache
def solved(name: str, game: str) -> Result:
    return solve(build(scenario(name), game))


@cache
def curves(name: str, game: str) -> plots.Curves:
    grid = lambda_grid(solved(name, game).game, 21)
    return plots.Curves(grid, logit_outcome_shares(solved(name, game).game, grid))


def splits(name: str, game: str) -> list[plots.TermSplit]:
    """Take apart the choice of each mover of a tree on its path, against its best other action."""
    compiled = compile_game(scenario(name), game)
    result, numbers, names = solved(name, game), scenario(name).numbers, Names(scenario(name))
    terms, tree, profile = compiled.terms_at(numbers.base), result.game, result.equilibria[0].profile
    assert isinstance(tree, ExtensiveFormGame)
    reach, found = reach_probabilities(tree, profile), []
    for k, known in enumerate(tree.information_sets):
        if reach[list(known.nodes)].sum() < 0.5:
            continue
        chosen = int(np.argmax(profile[k]))
        ends = [
            leaf_probabilities(tree, (*profile[:k], one_hot(len(known.actions), a), *profile[k + 1 :]))
            for a in range(len(known.actions))
        ]
        worth = [float(tree.payoffs[known.player] @ end) for end in ends]
        other = max((a for a in range(len(ends)) if a != chosen), key=lambda a: worth[a])
        player = tree.players[known.player]
        words = [names.option(game, player, known.actions[a]) for a in (chosen, other)]
        parts = [terms.by_path(known.player, ends[a]) for a in (chosen, other)]
        labels = {entry.path: entry.quantity.means or entry.path for entry in numbers.entries}
        found.append(plots.TermSplit(player, words[0], words[1], parts[0], parts[1], labels))
    return found


def cases(name: str) -> list[plots.Case]:
    """Return a base and a case for each what-if, every second of which changes something."""
    facts = scenario(name).facts
    choices = {actor: "does something that takes a few words to say" for actor in facts.actors}
    margins = {actor: 12.3 * (k + 1) for k, actor in enumerate(choices)}
    what_ifs = [case.says or key for key, case in facts.what_ifs.items()] or ["What if nothing were as it is now?"]
    rows = [plots.Case("The scenario as it stands", "an energy truce", choices, margins)]
    for number, says in enumerate(what_ifs):
        changed = frozenset({"outcome", next(iter(choices))}) if number % 2 == 0 else frozenset()
        rows.append(plots.Case(says, "a full ceasefire" if changed else "an energy truce", choices, margins, changed))
    return rows


def _tree(name: str, game: str, step: int | None = None) -> Draw:
    return lambda: plots.tree(solved(name, game), step=step, names=Names(scenario(name)))


def _table(name: str, game: str) -> Draw:
    return lambda: plots.payoff_table(solved(name, game), names=Names(scenario(name)))


def _shares(name: str, game: str) -> Draw:
    return lambda: plots.outcome_shares(solved(name, game), curves(name, game), names=Names(scenario(name)))


def _terms(name: str, game: str) -> Draw:
    return lambda: plots.terms(solved(name, game), splits(name, game), names=Names(scenario(name)))[0]


def _comparison(name: str) -> Draw:
    return lambda: plots.comparison(cases(name), names=Names(scenario(name)))


def tipping_bars(count: int) -> list[plots.TippingBar]:
    """Return bars that flip nowhere, below, above or on both sides, with awkward names."""
    name = "a number whose name takes several words to say in a scenario of many words"
    said = "below 0.1234: a settlement of everything between everybody; above 0.5678: no pure equilibrium"
    ends = [(None, None), (-0.0001, None), (None, 0.01), (-0.3, 0.6)]
    return [plots.TippingBar(f"{name} {k}", -0.4, 0.6, *ends[k % 4], said) for k in range(count)]


def influence_bars(count: int) -> list[plots.InfluenceBar]:
    """Return bars that shrink, the last ones to noise."""
    name = "a number whose name takes several words to say in a scenario of many words"
    return [
        plots.InfluenceBar(f"{name} {k}", 0.5 / (k + 1) - 0.05, 1.1 / (k + 1), (1.0 / (k + 1), 1.2 / (k + 1)))
        for k in range(count)
    ]


def _bars(figure: str, count: int) -> Draw:
    bars = tipping_bars(count) if figure == "tipping" else influence_bars(count)
    answer = "a settlement of everything between everybody at once and for good"
    return lambda: getattr(plots, figure)(bars, answer, names=Names(scenario("long")))


def _whatif(figure: str) -> Draw:
    return lambda: draw_whatif(figure, find(scenario(MARCH), "call"))


def _facts(figure: str, name: str) -> Draw:
    return lambda: getattr(plots, figure)(scenario(name))


COST, SANCTIONS, HORIZON = "actors.russia.cost_of_fighting", "levers.us_sanctions.strength", "games.call.horizon"
GRIDS = {COST: "0:.2:41", SANCTIONS: "0:.3:31", HORIZON: "1:6:6", "stakes.russia.kursk": "0:1:5"}
GRIDS |= {"time.start": "2025-03..2026-02", "levers.strikes_on_grid.gain": "0:.1:41"}
GRIDS |= {"levers.strikes_on_oil.gain": "0:.1:41", "games.dilemma.payoffs.break.keep.north": "0:6:13"}
GRIDS |= {
    "games.dilemma.payoffs.keep.break.south": "0,2,7",
    "stakes.first.river": "0:1:21",
    "levers.a1.strength": "0,1",
}
GRIDS |= {"actors.first.value_of_deal": "0,.5,1", "levers.b1.strength": ".1,.2,.5"}


@cache
def swept(name: str, game: str, *paths: str) -> SweepTable:
    return sweep(sweep_plan(scenario(name), game, [f"{path}={GRIDS[path]}" for path in paths]))


def _map(name: str, game: str, *paths: str) -> Draw:
    def draw() -> Axes:
        table = swept(name, game, *paths)
        drawn = region_map(table, edges(table.plan))
        return plots.phase_diagram(drawn) if len(paths) == 2 else plots.phase_panels(drawn)

    return draw


def _line(name: str, game: str, path: str) -> Draw:
    def draw() -> Axes:
        table = swept(name, game, path)
        return plots.regime_line(regime_line(table, regimes(table.plan)), names=Names(scenario(name)))

    return draw


def _model(figure: str, name: str, game: str | None = None) -> Draw:
    def draw() -> Axes:
        compiled = compile_game(scenario(name), game)
        assert isinstance(compiled, CompiledModel)
        ax = getattr(plots, figure)(compiled.drawing(figure), names=Names(scenario(name)))
        assert isinstance(ax, Axes)
        return ax

    return draw


@cache
def campaign_drawing() -> CampaignDrawing:
    return drawing(CampaignFinding(read_text(RIVER), 6, 200, 1))


def long_campaign() -> CampaignDrawing:
    """Return a campaign drawn with awkward names and sentences everywhere."""
    found, says = campaign_drawing(), "all that anybody ever asked for, and a few things that nobody had thought of"
    fans = tuple(replace(fan, name=f"{fan.name}, {says}", at_0=f"{says} 0", at_1=f"{says} 1") for fan in found.fans)
    policies = tuple(
        replace(each, actor=f"{each.actor} {k}", options=tuple(f"{option}, {says}" for option in each.options),
                upward=says)
        for k, each in enumerate(found.policies)
    )  # fmt: skip
    shares = tuple((f"{name}, {says}", share) for name, share in found.shares)
    story = tuple(f"{line} {says}" for line in found.story)
    return replace(found, fans=fans, policies=policies, shares=shares, story=story)


MARCH, RIVAL = "march-2025", "march-2025-long-war"
MODEL_GAMES = [
    *((figure, MARCH, "energy_halt") for figure in ("truce_slack", "truce_patience", "truce_faith")),
    *((figure, RIVAL, "energy_halt") for figure in ("truce_slack", "truce_patience")),
    *((figure, "classics/prisoners-truce", "truce") for figure in ("truce_slack", "truce_patience")),
    ("survival", MARCH, "outlasting"),
    ("survival", "classics/ten-forts", "war"),
    ("power_shift", MARCH, "rearming"),
    ("power_shift", "classics/preventive-war", "shift"),
    ("signals", MARCH, "reluctance"),
    ("signals", MARCH, "boast"),
    ("signals", "classics/beer-quiche", "breakfast"),
    ("signals", "classics/job-market", "schooling"),
    ("signals", "classics/cheap-talk", "advice"),
]
LONG_PATHS = ("stakes.first.river", "levers.a1.strength", "actors.first.value_of_deal", "levers.b1.strength")
GAINS = ("levers.strikes_on_grid.gain", "levers.strikes_on_oil.gain")
PAYOFFS = ("games.dilemma.payoffs.break.keep.north", "games.dilemma.payoffs.keep.break.south")
PICTURES: dict[str, Draw] = {
    "campaign": lambda: plots.campaign(campaign_drawing()),
    "campaign long": lambda: plots.campaign(long_campaign()),
    "tree": _tree(MARCH, "call"),
    "tree rival": _tree(RIVAL, "call"),
    "tree private": _tree(MARCH, "call_private"),
    "tree long": _tree("long", "turns"),
    "tree long private": _tree("long", "hidden"),
    **{f"tree step {step}": _tree(MARCH, "call", step) for step in range(4)},
    **{f"tree long step {step}": _tree("long", "turns", step) for step in range(2)},
    "tree keys only": lambda: plots.tree(solved(MARCH, "call")),
    "table": _table(MARCH, "ukraine_russia"),
    "table rival": _table(RIVAL, "ukraine_russia"),
    "table plain": _table("truce-dilemma", "dilemma"),
    "table long": _table("long", "at_once"),
    "table keys only": lambda: plots.payoff_table(solved(MARCH, "ukraine_russia")),
    "shares tree": _shares(MARCH, "call"),
    "shares three": _shares(MARCH, "table_talk"),
    "shares plain": _shares("truce-dilemma", "dilemma"),
    "shares long": _shares("long", "at_once"),
    "terms": _terms(MARCH, "call"),
    "terms rival": _terms(RIVAL, "call"),
    "phase diagram": _map(MARCH, "call", COST, SANCTIONS),
    "phase diagram hatched": _map(MARCH, "table_talk", COST, SANCTIONS),
    "phase diagram thin": _map(MARCH, "ukraine_russia", *GAINS),
    "phase diagram months": _map(MARCH, "call", "time.start", COST),
    "phase diagram plain": _map("truce-dilemma", "dilemma", *PAYOFFS),
    "phase diagram long": _map("long", "at_once", *LONG_PATHS[:2]),
    "phase panels": _map(MARCH, "call", COST, SANCTIONS, HORIZON),
    "phase panels four": _map(MARCH, "call", COST, SANCTIONS, HORIZON, "stakes.russia.kursk"),
    "phase panels long": _map(
        "long",
        "at_once",
        "stakes.first.river",
        "levers.a1.strength",
        "actors.first.value_of_deal",
        "levers.b1.strength",
    ),
    "regimes": _line(MARCH, "call", COST),
    "regimes hatched": _line(MARCH, "table_talk", COST),
    "regimes months": _line(MARCH, "call", "time.start"),
    "regimes plain": _line("truce-dilemma", "dilemma", PAYOFFS[0]),
    "regimes long": _line("long", "at_once", "stakes.first.river"),
    "comparison": _comparison(MARCH),
    "tipping": _whatif("tipping"),
    "tipping long": _bars("tipping", 30),
    "tipping one": _bars("tipping", 1),
    "sensitivity": _whatif("sensitivity"),
    "sensitivity long": _bars("sensitivity", 30),
    "sensitivity one": _bars("sensitivity", 1),
    "comparison long": _comparison("long"),
    **{f"{figure} {name} {game}": _model(figure, name, game) for figure, name, game in MODEL_GAMES},
    **{
        f"{figure} {name}": _facts(figure, name) for figure in ("leverage", "issues") for name in (MARCH, RIVAL, "long")
    },
}


@dataclass(frozen=True)
class Picture:
    """A figure, and the texts that the renderer was given as it was drawn, with their boxes in pixels."""

    figure: Figure
    texts: tuple[tuple[str, Bbox], ...]


@cache
def drawn(name: str) -> Picture:
    """Draw a picture once, however many tests look at it."""
    figure = PICTURES[name]().get_figure(root=True)
    assert isinstance(figure, Figure)
    figure.set_dpi(150)
    canvas, texts = FigureCanvasAgg(figure), []
    plain = Text.draw

    def noted(text: Text, *args: object, **kwargs: object) -> None:
        plain(text, *args, **kwargs)  # type: ignore[arg-type]
        if text.get_visible() and text.get_text().strip():
            texts.append((text.get_text(), text.get_window_extent(canvas.get_renderer())))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Text, "draw", noted)
        canvas.draw()
    return Picture(figure, tuple(texts))


@pytest.fixture(params=PICTURES)
def picture(request: pytest.FixtureRequest) -> Picture:
    """Every picture, one after the other."""
    return drawn(request.param)


@pytest.fixture
def answer() -> Callable[[str, str], tuple[Result, Names]]:
    """The solved game of a scenario, and the scenario's names."""
    return lambda name, game: (solved(name, game), Names(scenario(name)))


@pytest.fixture
def facts() -> Callable[[str], Scenario]:
    """A scenario by name, `long` for the one of this file."""
    return scenario


@pytest.fixture
def terms_of() -> Callable[[str, str], list[plots.TermSplit]]:
    """Why each mover of a tree chose as it did."""
    return splits
