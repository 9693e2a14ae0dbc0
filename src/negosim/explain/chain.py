"""The chain of a what-if: how changed numbers work through the moves, from the last mover to the first.

Each link compares the same two options of one actor before and after, at a move that the play reached before; the
difference is split into terms both times, and the terms that moved are named.
"""

from dataclasses import dataclass

import numpy as np

from negosim.explain.ends import ends_from_set, ends_with_action
from negosim.explain.reasons import TermShare, term_shares
from negosim.games import ExtensiveFormGame, FloatArray
from negosim.whatif.compare import Case
from negosim.whatif.watch import reached_sets

_MOVED = 1e-9


@dataclass(frozen=True)
class MovedTerm:
    """One number's share of a difference, before and after, in units of utility."""

    share: TermShare
    before: float
    after: float


@dataclass(frozen=True)
class Link:
    """One actor's comparison of `chosen`, what it chose before, with `other`, at one information set.

    `before` and `after` are payoff(chosen) - payoff(other). `now` is what it chooses after the change.
    """

    actor: str
    at: str
    chosen: str
    other: str
    now: str
    before: float
    after: float
    moved: tuple[MovedTerm, ...]

    @property
    def has_flipped(self) -> bool:
        """Whether the actor chooses something else now."""
        return self.now != self.chosen


def chain(base: Case, changed: Case) -> tuple[Link, ...]:
    """Return a link for each move that the play reached before, last moves first; empty where there is nothing to
    compare.

    Raises ValueError where the two games do not have the same moves.
    """
    if base.equilibrium is None or changed.equilibrium is None:
        return ()
    if _shape(base) != _shape(changed):
        raise ValueError("the two cases do not have the same moves")
    game = base.result.game
    if isinstance(game, ExtensiveFormGame):
        sets = reached_sets(game, base.equilibrium)
        links = [
            _link(base, changed, game.information_sets[k].player, game.information_sets[k].actions, k)
            for k in reversed(sets)
        ]
    else:
        links = [_link(base, changed, k, actions, k) for k, actions in reversed(list(enumerate(game.actions)))]
    return tuple(link for link in links if link is not None)


def _shape(case: Case) -> object:
    game = case.result.game
    if isinstance(game, ExtensiveFormGame):
        return tuple((s.player, s.label, s.actions) for s in game.information_sets)
    return game.actions


def _link(base: Case, changed: Case, player: int, actions: tuple[str, ...], index: int) -> Link | None:
    """Return how one move's comparison changed; `index` counts information sets of a tree, players of a normal form."""
    assert base.equilibrium is not None and changed.equilibrium is not None
    if len(actions) < 2:
        return None
    chosen = int(base.equilibrium.profile[index].argmax())
    now = int(changed.equilibrium.profile[index].argmax())
    other = now if now != chosen else _best_other(base, player, index, chosen)
    before, after = (_shares(case, player, index, chosen, other) for case in (base, changed))
    paths = list(dict.fromkeys([*before, *after]))
    moved = [_moved(path, before.get(path), after.get(path)) for path in paths]
    game = base.result.game
    at = game.information_sets[index].label if isinstance(game, ExtensiveFormGame) else "start"
    return Link(
        game.players[player],
        at,
        actions[chosen],
        actions[other],
        actions[now],
        sum(share.amount for share in before.values()),
        sum(share.amount for share in after.values()),
        tuple(
            sorted(
                (term for term in moved if abs(term.after - term.before) > _MOVED),
                key=lambda t: -abs(t.after - t.before),
            )
        ),
    )


def _moved(path: str, before: TermShare | None, after: TermShare | None) -> MovedTerm:
    share = after or before
    assert share is not None, path
    return MovedTerm(share, before.amount if before else 0.0, after.amount if after else 0.0)


def _ends(case: Case, player: int, index: int, action: int) -> FloatArray:
    game, found = case.result.game, case.equilibrium
    assert found is not None
    if isinstance(game, ExtensiveFormGame):
        return ends_from_set(game, found, index, action)
    return ends_with_action(game, found.profile, player, action)


def _shares(case: Case, player: int, index: int, chosen: int, other: int) -> dict[str, TermShare]:
    terms = case.compiled.terms_at(case.scenario.numbers.base)
    weights = _ends(case, player, index, chosen) - _ends(case, player, index, other)
    return {share.path: share for share in term_shares(case.compiled, terms, player, weights)}


def _best_other(case: Case, player: int, index: int, chosen: int) -> int:
    terms = case.compiled.terms_at(case.scenario.numbers.base)
    assert case.equilibrium is not None
    size = len(case.equilibrium.profile[index])
    worth = np.array([terms.payoffs[player] @ _ends(case, player, index, action) for action in range(size)])
    worth[chosen] = -np.inf
    return int(worth.argmax())
