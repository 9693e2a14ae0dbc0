"""Why a peer's list of equilibria differs: each cause is decided by a check of the game, the profile, or the peer.

Checks, in order, of an isolated equilibrium that is lacking:

- support enumeration pairs supports of one size, so that supports of two sizes are left out; for supports of one size
  its own steps are repeated on these two supports, and the first that says no is the cause;
- vertex enumeration matches one set of labels to each vertex: where the two vertices have more labels between them than
  actions, the game is degenerate there. nashpy's also needs a bounded polytope: no action that always gives the least;
- enumpoly is asked again: what it reports on the supports, and what it finds with a coarser bound on regret, and with
  actions and players numbered the other way round. A dropped root is one on whose supports it reported nothing amiss.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray, NormalFormGame, Profile, payoff_range
from negosim.solve import Result
from negosim.solve.certificate import regret

SAME = 1e-6
"""Profiles nearer than this in every probability are one."""
TIED = 1e-9
Supports = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Verdict:
    """How a peer's list compares: which of ours it lacks, isolated or a corner of a continuum; what of its own has
    regret; how many of its own are equilibria that a list said to be complete lacks; which it lists again."""

    missed: tuple[int, ...] = ()
    corners: tuple[int, ...] = ()
    false: tuple[Profile, ...] = ()
    lacking: int = 0
    twice: tuple[Profile, ...] = ()
    failed: str = ""

    @property
    def kinds(self) -> list[str]:
        """The kinds of disagreement."""
        return [name for name in ("missed", "corners", "false", "lacking", "twice", "failed") if getattr(self, name)]


@dataclass(frozen=True)
class Row:
    """One disagreement. Supports are of the first profile that it is about, numbered from 1, as are the numbers:
    the least probability used, how far the best unused action is from the best, and the determinant of the
    indifference equations, both for payoffs over their range."""

    payoffs: str
    shape: str
    game: int
    peer: str
    what: str
    count: int
    supports: str
    cause: str
    least_probability: str
    least_slack: str
    determinant: str


@dataclass(frozen=True)
class Peer:
    """A solver: the module it needs, and why it may lack an isolated equilibrium."""

    module: str
    for_two: bool
    solve: Callable[[FloatArray], list[Profile]]
    why: Callable[[FloatArray, Profile], str]


def near(one: Profile, other: Profile) -> bool:
    """Whether two profiles are one."""
    return all(float(np.abs(np.asarray(p) - q).max()) < SAME for p, q in zip(one, other, strict=True))


def explained(peer: str, found: Result, verdict: Verdict) -> Iterator[tuple[str, int, str, str, str, str, str]]:
    """Yield what a row says after the peer's name, for each disagreement of one game."""
    game = found.game
    assert isinstance(game, NormalFormGame)
    ours = [e.profile for e in found.equilibria]
    for k in verdict.missed:
        yield "missed", 1, *about(game.payoffs, ours[k], PEERS[peer].why(game.payoffs, ours[k]))
    if verdict.corners:
        sizes = sorted({len(c) for c in found.components if set(c) & set(verdict.corners) and len(c) > 1})
        cause = f"corner of a continuum with {' or '.join(map(str, sizes))} extreme points"
        yield "corners", len(verdict.corners), "", cause, "", "", ""
    for profile in verdict.false:
        yield "false", 1, *about(game.payoffs, profile, _why_false(peer, regret(game, profile)))
    if verdict.lacking:
        yield "lacking", verdict.lacking, "", "an equilibrium that the complete list here lacks", "", "", ""
    for profile in verdict.twice:
        yield "twice", 1, *about(game.payoffs, profile, _why_twice(game.payoffs, profile))
    if verdict.failed:
        yield "failed", 1, "", _why_it_failed(peer, game.payoffs, verdict.failed), "", "", ""


def _why_false(peer: str, gap: float) -> str:
    """Say why a profile that is no equilibrium is listed: nashpy's vertices have the labels that np.isclose sees."""
    close = "; labels are compared to a relative 1e-5" if peer.startswith("nashpy vertex") and gap < 1e-5 else ""
    return f"no equilibrium: regret {gap:.2g}{close or '; not explained'}"


def _why_twice(payoffs: FloatArray, profile: Profile) -> str:
    """Say why a profile is listed again."""
    if len(profile) == 2 and is_degenerate(payoffs, profile):
        return "degenerate: reached again from another of the vertex's sets of labels or with another support"
    return (
        "an unused best reply: reached again from larger supports"
        if is_degenerate(payoffs, profile)
        else "not explained"
    )


def about(payoffs: FloatArray, profile: Profile, cause: str) -> tuple[str, str, str, str, str]:
    """Return a profile's supports, the cause, and its numbers."""
    used = supports(profile)
    names = " ".join("".join(str(k + 1) for k in own) for own in used)
    least = min(float(own[own > TIED].min()) for own in profile)
    slack = least_slack(payoffs, profile)
    return (
        names,
        cause,
        f"{least:.3g}",
        "" if np.isinf(slack) else f"{slack:.3g}",
        f"{determinant(payoffs, profile):.3g}",
    )


def supports(profile: Profile) -> Supports:
    """Return the actions used."""
    return tuple(tuple(np.flatnonzero(own > TIED).tolist()) for own in profile)


def least_slack(payoffs: FloatArray, profile: Profile) -> float:
    """Return how much worse the best unused action is than the best, over the range; infinity if all are used."""
    slacks = [np.inf]
    for player, used in enumerate(supports(profile)):
        worth = worth_of_actions(payoffs, profile, player)
        unused = np.delete(worth, used)
        span = float(payoff_range(payoffs[player])) or 1.0
        slacks += ((worth.max() - unused) / span + 0.0).tolist()
    slack = float(min(slacks))
    return 0.0 if slack < 1e-12 else slack


def determinant(payoffs: FloatArray, profile: Profile) -> float:
    """Return the determinant of the equations by which each player is indifferent among what it uses."""
    used = supports(profile)
    free = [(player, k) for player, own in enumerate(used) for k in own[:-1]]
    jacobian = np.zeros((len(free), len(free)))
    for row, (player, action) in enumerate(free):
        span = float(payoff_range(payoffs[player])) or 1.0
        for column, (other, k) in enumerate(free):
            if other == player:
                continue
            change = np.zeros(payoffs.shape[1 + other])
            change[[k, used[other][-1]]] = 1.0, -1.0
            moved = worth_of_actions(payoffs, (*profile[:other], change, *profile[other + 1 :]), player)
            jacobian[row, column] = (moved[action] - moved[used[player][-1]]) / span
    return float(np.linalg.det(jacobian)) if free else 1.0


def worth_of_actions(payoffs: FloatArray, profile: Profile, player: int) -> FloatArray:
    """Return what each action of a player gives it against the others."""
    value = np.moveaxis(payoffs[player], player, 0)
    for other in reversed([k for k in range(len(profile)) if k != player]):
        value = value @ profile[other]
    return value


def is_degenerate(payoffs: FloatArray, profile: Profile) -> bool:
    """Whether an unused action is a best reply or, with two players, the supports are of two sizes."""
    sizes = {len(own) for own in supports(profile)}
    return least_slack(payoffs, profile) == 0 or (len(profile) == 2 and len(sizes) > 1)


# Support enumeration


def why_supports(payoffs: FloatArray, profile: Profile) -> str:
    """Say which step of QuantEcon's support enumeration leaves an equilibrium out."""
    rows, columns = supports(profile)
    if len(rows) != len(columns):
        return f"supports of two sizes {len(rows)} and {len(columns)}: only those of one size are looked at"
    for table, own, other in ((payoffs[0], rows, columns), (payoffs[1].T, columns, rows)):
        size = len(own)
        system = np.ones((size + 1, size + 1))
        system[:size, :size] = table[np.ix_(own, other)]
        system[:size, size], system[size, size] = -1.0, 0.0
        if abs(np.linalg.det(system)) < TIED:
            return "the equations of its supports have many solutions"
        solved = np.linalg.solve(system, np.eye(size + 1)[-1])
        gap = float((table[:, list(other)] @ solved[:-1]).max() - solved[-1])
        if gap > 0:
            return f"a tie tested exactly: an unused best reply seems better by {gap:.2g}"
    return "not explained"


def why_nashpy_supports(payoffs: FloatArray, profile: Profile) -> str:
    """Say which step of nashpy's support enumeration leaves an equilibrium out, by taking the steps."""
    from nashpy.algorithms import support_enumeration as theirs

    rows, columns = supports(profile)
    if len(rows) != len(columns):
        return f"supports of two sizes {len(rows)} and {len(columns)}: their equations are not square"
    pair = []
    for table, own, other in ((payoffs[1].T, columns, rows), (payoffs[0], rows, columns)):
        found = theirs.solve_indifference(table, own, other)
        if found is False:
            return _rounded_solution(table, own, other)
        if not theirs.obey_support(found, other):
            outside = max(found[k] for k in range(len(found)) if k not in other)
            return f"rounding: an unused action gets {outside:.2g} and its bound is 1e-16"
        pair.append(found)
    if not theirs.is_ne(tuple(pair), (rows, columns), (payoffs[0], payoffs[1])):
        tables = (payoffs[0] @ pair[1], rows), (payoffs[1].T @ pair[0], columns)
        gap = max(float(worth.max() - worth[list(own)].max()) for worth, own in tables)
        return f"a tie tested exactly: an unused best reply seems better by {gap:.2g}"
    return "not explained"


def _rounded_solution(table: FloatArray, own: tuple[int, ...], other: tuple[int, ...]) -> str:
    """Say why nashpy's equations have no solution that it accepts: singular, or a probability below 0 by rounding."""
    picked = table[list(own)]
    rows = [*(picked - np.roll(picked, 1, axis=0))[:-1]]
    rows += [np.eye(table.shape[1])[k] for k in range(table.shape[1]) if k not in other]
    rows.append(np.ones(table.shape[1]))
    try:
        least = float(np.linalg.solve(np.array(rows), np.eye(len(rows))[-1]).min())
    except np.linalg.LinAlgError:
        return "the equations of its supports have many solutions"
    return f"rounding: an unused action gets {least:.2g} and is tested for >= 0 exactly"


# Vertex enumeration


def why_vertices(payoffs: FloatArray, profile: Profile) -> str:
    """Say why QuantEcon's vertex enumeration lacks an equilibrium."""
    if is_degenerate(payoffs, profile):
        return "degenerate: a vertex has more labels than dimensions and only sets of as many labels are matched"
    return "not explained"


def why_nashpy_vertices(payoffs: FloatArray, profile: Profile) -> str:
    """Say why nashpy's vertex enumeration lacks an equilibrium."""
    unbounded = _unbounded(payoffs)
    return unbounded or "not explained"


def _unbounded(payoffs: FloatArray) -> str:
    """Say whether a player's action always gives the other its least payoff, 0 after nashpy's shift."""
    shifted = [table + abs(table.min()) if table.min() < 0 else table for table in payoffs]
    if (shifted[0] == 0).all(axis=0).any() or (shifted[1] == 0).all(axis=1).any():
        return "an unbounded polytope: against some action the other's payoffs are all the least one"
    return ""


def _why_it_failed(peer: str, payoffs: FloatArray, error: str) -> str:
    why = _unbounded(payoffs) if peer.startswith("nashpy vertex") else ""
    return f"{error}; {why or 'not explained'}"


# enumpoly


def why_enumpoly(payoffs: FloatArray, profile: Profile) -> str:
    """Say what enumpoly reports on the supports of an equilibrium that it lacks, and what finds it after all."""
    import pygambit

    game = pygambit.StrategicGame.from_arrays(*payoffs)
    events: dict[Supports, list[str]] = {}

    def note(event) -> None:
        used = tuple(
            tuple(k for k, s in enumerate(game.get_strategies(p)) if s in event.support[p]) for p in game.players
        )
        events.setdefault(used, []).append(type(event).__name__.removeprefix("EnumPoly").removesuffix("SupportEvent"))

    pygambit.nash.enumpoly_solve(game, event_callback=note)
    said = events.get(supports(profile), [])
    if "Singular" in said:
        return "supports reported as singular and left"
    if "BudgetExceeded" in said:
        return "budget of boxes used up on its supports (reported)"
    if not said:
        return "its supports were never looked at"
    loose = _profiles(game, pygambit.nash.enumpoly_solve(game, maxregret=1e-3).equilibria)
    if any(near(profile, p) for p in loose):
        return "found with regret above its bound of 1e-8 and dropped"
    return f"root dropped; {_in_another_order(payoffs, profile)}"


def _in_another_order(payoffs: FloatArray, profile: Profile) -> str:
    """Say whether enumpoly finds an equilibrium when actions, or players, are numbered the other way round."""
    players = len(profile)
    if any(
        near(profile, tuple(own[::-1] for own in p)) for p in gambit_enumpoly(np.flip(payoffs, range(1, players + 1)))
    ):
        return "found with the actions reversed"
    turned = np.transpose(payoffs[::-1], (0, *range(players, 0, -1)))
    if any(near(profile, p[::-1]) for p in gambit_enumpoly(turned)):
        return "found with the players reversed"
    return "not found with actions or players reversed"


# The peers


def nashpy_supports(payoffs: FloatArray) -> list[Profile]:
    import nashpy

    return list(nashpy.Game(*payoffs).support_enumeration())


def nashpy_vertices(payoffs: FloatArray) -> list[Profile]:
    import nashpy

    return list(nashpy.Game(*payoffs).vertex_enumeration())


def quantecon_supports(payoffs: FloatArray) -> list[Profile]:
    from quantecon.game_theory import support_enumeration

    return list(support_enumeration(_quantecon(payoffs)))


def quantecon_vertices(payoffs: FloatArray) -> list[Profile]:
    from quantecon.game_theory import vertex_enumeration

    return list(vertex_enumeration(_quantecon(payoffs)))


def gambit_enummixed(payoffs: FloatArray) -> list[Profile]:
    import pygambit

    game = pygambit.StrategicGame.from_arrays(*payoffs)
    return _profiles(game, pygambit.nash.enummixed_solve(game, rational=False).equilibria)


def gambit_enumpoly(payoffs: FloatArray) -> list[Profile]:
    import pygambit

    game = pygambit.StrategicGame.from_arrays(*payoffs)
    return _profiles(game, pygambit.nash.enumpoly_solve(game).equilibria)


def _quantecon(payoffs: FloatArray):
    from quantecon.game_theory import NormalFormGame as Theirs
    from quantecon.game_theory import Player

    return Theirs((Player(payoffs[0]), Player(payoffs[1].T)))


def _profiles(game, equilibria) -> list[Profile]:
    return [
        tuple(np.array([float(profile[p][s]) for s in game.get_strategies(p)]) for p in game.players)
        for profile in equilibria
    ]


def _not_explained(payoffs: FloatArray, profile: Profile) -> str:
    return "not explained"


PEERS = {
    "nashpy support enumeration": Peer("nashpy", True, nashpy_supports, why_nashpy_supports),
    "nashpy vertex enumeration": Peer("nashpy", True, nashpy_vertices, why_nashpy_vertices),
    "QuantEcon support enumeration": Peer("quantecon", True, quantecon_supports, why_supports),
    "QuantEcon vertex enumeration": Peer("quantecon", True, quantecon_vertices, why_vertices),
    "Gambit enummixed": Peer("pygambit", True, gambit_enummixed, _not_explained),
    "Gambit enumpoly": Peer("pygambit", False, gambit_enumpoly, why_enumpoly),
}
