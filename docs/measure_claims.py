"""Measures how often the sign of each claim that the `moves` model carries holds over the stated ranges of march-2025.

For each claim the number that it is about is swept over its stated range while every other ranged number that the
game reads is drawn from its own (negosim.whatif.sampling; stakes sum to one). A sign holds *weakly* in a draw if
nothing along the sweep goes against it, and *strictly* if something along it also goes its way. Shares are of draws,
so of assumption sets, never chances of an event.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

import numpy as np
from signs import STEPS, Held, Sign, draws, rises, scenario, so, steps

from negosim.games import BoolArray, ExtensiveFormGame, FloatArray, IntArray
from negosim.models import CompiledMoves, compile_moves
from negosim.whatif.answers import PlayTree

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
def compiled(key: str) -> CompiledMoves:
    """One of its games."""
    return compile_moves(scenario(), key)


def played(held: Mapping[str, float] | None = None, key: str = "call") -> Played:
    """Solve a game at all draws, with some numbers held."""
    points = draws().copy()
    for path, value in (held or {}).items():
        points[:, scenario().numbers.index[path]] = value
    return Played(compiled(key), points)


@lru_cache(maxsize=2)
def swept(path: str, key: str = "call", low: float | None = None) -> list[Played]:
    """Solve a game at all draws with one number at each step of its stated range, from `low` where that is given."""
    over = steps(path) if low is None else np.linspace(low, steps(path)[-1], STEPS)
    return [played({path: float(step)}, key) for step in over]


def rising(
    along: Sequence[Played], what: Callable[[Played], FloatArray | IntArray | BoolArray], of: BoolArray | None = None
) -> Held:
    """In which draws something never falls along a sweep, and also rises somewhere."""
    return rises([np.asarray(what(at)) for at in along], of)


def c1() -> Held:
    """The costlier it is for Russia to go on, the fuller the deal."""
    return rising(swept(COST_OF_WAR), lambda at: at.outcome)


def c1_reply(opening: str) -> Held:
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


def c8(path: str = CREDIT, knows: str = "broker / full_ceasefire") -> Held:
    """The larger the penalty for refusing, the more types of Ukraine accept; a negative amount is larger the lower it
    is."""
    along = swept(path, "call_private")
    return rising(along[::-1] if path == CREDIT else along, lambda at: types_that_accept(at, knows))


def types_differ() -> float:
    """In which share of draws Ukraine's types answer a full ceasefire differently."""
    return float(
        np.mean(np.isin(types_that_accept(played(key="call_private"), "broker / full_ceasefire"), [1, 2, 3, 4]))
    )


def c9() -> Held:
    """The nearer a partial deal's value is to a full one's, the less the United States presses Moscow."""
    return rising(swept(PARTIAL), lambda at: ~at.opens("press_moscow", "press_both"))


def c9_where() -> Held:
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


def c15(path: str = HOME_FIXED) -> Held:
    """A steeper cost at home makes Russia ask for more before it stops with a foothold left."""
    return rising(swept(path), reservation_strength)


def c15_outcome(path: str = HOME_FIXED) -> Held:
    """A steeper cost at home never makes the deal fuller."""
    return rising(swept(path), lambda at: -at.outcome)


def c18() -> Held:
    """With Kursk settled, mere brokering still brings no full ceasefire: then something else binds."""
    return so(played({KURSK: 1.0}).outcome_after("broker") < CEASEFIRE)


def c19() -> Held:
    """A large enough fixed cost of any foothold leaves no ceasefire after any opening; strict where there was one
    without."""
    barred = played({HOME_FIXED: PREVAILS})
    free = played({HOME_FIXED: 0.0})
    none = np.all([barred.outcome_after(opening) < CEASEFIRE for opening in OPENINGS], axis=0)
    some = np.any([free.outcome_after(opening) == CEASEFIRE for opening in OPENINGS], axis=0)
    return Held(none, none & some, np.ones_like(none))


def c20() -> Held:
    """A lower US cost of withholding aid never makes the United States press Kyiv less."""
    return rising(swept(THREATEN, low=0.0)[::-1], lambda at: at.opens("press_kyiv", "press_both"))


def worth_of_withheld_aid(at: Played) -> FloatArray:
    """What it is worth to Russia that aid is withheld after Ukraine refuses."""
    withheld, kept = (at.payoff(1, o, "energy_truce", "refuse") for o in ("press_kyiv", "broker"))
    return np.asarray(withheld - kept)


def c24_russia() -> Held:
    """Where both offers would be taken and Russia makes one: it is the ceasefire if and only if pressure exceeds what
    a truce is better by."""
    at = played()
    knows = [f"press_moscow / {offer}" for offer in ("full_ceasefire", "energy_truce")]
    kept = np.all([at.chosen("ukraine", k) == 0 for k in knows], axis=0) & (at.outcome_after("press_moscow") > NOTHING)
    pressed = at[SANCTIONS] > reservation_strength(at)
    agrees = (at.outcome_after("press_moscow") == CEASEFIRE) == pressed
    return Held(agrees, pressed, kept)


def added_value(at: Played) -> FloatArray:
    """What a full ceasefire is worth to the United States above a truce."""
    full, partly = (at.payoff(0, "broker", offer, "accept") for offer in ("full_ceasefire", "energy_truce"))
    return np.asarray(full - partly)


def c24_us() -> Held:
    """Where only pressure on Moscow brings the ceasefire: it is applied if and only if the deal's added value exceeds
    its cost."""
    at = played()
    after = {opening: at.outcome_after(opening) for opening in OPENINGS}
    kept = (after["broker"] == TRUCE) & (after["press_kyiv"] == TRUCE) & (after["press_moscow"] == CEASEFIRE)
    pays = added_value(at) > at["levers.us_sanctions.cost.threaten"]
    agrees = at.opens("press_moscow", "press_both") == pays
    return Held(agrees, pays, kept)


def c30() -> Held:
    """Without any value of a deal the United States puts no pressure on Ukraine; strict where it did with it."""
    without = played({US_WISH: 0.0}).opens("press_kyiv", "press_both")
    with_value = played().opens("press_kyiv", "press_both")
    return Held(~without, with_value & ~without, np.ones_like(without))


def c30_where() -> Held:
    """The same where the level of aid does not move: neither war wears it away nor pressure shifts it."""
    still = {"issues.aid.drift": 0.0, "levers.us_aid.shifts.aid": 0.0}
    without = played({US_WISH: 0.0, **still}).opens("press_kyiv", "press_both")
    with_value = played(still).opens("press_kyiv", "press_both")
    return Held(~without, with_value & ~without, np.ones_like(without))


_REPLY = "u(full) - u(truce) rises in the cost of war by the fighting that a truce leaves (subtraction of named terms)"
_TYPES = "a type accepts iff what it dislikes costs it at most the penalty (subtraction of named terms)"
_PRESS = "pressing adds (1 - partial) value - cost where it turns a truce into a ceasefire and no answer moves"
_NEEDED = "pressure needed = [u(truce) - u(ceasefire)] / what a truce refuses; a cost at home adds to it one for one"
_NEXT = "with Kursk settled Russia stops iff the terms that are left sum to at least 0"
_FOOTHOLD = "u(ceasefire) falls one for one in the fixed cost while any foothold is held, u(truce) does not move"
_WITHHELD = "withheld aid is worth stake x the aid that moves; pressing pays where what it brings exceeds its cost"
_BOTH = "backward induction: each side takes the better of two, so both inequalities decide"
_NO_WISH = "without a value of a deal pressure has a cost and no gain"
_PRESSED = "press_kyiv / full_ceasefire"

SIGNS = (
    Sign("C1", "moves", "the costlier war is to Russia, the fuller its reply to mere brokering", _REPLY,
         "none", lambda: c1_reply("broker")),
    Sign("C1", "moves", "the same of its reply to pressure on Moscow", _REPLY, "none",
         lambda: c1_reply("press_moscow")),
    Sign("C1", "moves", "the same of the outcome", _REPLY,
         "the United States stops pressing once that would end a war that wears aid away", c1),
    Sign("C8", "moves", "the more credit a refusal costs, the more types accept a full ceasefire", _TYPES,
         "where all types accept anyway nothing changes", c8),
    Sign("C8", "moves", "the harder aid bites, the more types accept it when pressed", _TYPES,
         "where all types accept anyway nothing changes", lambda: c8(AID, _PRESSED)),
    Sign("C9", "moves", "the more a partial deal counts, the less Moscow is pressed", _PRESS,
         "a partial deal worth more makes Russia offer less, so that Moscow is pressed", c9),
    Sign("C9", "moves", "the same where no answer moves and pressed Moscow does not settle for a truce", _PRESS,
         "the same", c9_where),
    Sign("C15", "moves", "the higher the fixed cost of a foothold, the more pressure a ceasefire needs", _NEEDED,
         "with Kursk gone no cost of a foothold counts", c15),
    Sign("C15", "moves", "the steeper that cost, the more pressure a ceasefire needs", _NEEDED, "the same",
         lambda: c15(HOME_SLOPE)),
    Sign("C15", "moves", "the higher the fixed cost, the less full the outcome", _NEEDED, "the same", c15_outcome),
    Sign("C18", "moves", "with Kursk settled, something else bars a ceasefire after mere brokering", _NEXT,
         "at the file's own numbers the next condition does not bind", c18),
    Sign("C19", "moves", "a prohibitive fixed cost leaves no ceasefire after any opening", _FOOTHOLD,
         "at the file's own cost, or with Kursk gone, a ceasefire is left", c19),
    Sign("C20", "moves", "the less it costs to threaten Kyiv, the more Kyiv is pressed", _WITHHELD,
         "pressure that would bring nothing: no change", c20),
    Sign("C24", "moves", "Russia offers a ceasefire exactly where pressure exceeds what a truce is better by", _BOTH,
         "where Ukraine refuses one of the offers, or Russia makes none", c24_russia),
    Sign("C24", "moves", "the United States presses Moscow exactly where the added value exceeds the cost", _BOTH,
         "where mere brokering, or pressure on Kyiv, brings as much", c24_us),
    Sign("C30", "moves", "with no value of a deal Kyiv is not pressed", _NO_WISH,
         "pressure that lets war go on wearing aid away", c30),
    Sign("C30", "moves", "the same where neither war nor pressure moves the level of aid", _NO_WISH, "the same",
         c30_where, aside=True),
)  # fmt: skip
