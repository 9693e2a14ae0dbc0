"""Batches: what is asked of a game of a scenario, answered at many vectors of its numbers at once."""

from negosim.errors import UsageError, nearest
from negosim.models import compile_moves
from negosim.scenario import Scenario
from negosim.solve import Concept
from negosim.whatif.batch.figure import FigureSubject
from negosim.whatif.batch.moves import MovesSubject
from negosim.whatif.batch.subject import Subject


def subject_of(scenario: Scenario, game: str, asked: Concept | None = None, figure: str = "") -> Subject:
    """Return what is asked of a game: its answer under a concept, or the sign of a named figure.

    Raises UsageError for an unknown figure, and UnsolvedError where the game cannot be solved in batches.
    """
    subject = MovesSubject(compile_moves(scenario, game), asked)
    if not figure:
        return subject
    known = subject.named_figures
    if figure not in known:
        raise UsageError(f"--figure {figure}: `{game}` has no such figure; {nearest(figure, known, 'figures')}")
    return FigureSubject(subject, figure)


__all__ = ["FigureSubject", "MovesSubject", "Subject", "subject_of"]
