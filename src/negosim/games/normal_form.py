"""Games in normal form: players choose at once, and payoffs depend on everybody's choice.

A game of n players with finite action sets A_1, ..., A_n and payoffs u_i: A_1 x ... x A_n -> R
(von Neumann and Morgenstern 1944; Nash 1951). A mixed profile s gives player i the expectation of u_i
under the product of the s_j.
"""

import string
from dataclasses import dataclass, field

import numpy as np

from negosim.games.arrays import FloatArray, Profile, frozen
from negosim.games.exact import Fractions, check_fractions
from negosim.games.origin import Origin


@dataclass(frozen=True, eq=False)
class NormalFormGame:
    """A finite game in normal form, immutable.

    `payoffs[..., player, a0, a1, ...]` in units of utility; leading axes are a batch of games of one shape.
    `actions[player]` names the player's actions. `outcomes`, if not empty, names what each profile leads to, in
    C order of the profiles. `exact_payoffs`, where floats cannot hold what a file gives, are the same numbers as
    fractions. Raises ValueError where shapes and names do not fit or a payoff is not finite.

    >>> game = NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])
    >>> game.players, game.shape
    (('1', '2'), (2, 2))
    """

    payoffs: FloatArray
    players: tuple[str, ...] = ()
    actions: tuple[tuple[str, ...], ...] = ()
    outcomes: tuple[str, ...] = ()
    name: str = "game"
    origin: Origin = field(default_factory=Origin)
    exact_payoffs: Fractions | None = None

    def __post_init__(self) -> None:
        payoffs = frozen(self.payoffs)
        count = _number_of_players(payoffs, len(self.players) or len(self.actions))
        shape = payoffs.shape[payoffs.ndim - count :]
        players = tuple(self.players) or tuple(str(i + 1) for i in range(count))
        actions = tuple(map(tuple, self.actions)) or tuple(tuple(str(a + 1) for a in range(m)) for m in shape)
        if tuple(map(len, actions)) != shape:
            raise ValueError(f"actions name {tuple(map(len, actions))} actions, payoffs have {shape}")
        if not payoffs.size or not np.isfinite(payoffs).all():
            raise ValueError("every player needs an action, and every payoff must be finite")
        if self.outcomes and len(self.outcomes) != int(np.prod(shape)):
            raise ValueError(f"{len(self.outcomes)} outcomes are named for {int(np.prod(shape))} profiles")
        check_fractions(payoffs, self.exact_payoffs)
        for attribute, value in (("payoffs", payoffs), ("players", players), ("actions", actions)):
            object.__setattr__(self, attribute, value)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of actions of each player."""
        return tuple(map(len, self.actions))


def _number_of_players(payoffs: FloatArray, named: int) -> int:
    """Return n, from the names or, where none are given, from an array with exactly one player axis before n axes."""
    count = named or payoffs.ndim - 1
    if count < 1 or payoffs.ndim < count + 1 or payoffs.shape[payoffs.ndim - count - 1] != count:
        raise ValueError(
            f"payoffs of shape {payoffs.shape} are no payoffs[..., player, a0, a1, ...] of {count} players"
        )
    return count


def action_payoffs(game: NormalFormGame, profile: Profile, player: int) -> FloatArray:
    """Return the expected payoff of each action of `player` when the others play `profile`: shape (..., actions).

    >>> game = NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])
    >>> action_payoffs(game, (np.array([.6, .4]), np.array([.4, .6])), 0)
    array([1.2, 1.2])
    """
    letters = string.ascii_lowercase[: len(game.players)]
    own = letters[player]
    others = [j for j in range(len(game.players)) if j != player]
    inputs = ",".join(["..." + letters, *("..." + letters[j] for j in others)])
    tensor = np.take(game.payoffs, player, axis=-1 - len(letters))
    return np.asarray(np.einsum(f"{inputs}->...{own}", tensor, *(profile[j] for j in others)), dtype=np.float64)


def expected_payoffs(game: NormalFormGame, profile: Profile) -> FloatArray:
    """Return each player's expected payoff under a mixed profile: shape (..., players)."""
    return np.stack(
        [np.sum(action_payoffs(game, profile, i) * profile[i], axis=-1) for i in range(len(game.players))], axis=-1
    )


def profile_probabilities(game: NormalFormGame, profile: Profile) -> FloatArray:
    """Return the probability of each pure profile, in C order: shape (..., profiles)."""
    joint = np.ones(1)
    for strategy in profile:
        joint = joint[..., np.newaxis] * strategy[..., np.newaxis, :]
        joint = joint.reshape(*joint.shape[:-2], -1)
    return joint
