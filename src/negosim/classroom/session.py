"""A session: one student plays one actor. It asks questions one at a time, takes answers, and ends with a debriefing.

A session never changes; an answer makes a new one. So whatever has been answered can be kept at any moment.
"""

from dataclasses import dataclass
from typing import Any, Literal, Protocol


@dataclass(frozen=True)
class Question:
    """What is asked next: `options` are the keys to answer with, `shown` what they are called.

    A prediction may be left open. A `number` has no options: any from 0 to 1 will do.
    """

    kind: Literal["predict", "choose", "number"]
    text: str
    options: tuple[str, ...]
    shown: tuple[str, ...]


class Session(Protocol):
    """One play of one actor."""

    @property
    def opening(self) -> list[str]:
        """What is told before the first question."""

    @property
    def news(self) -> list[str]:
        """What is told before the next question: what the actor has seen."""

    @property
    def question(self) -> Question | None:
        """What is asked next; None when the play is over."""

    def answered(self, option: str | None) -> "Session":
        """Return the session after an answer; None leaves a prediction open."""

    @property
    def result(self) -> list[str]:
        """What is told when the play is over: points, the best reply, and how the predictions compare."""

    @property
    def reasons(self) -> list[str]:
        """Why the best reply was better, in terms."""

    @property
    def record(self) -> dict[str, Any]:
        """The play so far as one line of a log."""
