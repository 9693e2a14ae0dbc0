"""Measures how often the sign of each claim that the `moves` model carries holds over the stated ranges of march-2025.

For each claim the number that it is about is swept over its stated range while every other ranged number that the
game reads is drawn from its own (negosim.whatif.sampling; stakes sum to one). A sign holds *weakly* in a draw if
nothing along the sweep goes against it, and *strictly* if something along it also goes its way. Shares are of draws,
so of assumption sets, never chances of an event.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from negosim.games import BoolArray, ExtensiveFormGame, FloatArray, IntArray
from negosim.models import CompiledMoves, compile_game
from negosim.scenario import Scenario, read
from negosim.whatif.answers import PlayTree
from negosim.whatif.sampling import draw, sampled_paths

DRAWS, STEPS, SEED = 1500, 9, 1
NOTHING, TRUCE, CEASEFIRE = 0, 1, 2
FULLNESS = {"fighting_on": NOTHING, "energy_truce": TRUCE, "full_ceasefire": CEASEFIRE}
OPENINGS = ("broker", "press_kyiv", "press_moscow", "press_both")
COST_OF_WAR = "actors.russia.cost_of_fighting"
US_WISH = "actors.us.value_of_deal"
PARTIAL = "outcomes.energy_truce.deal"
HOME_FIXED, HOME_SLOPE = "audience.russia.kursk.fixed", "audience.russia.kursk.slope"
KURSK = "issues.kursk.status_quo"
SANCTIONS, REFUSED = "levers.us_sanctions.strength", "games.call.moves.reply.options.energy_truce.refuses"
AID, WITHHOLD, THREATEN = "levers.us_aid.strength", "levers.us_aid.cost.use", "levers.us_aid.cost.threaten"
CREDIT = "games.call.terms.own_offer.amount"
PREVAILS = 10.0
"""A fixed cost at home far above all else that Russia counts."""


@dataclass(frozen=True)
class Share:
    """In which share of draws a sign holds weakly, and strictly; `of` says of which draws, and what share of all they
    are."""

    weak: float
    strict: float
    of: float = 1.0


class Played:
    """One game of march-2025 solved at many points: what is chosen, and what every reply leads to."""

    def __init__(self, game: CompiledMoves, values: FloatArray) -> None:
        solved = game.game(values)
        assert isinstance(solved, ExtensiveFormGame)
        self.tree, self.values, self.numbers = PlayTree(solved), values, game.scenario.numbers
        self.sets = {(solved.players[s.player], s.label): k for k, s in enumerate(solved.information_sets)}
        self.ends = {tuple(end.made.values()): k for k, end in enumerate(game.situations)}

    def __getitem__(self, path: str) -> FloatArray:
        return np.asarray(self.values[:, self.numbers.index[path]])

    def chosen(self, actor: str, knows: str = "start") -> IntArray:
        """The option taken at a move, by its place in the file."""
        return np.asarray(self.tree.choices[:, self.sets[actor, knows]])

    def opens(self, *options: str) -> BoolArray:
        """Whether the United States opens with one of these options."""
        return np.isin(self.chosen("us"), [OPENINGS.index(option) for option in options])

    def outcome_after(self, opening: str) -> IntArray:
        """What an opening leads to, by fullness."""
        reply = self.chosen("russia", opening)
        taken = [self.chosen("ukraine", f"{opening} / {offer}") == 0 for offer in ("full_ceasefire", "energy_truce")]
        full, partly = (reply == 0) & taken[0], (reply == 1) & taken[1]
        return np.where(full, CEASEFIRE, np.where(partly, TRUCE, NOTHING))

    @property
    def outcome(self) -> IntArray:
        """The outcome, by fullness."""
        return np.array([FULLNESS[label] for label in self.tree.answers.labels])[self.tree.answers.index]

    def payoff(self, player: int, *made: str) -> FloatArray:
        """A player's payoff at the end of one history."""
        return np.asarray(self.tree.game.payoffs[:, player, self.ends[made]])


@cache
def scenario() -> Scenario:
    """The scenario as shipped."""
    return read("march-2025")


@cache
def compiled(key: str) -> CompiledMoves:
    """One of its games."""
    return compile_game(scenario(), key)


@cache
def draws(key: str) -> FloatArray:
    """Assumption sets from the stated ranges."""
    numbers = scenario().numbers
    return draw(numbers, sampled_paths(numbers, compiled(key).reads), DRAWS, np.random.default_rng(SEED))


def played(held: Mapping[str, float] | None = None, key: str = "call") -> Played:
    """Solve a game at all draws, with some numbers held."""
    points = draws(key).copy()
    for path, value in (held or {}).items():
        points[:, scenario().numbers.index[path]] = value
    return Played(compiled(key), points)


@lru_cache(maxsize=2)
def swept(path: str, key: str = "call", low: float | None = None) -> list[Played]:
    """Solve a game at all draws with one number at each step of its stated range, from `low` where that is given."""
    quantity = scenario().numbers[path].quantity
    assert quantity.low is not None and quantity.high is not None
    steps = np.linspace(quantity.low if low is None else low, quantity.high, STEPS)
    return [played({path: float(step)}, key) for step in steps]


def rising(
    along: Sequence[Played], what: Callable[[Played], FloatArray | IntArray | BoolArray], of: BoolArray | None = None
) -> Share:
    """In which share of draws something never falls along a sweep, and also rises somewhere."""
    steps = np.diff(np.stack([np.asarray(what(at), dtype=np.float64) for at in along]), axis=0)
    weak = np.asarray((steps >= -1e-12).all(axis=0))
    strict = weak & (steps > 1e-12).any(axis=0)
    kept = np.ones(weak.shape, dtype=np.bool_) if of is None else of
    return Share(float(weak[kept].mean()), float(strict[kept].mean()), float(kept.mean()))


def c1() -> Share:
    """The costlier it is for Russia to go on, the fuller the deal."""
    return rising(swept(COST_OF_WAR), lambda at: at.outcome)


def c1_reply(opening: str) -> Share:
    """The same of what Russia's reply to one opening leads to."""
    return rising(swept(COST_OF_WAR), lambda at: at.outcome_after(opening))


@cache
def accepting() -> tuple[str, ...]:
    """What Ukraine may know when it answers in call_private, its type left out."""
    return tuple(
        dict.fromkeys(
            label.split(" / ", 1)[1] for actor, label in played(key="call_private").sets if actor == "ukraine"
        )
    )


def types_that_accept(at: Played, knows: str) -> IntArray:
    """How many of Ukraine's five types accept at one move."""
    return np.asarray(np.sum([at.chosen("ukraine", f"type={k}_of_5 / {knows}") == 0 for k in range(1, 6)], axis=0))


def c8(path: str = CREDIT, knows: str = "broker / full_ceasefire") -> Share:
    """The larger the penalty for refusing, the more types of Ukraine accept; a negative amount is larger the lower it
    is."""
    along = swept(path, "call_private")
    return rising(along[::-1] if path == CREDIT else along, lambda at: types_that_accept(at, knows))


def types_differ() -> float:
    """In which share of draws Ukraine's types answer a full ceasefire differently."""
    return float(
        np.mean(np.isin(types_that_accept(played(key="call_private"), "broker / full_ceasefire"), [1, 2, 3, 4]))
    )


def c9() -> Share:
    """The nearer a partial deal's value is to a full one's, the less the United States presses Moscow."""
    return rising(swept(PARTIAL), lambda at: ~at.opens("press_moscow", "press_both"))


def c9_where() -> Share:
    """The same where nobody's answer depends on that value, and no pressure on Moscow ends in an energy truce."""
    along = swept(PARTIAL)
    fixed = np.all([(at.tree.choices[:, 1:] == along[0].tree.choices[:, 1:]).all(axis=1) for at in along], axis=0)
    for opening in ("press_moscow", "press_both"):
        fixed &= along[0].outcome_after(opening) != TRUCE
    return rising(along, lambda at: ~at.opens("press_moscow", "press_both"), fixed)


def reservation_strength(at: Played) -> FloatArray:
    """The least strength of sanctions that makes a ceasefire worth as much to Russia as a truce, after pressure on
    Moscow alone."""
    apart = at.payoff(1, "broker", "energy_truce", "accept") - at.payoff(1, "broker", "full_ceasefire", "accept")
    return np.asarray(apart / at[REFUSED])


def c15(path: str = HOME_FIXED) -> Share:
    """A steeper cost at home makes Russia ask for more before it stops with a foothold left."""
    return rising(swept(path), reservation_strength)


def c15_outcome(path: str = HOME_FIXED) -> Share:
    """A steeper cost at home never makes the deal fuller."""
    return rising(swept(path), lambda at: -at.outcome)


def c18() -> Share:
    """With Kursk settled, mere brokering still brings no full ceasefire: then something else binds."""
    binds = float((played({KURSK: 1.0}).outcome_after("broker") < CEASEFIRE).mean())
    return Share(binds, binds)


def c19() -> Share:
    """A large enough fixed cost of any foothold leaves no ceasefire after any opening; strict where there was one
    without."""
    barred = played({HOME_FIXED: PREVAILS})
    free = played({HOME_FIXED: 0.0})
    none = np.all([barred.outcome_after(opening) < CEASEFIRE for opening in OPENINGS], axis=0)
    some = np.any([free.outcome_after(opening) == CEASEFIRE for opening in OPENINGS], axis=0)
    return Share(float(none.mean()), float((none & some).mean()))


def c20() -> Share:
    """A lower US cost of withholding aid never makes the United States press Kyiv less."""
    return rising(swept(THREATEN, low=0.0)[::-1], lambda at: at.opens("press_kyiv", "press_both"))


def worth_of_withheld_aid(at: Played) -> FloatArray:
    """What it is worth to Russia that aid is withheld after Ukraine refuses."""
    withheld, kept = (at.payoff(1, o, "energy_truce", "refuse") for o in ("press_kyiv", "broker"))
    return np.asarray(withheld - kept)


def c24_russia() -> Share:
    """Where both offers would be taken and Russia makes one: it is the ceasefire if and only if pressure exceeds what
    a truce is better by."""
    at = played()
    knows = [f"press_moscow / {offer}" for offer in ("full_ceasefire", "energy_truce")]
    kept = np.all([at.chosen("ukraine", k) == 0 for k in knows], axis=0) & (at.outcome_after("press_moscow") > NOTHING)
    pressed = at[SANCTIONS] > reservation_strength(at)
    agrees = (at.outcome_after("press_moscow") == CEASEFIRE) == pressed
    return Share(float(agrees[kept].mean()), float(pressed[kept].mean()), float(kept.mean()))


def added_value(at: Played) -> FloatArray:
    """What a full ceasefire is worth to the United States above a truce."""
    full, partly = (at.payoff(0, "broker", offer, "accept") for offer in ("full_ceasefire", "energy_truce"))
    return np.asarray(full - partly)


def c24_us() -> Share:
    """Where only pressure on Moscow brings the ceasefire: it is applied if and only if the deal's added value exceeds
    its cost."""
    at = played()
    after = {opening: at.outcome_after(opening) for opening in OPENINGS}
    kept = (after["broker"] == TRUCE) & (after["press_kyiv"] == TRUCE) & (after["press_moscow"] == CEASEFIRE)
    pays = added_value(at) > at["levers.us_sanctions.cost.threaten"]
    agrees = at.opens("press_moscow", "press_both") == pays
    return Share(float(agrees[kept].mean()), float(pays[kept].mean()), float(kept.mean()))


def c30() -> Share:
    """Without any value of a deal the United States puts no pressure on Ukraine; strict where it did with it."""
    without = played({US_WISH: 0.0}).opens("press_kyiv", "press_both")
    with_value = played().opens("press_kyiv", "press_both")
    return Share(float((~without).mean()), float((with_value & ~without).mean()))


def c30_where() -> Share:
    """The same where the level of aid does not move: neither war wears it away nor pressure shifts it."""
    still = {"issues.aid.drift": 0.0, "levers.us_aid.shifts.aid": 0.0}
    without = played({US_WISH: 0.0, **still}).opens("press_kyiv", "press_both")
    with_value = played(still).opens("press_kyiv", "press_both")
    return Share(float((~without).mean()), float((with_value & ~without).mean()))
