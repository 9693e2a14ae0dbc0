"""What there is to report of one game: its result, the reasons, and how firm the answer is. Pages, memo and JSON are
made from it."""

from dataclasses import dataclass, replace
from functools import cached_property

from negosim.errors import UsageError
from negosim.explain import Explanation, explanation
from negosim.games import ExtensiveFormGame, NormalFormGame
from negosim.games.extensive_form import leaf_probabilities
from negosim.games.normal_form import profile_probabilities
from negosim.models import (
    Compiled,
    CompiledModel,
    CompiledMoves,
    ModelConcept,
    compile_game,
    compile_moves,
    models_with,
)
from negosim.report.model_finding import ModelFinding, find_model
from negosim.scenario import Scenario
from negosim.solve import Concept, Equilibrium, Result, solve
from negosim.whatif.flips import Flip
from negosim.whatif.sampling import Firmness, firmness, sampled_paths

_CERTAIN = 1e-9


@dataclass(frozen=True, eq=False)
class Finding:
    """One solved game of a scenario. Reasons and firmness are worked out when they are first asked for."""

    scenario: Scenario
    compiled: CompiledMoves
    result: Result

    @property
    def game(self) -> str:
        """The key of the game."""
        return self.compiled.key

    @cached_property
    def explanations(self) -> tuple[Explanation, ...]:
        """Why each equilibrium holds, and what would flip it."""
        reads = bool(self.compiled.reads)
        count = len(self.result.equilibria)
        return tuple(explanation(self.scenario, self.result, k, flips=reads) for k in range(count))

    @cached_property
    def firmness(self) -> Firmness | None:
        """The share of assumption sets within the stated ranges that gives each answer.

        None where the concept is not the one that assumption sets are solved under: backward induction for a tree, the
        pure equilibria of a simultaneous game.
        """
        tree = isinstance(self.result.game, ExtensiveFormGame)
        drawn = ("subgame_perfect", "sequential") if tree else ("nash", "pure_nash")
        return firmness(self.compiled) if self.result.concept.name in drawn else None

    @cached_property
    def has_ranges(self) -> bool:
        """Whether any number that the game reads states a range."""
        return bool(sampled_paths(self.scenario.numbers, self.compiled.reads))

    @property
    def outcome_flips(self) -> tuple[Flip, ...]:
        """The nearest flips of the first equilibrium's outcome; of the set of outcomes where the game is
        simultaneous."""
        return self.explanations[0].outcome_flips if self.explanations else ()

    def outcomes(self, equilibrium: Equilibrium) -> dict[str, float]:
        """Return the probability of each outcome, likeliest first."""
        shares = outcome_probabilities(self.result, equilibrium)
        return dict(sorted(shares.items(), key=lambda item: -item[1]))

    @property
    def is_searched(self) -> bool:
        """Whether flips of the first equilibrium's outcome were looked for."""
        return bool(self.explanations) and self.explanations[0].is_searched

    @property
    def recorded(self) -> str | None:
        """The outcome on record that this game could lead to, or None."""
        record = self.scenario.facts.record
        if record is None or (record.games and self.game not in record.games):
            return None
        possible = {situation.label for situation in self.compiled.situations}
        return record.outcome if record.outcome in possible else None

    @property
    def chances_of_record(self) -> tuple[float, ...]:
        """The probability of the outcome on record in each equilibrium; empty where there is nothing to compare."""
        if self.recorded is None:
            return ()
        return tuple(self.outcomes(equilibrium).get(self.recorded, 0.0) for equilibrium in self.result.equilibria)

    @property
    def agrees_with_record(self) -> bool | None:
        """Whether every equilibrium leads to the outcome on record for sure; None where there is none to compare."""
        chances = self.chances_of_record
        return all(chance > 1 - _CERTAIN for chance in chances) if chances else None


AnyFinding = Finding | ModelFinding


def find(scenario: Scenario, game: str, concept: Concept | None = None) -> Finding:
    """Solve one game of a scenario under its default concept, or another."""
    compiled = compile_moves(scenario, game)
    return Finding(scenario, compiled, solve(compiled.game(scenario.numbers.base), concept))


def find_any(scenario: Scenario, game: str, concept: Concept | None = None) -> AnyFinding:
    """Solve one game of a scenario, whatever its model. Raises UsageError for a concept that its model has not."""
    compiled = compile_game(scenario, game)
    if not isinstance(compiled, CompiledModel):
        if isinstance(concept, ModelConcept):
            known = ", ".join(models_with(concept.name))
            raise UsageError(f"--concept {concept.name}: {game} is a game of moves, and only games of {known} have it")
        return find(scenario, game, concept)
    if not is_solved_by(compiled, concept):
        assert concept is not None
        known = ", ".join(compiled.CONCEPTS)
        raise UsageError(
            f"--concept {concept.name}: {game} is of the model {compiled.MODEL}, whose concepts are: {known}"
        )
    return find_model(replace(compiled, asked=concept.name) if concept else compiled)


def is_solved_by(compiled: Compiled, concept: Concept | None) -> bool:
    """Whether a concept is one of a game's model; games of moves say themselves which they fit."""
    if isinstance(compiled, CompiledModel):
        return concept is None or concept.name in compiled.CONCEPTS
    return not isinstance(concept, ModelConcept)


def outcome_probabilities(result: Result, equilibrium: Equilibrium) -> dict[str, float]:
    """Return the probability of each named outcome under one profile; empty where a game names none."""
    game = result.game
    if isinstance(game, ExtensiveFormGame):
        ends = leaf_probabilities(game, equilibrium.profile)
    else:
        assert isinstance(game, NormalFormGame)
        ends = profile_probabilities(game, equilibrium.profile)
    shares: dict[str, float] = {}
    for label, share in zip(game.outcomes, ends, strict=False):
        if share > 1e-12:
            shares[label] = shares.get(label, 0.0) + float(share)
    return shares
