"""What concepts of agreement share: they are of bargaining problems, whose frontier they choose a position on."""

from typing import NoReturn

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import FloatArray, Game
from negosim.games.bargaining import BargainingProblem, crossing


def refuse(game: Game, name: str) -> NoReturn:
    """Say that a game with strategies is no bargaining problem."""
    raise UnsolvedError(f"{name} is an agreement on a bargaining problem, and {game.name or 'this game'} has moves")


def proportional(problem: BargainingProblem, scale: FloatArray) -> FloatArray:
    """Return the position at which the players' gains stand in the proportion of scale[..., player]; NaN where the
    range is empty."""
    gains = problem.gains
    lead = gains[..., 1] * scale[..., np.newaxis, 0] - gains[..., 0] * scale[..., np.newaxis, 1]
    return within(problem, crossing(lead, np.zeros(lead.shape[:-1])))


def within(problem: BargainingProblem, position: FloatArray) -> FloatArray:
    """Return positions moved to where both players gain; NaN where there is no such agreement."""
    first, last = problem.ends
    return np.where(problem.is_empty, np.nan, np.clip(position, first, np.maximum(first, last)))


def distance_to_frontier(problem: BargainingProblem, payoffs: FloatArray) -> float:
    """Return how far payoffs of one problem lie from the frontier along player 1's axis: 0 for a Pareto-efficient
    agreement."""
    order = np.argsort(problem.frontier[:, 0], kind="stable")
    on_it = np.interp(payoffs[0], problem.frontier[order, 0], problem.frontier[order, 1])
    return float(abs(payoffs[1] - on_it))
