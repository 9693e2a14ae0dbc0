"""Payoffs as sums of named terms: amounts[..., term] and a fixed design[term, player, profile].

A game holds payoffs only; the terms stand beside it, so that every payoff, and every difference between two payoffs,
can be taken apart into numbers of the scenario.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray


@dataclass(frozen=True)
class Term:
    """One term of payoffs: its player, the path of the number that scales it, its kind, and where it applies.

    `kind` is one of stake, audience, fighting, lever, deal, own, table. `reads` are the paths of all numbers that its
    amount depends on.
    """

    player: int
    path: str
    kind: str
    reads: frozenset[str]


@dataclass(frozen=True, eq=False)
class Terms:
    """The terms of a game: `amounts[..., term]` in units of utility, `design[term, player, profile]` zero or one.

    A profile is a pure profile of a normal form in C order, or a leaf of a tree.
    """

    terms: tuple[Term, ...]
    amounts: FloatArray
    design: FloatArray

    @property
    def payoffs(self) -> FloatArray:
        """The payoffs that the terms add up to: shape (..., players, profiles)."""
        return total_payoffs(self.amounts, self.design)

    def by_path(self, player: int, weights: FloatArray) -> dict[str, float]:
        """Return what each number contributes to a player's payoff, summed over profiles with `weights`.

        With the difference of two distributions over profiles this takes a difference of payoffs apart. Shape
        (profiles,).
        """
        parts: dict[str, float] = {}
        shares = self.design[:, player, :] @ weights
        for term, amount, share in zip(self.terms, self.amounts, shares, strict=True):
            if term.player == player and share:
                parts[term.path] = parts.get(term.path, 0.0) + float(amount * share)
        return parts


def total_payoffs(amounts: FloatArray, design: FloatArray) -> FloatArray:
    """Return payoffs[..., player, profile] = sum over terms of amounts[..., term] * design[term, player, profile]."""
    flat = amounts @ design.reshape(len(design), design.shape[1] * design.shape[2])
    return np.asarray(flat.reshape(*amounts.shape[:-1], *design.shape[1:]))


def design_matrix(owners: Sequence[int], where: Sequence[Sequence[int]], players: int, profiles: int) -> FloatArray:
    """Return design[term, player, profile] from each term's player and the profiles where it applies."""
    design = np.zeros((len(owners), players, profiles))
    for term, (owner, places) in enumerate(zip(owners, where, strict=True)):
        design[term, owner, list(places)] = 1.0
    design.flags.writeable = False
    return design
