"""What solves many points at once: backward induction for trees, also with logit choices; for simultaneous games every
pure equilibrium, every equilibrium, or the logit response. Another way to solve batches is one more line in `SOLVERS`.
"""

from collections.abc import Callable

from negosim.errors import UnsolvedError
from negosim.games import ExtensiveFormGame, Game
from negosim.solve import Concept, default_concept
from negosim.solve.concepts.pure_nash import PureNash
from negosim.whatif.answers import can_batch
from negosim.whatif.batch.points import Points
from negosim.whatif.batch.profiles import solve_logit, solve_nash, solve_pure
from negosim.whatif.batch.trees import solve_logit_tree, solve_tree

PointSolver = Callable[[Game, Concept], Points]
"""From a batch of games of one shape, payoffs[point, ...], to what was found at each."""


def solver_of(game: Game, asked: Concept | None) -> tuple[Concept, PointSolver]:
    """Return the concept that a game is solved under at many points, and what solves it.

    Unless another is asked for: pure Nash for a simultaneous game, the tree's own default for a tree. Raises
    UnsolvedError where the game cannot be solved in batches under it.
    """
    kind = "tree" if isinstance(game, ExtensiveFormGame) else "simultaneous game"
    default = default_concept(game) if kind == "tree" else PureNash()
    concept, solvers = asked or default, SOLVERS[kind]
    if not can_batch(game):
        raise UnsolvedError(
            f"{game.name}: what somebody believes depends on what another chooses, so it is not solved at many points "
            "at once; solve it at single ones: negosim solve"
        )
    if concept.name not in solvers:
        raise UnsolvedError(
            f"{game.name}: many points of a {kind} are solved under {' or '.join(solvers)}, not under {concept.name}"
        )
    return concept, solvers[concept.name]


SOLVERS: dict[str, dict[str, PointSolver]] = {
    "tree": {"subgame_perfect": solve_tree, "sequential": solve_tree, "logit": solve_logit_tree},
    "simultaneous game": {"pure_nash": solve_pure, "nash": solve_nash, "logit": solve_logit},
}
"""What solves many points at once, by kind of game and name of the concept; the first is a kind's default."""
