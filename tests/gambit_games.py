"""Random games as Gambit's files can hold them: with labels, outcomes, fractions and shared chance moves."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from negosim.games import Chance
from negosim.games.exact import fractions_beyond_floats
from random_games import normal_forms, trees

WORDS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=6).filter(
    lambda word: not word.endswith("\\")
)
NUMBERS = st.one_of(
    st.fractions(max_denominator=50).filter(lambda number: abs(number) < 10**9),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**6), max_value=10**6).map(Fraction),
    st.floats(allow_nan=False, allow_infinity=False).map(Fraction),
)


def labels(draw, count):
    return tuple(draw(st.lists(WORDS, min_size=count, max_size=count, unique=True)))


def numbers(draw, shape):
    """Draw exact numbers: as floats in this shape, and as the fractions that a game keeps."""
    size = int(np.prod(shape))
    exact = draw(st.lists(NUMBERS, min_size=size, max_size=size))
    return np.reshape([float(number) for number in exact], shape), fractions_beyond_floats(exact)


@st.composite
def labelled_tables(draw):
    """Draw a game in normal form with labels, and perhaps outcomes."""
    game = draw(normal_forms())
    payoffs, exact = numbers(draw, game.payoffs.shape)
    outcomes = (
        tuple(draw(st.lists(WORDS, min_size=payoffs[0].size, max_size=payoffs[0].size))) if draw(st.booleans()) else ()
    )
    actions = tuple(labels(draw, size) for size in game.shape)
    players = labels(draw, len(game.players))
    return replace(game, payoffs=payoffs, players=players, actions=actions, outcomes=outcomes, exact_payoffs=exact)


@st.composite
def labelled_trees(draw):
    """Draw a tree with labels, and perhaps outcomes and probabilities in thirds."""
    game = draw(trees())
    payoffs, exact = numbers(draw, game.payoffs.shape)
    sets = [
        replace(known, label=label, actions=labels(draw, len(known.actions)))
        for known, label in zip(game.information_sets, labels(draw, len(game.information_sets)), strict=True)
    ]
    chance, exact_chance = game.chance, None
    if chance.size and draw(st.booleans()):
        thirds = tuple(Fraction(1 + k % 2, 3) for k in range(chance.size))
        chance, exact_chance = np.array([float(share) for share in thirds]), thirds
    nodes = [replace(n, labels=labels(draw, len(n.labels))) if isinstance(n, Chance) else n for n in game.nodes]
    leaves = len(game.leaves)
    outcomes = tuple(draw(st.lists(WORDS, min_size=leaves, max_size=leaves))) if draw(st.booleans()) else ()
    return replace(
        game,
        nodes=tuple(nodes),
        information_sets=tuple(sets),
        players=labels(draw, len(game.players)),
        payoffs=payoffs,
        outcomes=outcomes,
        chance=chance,
        exact_payoffs=exact,
        exact_chance=exact_chance,
    )
