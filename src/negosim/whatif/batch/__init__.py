"""Batches: what is asked of a game of a scenario, answered at many vectors of its numbers at once."""

from negosim.campaign.figures import compile_any
from negosim.errors import UnsolvedError, UsageError, nearest
from negosim.models import CompiledMoves
from negosim.scenario import Scenario
from negosim.solve import Concept
from negosim.whatif.batch.figure import FigureSubject
from negosim.whatif.batch.model import ModelSubject
from negosim.whatif.batch.moves import MovesSubject
from negosim.whatif.batch.subject import Subject


def subject_of(scenario: Scenario, game: str, asked: Concept | None = None, figure: str = "") -> Subject:
    """Return what is asked of a game: its answer under a concept, or the sign of a named figure.

    Raises UsageError for an unknown figure, and UnsolvedError where the game cannot be solved in batches.
    """
    subject = _whole(scenario, game, asked)
    if not figure:
        return subject
    known = subject.named_figures
    if figure not in known:
        raise UsageError(f"--figure {figure}: `{game}` has no such figure; {nearest(figure, known, 'figures')}")
    return FigureSubject(subject, figure)


def _whole(scenario: Scenario, game: str, asked: Concept | None) -> Subject:
    """Return the answer of a game as a subject."""
    compiled = compile_any(scenario, game)
    if isinstance(compiled, CompiledMoves):
        return MovesSubject(compiled, asked)
    if asked is not None and asked.name != compiled.CONCEPTS[0]:
        raise UnsolvedError(
            f"{game}: many points of a game of the model {compiled.MODEL} are solved under {compiled.CONCEPTS[0]}, not "
            f"under {asked.name}"
        )
    return ModelSubject(compiled)


__all__ = ["FigureSubject", "ModelSubject", "MovesSubject", "Subject", "subject_of"]
