"""Reasons as checked objects: each says that one option is worth at least as much as another, and takes the
difference apart.

For a move that the solution reaches, the alternative is the best other option there, with what the others would then
do. Its inequality, payoff(chosen) - payoff(alternative) >= 0, is a sum of named terms, each with the path, the status
and the claim of its number. Where a player mixes in an equilibrium, the difference between two options in use is
zero: the others' mixture makes it indifferent. Under logit response options in use differ, and the better one is only
likelier.

Flips are searched for where every choice is pure and the game can be solved in batches; `Explanation.is_searched`
says so.
"""

from dataclasses import dataclass

import numpy as np

from negosim.explain.ends import ends_from_set, ends_with_action, reach_from
from negosim.games import ExtensiveFormGame, FloatArray, NormalFormGame, Profile
from negosim.models import CompiledMoves, Terms, compile_moves
from negosim.scenario import Scenario
from negosim.solve import Equilibrium, Result
from negosim.solve.backward import induce
from negosim.whatif.answers import can_batch
from negosim.whatif.flips import Flip, nearest_flips
from negosim.whatif.watch import PlayWatch, ReplyWatch, Watch, reached_sets

_NOTHING = 1e-12
_INDIFFERENT = 1e-6
IN_USE = 1e-9
"""Options with less probability than this are not in use."""


@dataclass(frozen=True)
class TermShare:
    """What one number contributes to a difference of payoffs, in units of utility."""

    path: str
    amount: float
    kind: str
    status: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Reply:
    """What an actor would choose at an information set that the alternative leads to."""

    actor: str
    at: str
    option: str
    probability: float


@dataclass(frozen=True)
class Alternative:
    """Another option at the same information set: what it is worth, what it leads to, and what the others would then
    choose. Its worth is the sum of `parts`."""

    option: str
    worth: float
    parts: tuple[TermShare, ...]
    outcomes: tuple[tuple[str, float], ...]
    replies: tuple[Reply, ...]


@dataclass(frozen=True)
class Reason:
    """Why an actor chooses as it does at one information set: worth - alternatives[0].worth = difference = sum of
    terms, and worth = sum of parts.

    `alternatives` are the other options: first the one compared with, then by worth. `flips` are the nearest values of
    single numbers at which this choice changes, nearest first; empty where they were not asked for.
    """

    actor: str
    at: str
    chosen: str
    worth: float
    parts: tuple[TermShare, ...]
    outcomes: tuple[tuple[str, float], ...]
    alternatives: tuple[Alternative, ...]
    terms: tuple[TermShare, ...]
    is_mixed: bool = False
    flips: tuple[Flip, ...] = ()

    @property
    def alternative(self) -> Alternative:
        """The option that the chosen one is compared with: another one in use, else the best other one."""
        return self.alternatives[0]

    @property
    def difference(self) -> float:
        """By how much the chosen option is better, in units of utility."""
        return self.worth - self.alternative.worth

    @property
    def is_indifferent(self) -> bool:
        """Whether it mixes because both options are worth the same to it."""
        return self.is_mixed and abs(self.difference) <= _INDIFFERENT * max(1.0, abs(self.worth))


@dataclass(frozen=True)
class Explanation:
    """The reasons of one solution, and the nearest flips of its outcome.

    Where `is_searched` is false nobody looked for flips: that there are none says nothing.
    """

    reasons: tuple[Reason, ...]
    outcome_flips: tuple[Flip, ...] = ()
    is_searched: bool = False


def explain(scenario: Scenario, result: Result, solution: int = 0, flips: bool = True) -> tuple[Reason, ...]:
    """Return why each actor chooses as it does in one solution of a game that was built from `scenario`.

    Raises ValueError where the result has no such profile.
    """
    return explanation(scenario, result, solution, flips).reasons


def explanation(scenario: Scenario, result: Result, solution: int = 0, flips: bool = True) -> Explanation:
    """Return the reasons of one solution and, where asked for, what would flip its outcome.

    Raises ValueError where the result has no such profile.
    """
    if not 0 <= solution < len(result.equilibria):
        raise ValueError(f"there is no profile {solution}: the result has {len(result.equilibria)}")
    compiled = compile_moves(scenario, result.game.name)
    equilibrium = result.equilibria[solution]
    terms = compiled.terms_at(scenario.numbers.base)
    if isinstance(result.game, ExtensiveFormGame):
        return _explain_tree(compiled, result.game, equilibrium, terms, flips)
    return _explain_profile(compiled, result.game, equilibrium, terms, flips)


def _explain_tree(
    compiled: CompiledMoves, game: ExtensiveFormGame, equilibrium: Equilibrium, terms: Terms, flips: bool
) -> Explanation:
    sets = reached_sets(game, equilibrium)
    found = None
    if flips and _is_pure(equilibrium) and can_batch(game):
        found = _flips(compiled, PlayWatch(compiled, sets, _to_prefer(game, equilibrium)))
    items = found or ((),) * (1 + len(sets))
    reasons = [_tree_reason(compiled, game, equilibrium, terms, k, items[1 + i]) for i, k in enumerate(sets)]
    return Explanation(tuple(reason for reason in reasons if reason), items[0], found is not None)


def _is_pure(equilibrium: Equilibrium) -> bool:
    return all(strategy.max() == 1.0 for strategy in equilibrium.profile)


def _flips(compiled: CompiledMoves, watch: Watch) -> tuple[tuple[Flip, ...], ...]:
    return nearest_flips(compiled.scenario.numbers, sorted(compiled.reads), watch)


def _to_prefer(game: ExtensiveFormGame, equilibrium: Equilibrium) -> Profile:
    """Return the profile that ties must be broken for, none where the first of tied actions is what it takes."""
    first = induce(game).profile
    same = all((own == other).all() for own, other in zip(equilibrium.profile, first, strict=True))
    return () if same else equilibrium.profile


def _tree_reason(
    compiled: CompiledMoves,
    game: ExtensiveFormGame,
    equilibrium: Equilibrium,
    terms: Terms,
    index: int,
    flips: tuple[Flip, ...],
) -> Reason | None:
    known = game.information_sets[index]
    actions = range(len(known.actions))
    ends = [ends_from_set(game, equilibrium, index, action) for action in actions]
    replies = [_replies(game, equilibrium, index, action) for action in actions]
    move = _Move(known.player, known.label, known.actions, equilibrium.profile[index], ends, replies)
    return _reason(compiled, move, terms, flips)


def _explain_profile(
    compiled: CompiledMoves, game: NormalFormGame, equilibrium: Equilibrium, terms: Terms, flips: bool
) -> Explanation:
    found = _flips(compiled, ReplyWatch(compiled, equilibrium)) if flips and _is_pure(equilibrium) else None
    items = found or ((),) * (1 + len(game.players))
    reasons = []
    for player, strategy in enumerate(equilibrium.profile):
        actions = game.actions[player]
        ends = [ends_with_action(game, equilibrium.profile, player, action) for action in range(len(actions))]
        move = _Move(player, "start", actions, strategy, ends, [()] * len(actions))
        reasons.append(_reason(compiled, move, terms, items[1 + player]))
    return Explanation(tuple(reason for reason in reasons if reason), items[0], found is not None)


@dataclass(frozen=True, eq=False)
class _Move:
    """One information set of a solution; `ends[action]` is the distribution over profiles that an action leads to."""

    player: int
    at: str
    actions: tuple[str, ...]
    strategy: FloatArray
    ends: list[FloatArray]
    replies: list[tuple[Reply, ...]]


def _reason(compiled: CompiledMoves, move: _Move, terms: Terms, flips: tuple[Flip, ...]) -> Reason | None:
    """Return the reason at one move, or None where there is nothing to choose."""
    if len(move.actions) < 2:
        return None
    worth = np.array([terms.payoffs[move.player] @ end for end in move.ends])
    chosen = int(move.strategy.argmax())
    ordered = sorted(
        (a for a in range(len(worth)) if a != chosen), key=lambda a: (move.strategy[a] <= IN_USE, -worth[a], a)
    )
    outcomes = [_outcomes(compiled, end) for end in move.ends]
    parts = [term_shares(compiled, terms, move.player, end) for end in move.ends]
    return Reason(
        compiled.players[move.player],
        move.at,
        move.actions[chosen],
        float(worth[chosen]),
        parts[chosen],
        outcomes[chosen],
        tuple(Alternative(move.actions[a], float(worth[a]), parts[a], outcomes[a], move.replies[a]) for a in ordered),
        term_shares(compiled, terms, move.player, move.ends[chosen] - move.ends[ordered[0]]),
        bool(move.strategy.max() < 1.0 - IN_USE),
        flips,
    )


def _outcomes(compiled: CompiledMoves, end: FloatArray) -> tuple[tuple[str, float], ...]:
    """Return the probability of each outcome under a distribution over profiles."""
    shares: dict[str, float] = {}
    for situation, share in zip(compiled.situations, end, strict=True):
        if share > _NOTHING:
            shares[situation.label] = shares.get(situation.label, 0.0) + float(share)
    return tuple(shares.items())


def term_shares(compiled: CompiledMoves, terms: Terms, player: int, weights: FloatArray) -> tuple[TermShare, ...]:
    """Return what each number contributes to a player's payoff summed with `weights` over profiles, largest first."""
    numbers = compiled.scenario.numbers
    kinds = {term.path: term.kind for term in terms.terms}
    parts = [
        TermShare(path, amount, kinds[path], numbers[path].status, numbers[path].claims)
        for path, amount in terms.by_path(player, weights).items()
        if abs(amount) > _NOTHING
    ]
    return tuple(sorted(parts, key=lambda part: (-abs(part.amount), part.path)))


def _replies(game: ExtensiveFormGame, equilibrium: Equilibrium, index: int, action: int) -> tuple[Reply, ...]:
    """Return what is chosen at the information sets that the alternative leads to, in order of play."""
    reach = reach_from(game, equilibrium, index, action)
    found = []
    for k, known in enumerate(game.information_sets):
        mass = sum(reach[number] for number in known.nodes)
        if k != index and mass > _NOTHING:
            strategy = equilibrium.profile[k]
            best = int(strategy.argmax())
            player = game.players[known.player]
            found.append(Reply(player, known.label, known.actions[best], float(strategy[best])))
    return tuple(found)
