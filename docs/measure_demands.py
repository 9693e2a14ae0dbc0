"""Measures how often the signs of the claims hold in the models screening, stopping, attrition and crisis.

As in `measure_claims`: the number that a claim is about is swept over its stated range while every other ranged number
that the game reads is drawn from its own. A wait that never ends counts as longer than any.
"""

from collections.abc import Mapping

import numpy as np
from signs import DRAWS, SEED, STEPS, Held, Sign, compiled, draws, falls, rises, scenario, steps

from negosim.games import BoolArray, FloatArray
from negosim.models import CompiledModel, compile_game
from negosim.scenario import read_text
from negosim.scenario.shipped import shipped_folder
from negosim.whatif.sampling import draw, sampled_paths

DEMAND, STALL, FIRMNESS, CRISIS = "demand", "stall", "firmness", "escalation"
WISH, COST = "actors.us.value_of_deal", "actors.russia.cost_of_fighting"
AID, REPLACED, PRESSING = "levers.us_aid.strength", "levers.us_aid.replaced", "games.demand.effort_cost.us_aid"
DRIFT, BREAKING, ENDS = "issues.territory.drift", "actors.russia.breaking_point", "levers.us_aid.hazard"
PATIENCE, WEARY = "actors.ukraine.discount_factor", "actors.ukraine.cost_of_fighting"
HOME = "audience.russia.territory.slope"
CHEAP = {COST: 0.001}
"""A month of war that costs Russia next to nothing."""
NARROW = {"actors.ukraine.cost_of_fighting.belief.uniform.high": 0.10}
"""A Ukraine of which it is thought that a month of war costs it at most .10, so that less than all may be asked for."""
LEAVES = {"games.firmness.demands.russia": 0.9}
"""A Russia that leaves Ukraine a tenth of the four regions."""


def at(key: str, held: Mapping[str, float] | None = None) -> dict[str, FloatArray]:
    """Return the figures of a game at all draws with some numbers held, and its regime under `regime`."""
    points = draws().copy()
    for path, value in (held or {}).items():
        points[:, scenario().numbers.index[path]] = value
    seen = compiled(key).at(points)
    shape = (len(points),)
    return {name: np.broadcast_to(x, shape) for name, x in (*seen.figures.items(), ("regime", seen.regime))}


def swept(key: str, path: str, held: Mapping[str, float] | None = None) -> list[dict[str, FloatArray]]:
    """Return the figures at all draws with one number at each step of its stated range."""
    return [at(key, {**(held or {}), path: float(step)}) for step in steps(path)]


def moves_with(key: str, path: str, figure: str, held: Mapping[str, float] | None = None) -> Held:
    """A figure never falls as a number rises."""
    return rises([seen[figure] for seen in swept(key, path, held)])


def moves_against(key: str, path: str, figure: str, held: Mapping[str, float] | None = None) -> Held:
    """A figure never rises as a number does."""
    return falls([seen[figure] for seen in swept(key, path, held)])


def aid_is_stronger() -> BoolArray:
    """Return the draws in which the lever on Ukraine bends more per effort than that on Russia."""
    inequality = compiled(DEMAND).at(draws()).inequalities[-1]
    return np.asarray(np.broadcast_to(inequality.holds, DRAWS))


def eager_demand(stronger: bool) -> Held:
    """In the interior Russia's demand rises with eagerness where aid is the stronger lever, and falls elsewhere.

    Looked at between steps at both of which some types refuse, less than all is asked, and no effort is at its cap.
    """
    along, interior = swept(DEMAND, WISH, NARROW), list(compiled(DEMAND).REGIMES).index("interior")
    inside = np.stack([seen["regime"] == interior for seen in along])
    pairs = inside[1:] & inside[:-1]
    change = np.diff(np.stack([seen["demand"] for seen in along]), axis=0) * (1.0 if stronger else -1.0)
    weak = ((change >= -1e-9) | ~pairs).all(axis=0)
    return Held(weak, weak & ((change > 1e-9) & pairs).any(axis=0), pairs.any(axis=0) & (aid_is_stronger() == stronger))


def no_wish_no_pressure() -> Held:
    """Without any value of a deal there is no pressure on Ukraine; strict where there is some with it."""
    without, with_it = at(DEMAND, {WISH: 0.0})["effort.us_aid"] <= 0, at(DEMAND)["effort.us_aid"] > 0
    return Held(without, without & with_it, np.ones_like(without))


def bought_off(held: Mapping[str, float] | None = None) -> Held:
    """Where offers may look ahead there is no stall; strict where there would be one without them."""
    names = list(compiled(STALL).REGIMES)
    regime = at(STALL, held)["regime"]
    none = regime != names.index("not_bought_off")
    return Held(none, regime == names.index("bought_off"), np.ones_like(none))


def risky_demand() -> Held:
    """With two types, of no cost and of the highest, Russia risks a refusal exactly above the critical chance of the
    weak one; strict where it does at some chance and not at another."""
    text = (shipped_folder() / "march-2025.yaml").read_text(encoding="utf-8")
    types = "belief: {types: {strong: {value: 0, probability: .5}, weak: {value: .40, probability: .5}}}"
    text = text.replace("belief: {uniform: {low: 0, high: .40}}", types)
    talks = read_text(text.replace("{actors.ukraine.cost_of_fighting: 5}", "{actors.ukraine.cost_of_fighting: 2}"))
    game, index = compile_game(talks, DEMAND), talks.numbers.index
    assert isinstance(game, CompiledModel)
    points = draw(talks.numbers, sampled_paths(talks.numbers, game.reads), DRAWS, np.random.default_rng(SEED))
    base, agrees, risks = "actors.ukraine.cost_of_fighting.belief.types", [], []
    for chance in np.linspace(0.05, 0.95, STEPS):
        points[:, index[f"{base}.weak.probability"]] = chance
        points[:, index[f"{base}.strong.probability"]] = 1.0 - chance
        seen = game.figures(points)
        risks.append(seen["chance_of_deal"] < 1.0 - 1e-9)
        agrees.append(risks[-1] == (chance > seen["critical_chance"] + 1e-9))
    weak = np.all(agrees, axis=0)
    return Held(weak, weak & np.any(risks, axis=0) & ~np.all(risks, axis=0), np.ones_like(weak))


_MEDIATOR = "dx/de = (l_U^2/k_U - l_R^2/k_R) / (4 C), dPr/de > 0 (Fearon 1995 and a mediator's stage, derived here)"
_LEVER = "dx/d(l_U^2/k_U) = e / (4 C) in the uniform interior (derived here)"
_ONE_STEP = "settle at the first t with d(1-b)(g_t + h J) <= (1-d) s_t + c (Chow and Robbins 1961)"
_ABREU = "the weak side gives in at once with 1 - z exp(h T); T falls in the other's need (Abreu and Gul 2000)"
_HOME = "k_j rises in a_i as long as no type thinks war worth more than the prize (Fearon 1994, derived here)"

SIGNS = (
    Sign("C5", "screening", "the keener the mediator, the more Russia asks for", _MEDIATOR,
         "sanctions the stronger lever: it asks for less", lambda: moves_with(DEMAND, WISH, "demand")),
    Sign("C5", "screening", "the same in the interior, where aid is the stronger lever and a month of war is "
         "thought to cost Ukraine at most .10", _MEDIATOR, "the same",
         lambda: eager_demand(True), aside=True),
    Sign("C7", "screening", "the harder aid bites, the more Russia asks for", _LEVER,
         "the whole issue is asked for already: no change", lambda: moves_with(DEMAND, AID, "demand")),
    Sign("C7", "screening", "the same if a month of war is thought to cost Ukraine at most .10", _LEVER, "the same",
         lambda: moves_with(DEMAND, AID, "demand", NARROW), aside=True),
    Sign("C9", "screening", "the keener the mediator, the likelier a deal", _MEDIATOR,
         "none: at a sure deal no change", lambda: moves_with(DEMAND, WISH, "chance_of_deal")),
    Sign("C9", "screening", "the keener the mediator, the less Russia asks for in that interior, where sanctions are "
         "the stronger lever", _MEDIATOR, "the same", lambda: eager_demand(False), aside=True),
    Sign("C12", "screening", "the costlier war is to Russia, the less it asks for",
         "dx/dc_R = -1/2 in the uniform interior (Fearon 1995)", "the whole issue is asked for anyway: no change",
         lambda: moves_against(DEMAND, COST, "demand")),
    Sign("C12", "screening", "the same if a month of war is thought to cost Ukraine at most .10", "the same",
         "the same",
         lambda: moves_against(DEMAND, COST, "demand", NARROW), aside=True),
    Sign("C14", "screening", "with two types the risky demand is made exactly above the critical chance of a weak one",
         "Pr(weak) > (c_S + K) / (c_W + K), within the issue (Fearon 1995)", "none: it is exact", risky_demand,
         aside=True),
    Sign("C20", "screening", "the less pressing Kyiv costs, the more Russia asks for", _LEVER,
         "the whole issue is asked for already: no change", lambda: moves_against(DEMAND, PRESSING, "demand")),
    Sign("C20", "screening", "the same if a month of war is thought to cost Ukraine at most .10", _LEVER, "the same",
         lambda: moves_against(DEMAND, PRESSING, "demand", NARROW), aside=True),
    Sign("C29", "screening", "the more of US aid others make good, the less Russia asks for", _LEVER,
         "the whole issue is asked for anyway: no change", lambda: moves_against(DEMAND, REPLACED, "demand")),
    Sign("C29", "screening", "the same if a month of war is thought to cost Ukraine at most .10", _LEVER, "the same",
         lambda: moves_against(DEMAND, REPLACED, "demand", NARROW), aside=True),
    Sign("C30", "screening", "with no value of a deal Kyiv is not pressed", "m_U = 0 at e = 0 (derived here)", "none",
         no_wish_no_pressure),
    Sign("C4", "stopping", "the faster the advance, the longer Russia's own stall", _ONE_STEP,
         "a ceiling that a faster advance reaches sooner; a settlement worth less than waiting for ever",
         lambda: moves_with(STALL, DRIFT, "settles_after")),
    Sign("C4", "stopping", "the same if a month of war cost Russia .001", _ONE_STEP, "the same",
         lambda: moves_with(STALL, DRIFT, "settles_after", CHEAP), aside=True),
    Sign("C4", "stopping", "offers that look ahead leave no stall",
         "a stall wastes, so an offer is better for both if it can be made (Fearon 1995; Powell 2006)",
         "what is waited for exceeds all that the issue can give", bought_off),
    Sign("C4", "stopping", "the same if a month of war cost Russia .001", "the same", "the same",
         lambda: bought_off(CHEAP), aside=True),
    Sign("C12", "stopping", "the likelier Russia breaks, the shorter its stall", _ONE_STEP,
         "worsening positions, which a break freezes", lambda: moves_against(STALL, BREAKING, "expected_months")),
    Sign("C12", "stopping", "the same if a month of war cost Russia .001", _ONE_STEP, "the same",
         lambda: moves_against(STALL, BREAKING, "expected_months", CHEAP), aside=True),
    Sign("C25", "stopping", "the likelier US support ends, the more stalling is worth to Russia", _ONE_STEP,
         "an end of support that Russia does not gain from: no change",
         lambda: moves_with(STALL, ENDS, "value_of_stalling")),
    Sign("C25", "stopping", "the same if a month of war cost Russia .001", _ONE_STEP, "the same",
         lambda: moves_with(STALL, ENDS, "value_of_stalling", CHEAP), aside=True),
    Sign("C25", "stopping", "the likelier US support ends, the longer it waits unless support ends, at .001 a month",
         _ONE_STEP, "the same", lambda: moves_with(STALL, ENDS, "settles_after", CHEAP), aside=True),
    Sign("C11", "attrition", "the less patient Ukraine is, the likelier it gives in at once", _ABREU,
         "values known and both mixing: the side with more to lose wins more often",
         lambda: moves_against(FIRMNESS, PATIENCE, "concedes_at_once.ukraine")),
    Sign("C11", "attrition", "the same if Russia left Ukraine a tenth of the four regions", _ABREU, "the same",
         lambda: moves_against(FIRMNESS, PATIENCE, "concedes_at_once.ukraine", LEAVES), aside=True),
    Sign("C11", "attrition", "the costlier war is to Ukraine, the likelier it gives in at once", _ABREU, "the same",
         lambda: moves_with(FIRMNESS, WEARY, "concedes_at_once.ukraine")),
    Sign("C25", "attrition", "the likelier US support ends, the more holding out is worth to Russia", _ABREU,
         "Russia the weak side: what it gets does not change", lambda: moves_with(FIRMNESS, ENDS, "payoff.russia")),
    Sign("C15", "crisis", "the steeper Russia's cost at home, the more the crisis is worth to it", _HOME,
         "some think war worth more than the prize", lambda: moves_with(CRISIS, HOME, "payoff.russia")),
    Sign("C15", "crisis", "the steeper Russia's cost at home, the less often it backs down at once", _HOME, "the same",
         lambda: moves_against(CRISIS, HOME, "backs_down_at_once.russia")),
)  # fmt: skip

VERDICTS = {
    "C4": "not reproduced at the file's own numbers: in `stopping` a month of war costs Russia more than a month's "
    "wait brings, so that it does not stall over land; where war costs it next to nothing the stall is hump-shaped, "
    "and an offer that looks ahead nearly always prevents it",
    "C5": "reproduced only where aid is the lever that bends more per effort and Russia asks for less than the whole "
    "of the four regions. At the file's own numbers it asks for the whole, whatever the eagerness",
    "C7": "reproduced: a Ukraine that depends more on US aid is never asked for less. At the file's own numbers it is "
    "asked for the whole of the four regions anyway",
    "C9": "in `screening` eagerness never lowers the chance of a deal",
    "C11": "reproduced: a Ukraine that is less patient, or that war costs more, never gives in at once less often. "
    "At the file's own demands only cost counts, since a Russia that leaves nothing gives patience nothing to weigh",
    "C12": "reproduced: the costlier war is to Russia the less it asks for, and the likelier it breaks the sooner it "
    "settles; at the file's own numbers it asks for the whole, and does not stall",
    "C14": "in `screening` the risky demand is made exactly above the critical chance of a weak type",
    "C15": "in `crisis` a steeper cost at home is never worse for Russia, and it backs down at once no more often",
    "C20": "in `screening` the less pressing Kyiv costs, the more Russia asks for, where it does not ask for the whole",
    "C25": "reproduced: the likelier US support ends, the more holding out is worth to Russia, in `stopping` and in "
    "`attrition`. The wait as it comes to pass shortens more often than not, since the event ends it",
    "C29": "reproduced: the more of US aid others make good, the less Russia asks for; at the file's own numbers it "
    "asks for the whole anyway",
    "C30": "in `screening` reproduced in every draw",
}
"""What these models make of the claims that they carry."""
