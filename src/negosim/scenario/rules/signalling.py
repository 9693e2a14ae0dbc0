"""The rules of a signal: who knows something, who acts on what is said, and what it brings them.

One of three forms: two types with up to four messages and replies, cheap talk on an issue, or effort that tells two
types apart.
"""

# ruff: noqa: RUF012  # pydantic copies defaults

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator

from negosim.scenario.quantity import Key, Months, Number, Part, Row, Share, Size, one_or_more
from negosim.scenario.rules.base import ActorKey, IssueKey, Lack, LeverKey, ModelRules
from negosim.scenario.shared_facts import SharedFacts

Words = Annotated[tuple[str, ...], BeforeValidator(one_or_more, str | tuple[str, ...])]
TWO, MOST = 2, 4


class SignalWord(Row):
    """A type, a message or a reply."""

    name: str | None = None
    """What it is called: a type as an adjective, the others as a verb phrase in the third person."""


class SignalReply(SignalWord):
    """A reply of the receiver."""

    uses: tuple[LeverKey, ...] = ()
    """The levers of the receiver that the reply carries out on the sender."""


class SignalTerm(Row):
    """One term of payoffs: a number of the scenario, or a product of several, where it applies."""

    actor: ActorKey
    """The actor whose payoff it is added to."""
    name: str | None = None
    """What the term is called."""
    when: dict[Literal["type", "message", "reply"], Words] = {}
    """The types, messages and replies with which it applies; all unless said."""
    of: Words = ()
    """The paths of the numbers whose product it is."""
    times: Number = Number(value=1.0)
    """What the product is multiplied by: -1 for a cost; the amount itself where `of` names nothing."""


class EffortType(Part):
    """A type that may take effort to be told apart."""

    worth: Number
    """What it is paid where it is known."""
    cost: Size
    """What a unit of effort costs it."""


class Effort(Part):
    """Two types of the sender, and what effort costs each."""

    high: EffortType
    """The type that would be known."""
    low: EffortType
    """The type that would be taken for it."""
    chance: Share
    """The chance of the high type, as the receiver sees it."""


class SignallingRules(ModelRules):
    """A sender that knows something speaks, and a receiver acts on it."""

    model: Literal["signalling"]
    """The formal model that makes a game of it."""
    sender: ActorKey
    """The actor who knows."""
    receiver: ActorKey
    """The actor who acts."""
    horizon: Months = Months(value=1.0)
    """Months that flows are counted for."""
    types: dict[Key, SignalWord] = {}
    """What the sender may be: two."""
    chance: Share | None = None
    """The chance of the first type; the sender's `obstinate` unless given."""
    messages: dict[Key, SignalWord] = {}
    """What the sender may say or do: two, three or four."""
    replies: dict[Key, SignalReply] = {}
    """What the receiver may do then: two, three or four."""
    terms: dict[Key, SignalTerm] = {}
    """What payoffs are the sum of, beside the levers that replies carry out."""
    talk_about: IssueKey | None = None
    """In place of types: the issue of which the sender knows how far it should go, and says so at no cost."""
    effort: Effort | None = None
    """In place of types: effort that tells two types apart."""

    def lacks(self, facts: SharedFacts) -> Iterator[Lack]:
        """Yield what the signal needs: one of the three forms, whole."""
        forms = [bool(self.types), self.talk_about is not None, self.effort is not None]
        if sum(forms) != 1:
            yield Lack(("model",), "a signal has exactly one of types, talk_about and effort", "keep one of them")
        elif self.types:
            yield from self._two_types(facts)
        elif self.talk_about is not None:
            for word in ("sender", "receiver"):
                actor = getattr(self, word)
                if facts.actors[actor].ideal is None and self.talk_about not in facts.ideals.get(actor, {}):
                    yield Lack((word,), f"{actor} has no ideal on {self.talk_about}", f"give actor {actor} an `ideal:`")

    def _two_types(self, facts: SharedFacts) -> Iterator[Lack]:
        if len(self.types) != TWO:
            fix = "give two; a game of moves with a `private:` number takes more"
            yield Lack(("types",), f"types are {len(self.types)}, not two", fix)
        for word in ("messages", "replies"):
            if not TWO <= (count := len(getattr(self, word))) <= MOST:
                yield Lack((word,), f"{word} are {count}, not from two to four", "give two, three or four")
        if self.chance is None and facts.actors[self.sender].obstinate is None:
            what = f"{self.sender} has no chance of being the first type"
            yield Lack(("sender",), what, f"give the game a `chance:`, or actor {self.sender} `obstinate:`")
        for key, reply in self.replies.items():
            for k, name in enumerate(reply.uses):
                lever = facts.levers[name]
                if (lever.owner, lever.target) != (self.receiver, self.sender):
                    what = f"lever {name} is not one of {self.receiver} on {self.sender}"
                    yield Lack(("replies", key, "uses", k), what, "name one that is")
        yield from self._terms(facts)

    def _terms(self, facts: SharedFacts) -> Iterator[Lack]:
        for key, term in self.terms.items():
            if term.actor not in (self.sender, self.receiver):
                what = f"{term.actor} is neither sender nor receiver"
                yield Lack(("terms", key, "actor"), what, f"name {self.sender} or {self.receiver}")
            for k, path in enumerate(term.of):
                if not _may_hold(facts, path.split(".")):
                    yield Lack(("terms", key, "of", k), f"no number can stand at {path}", "name the path of a number")
            for word, names in term.when.items():
                options = getattr(self, {"type": "types", "message": "messages", "reply": "replies"}[word])
                for k, name in enumerate(names):
                    if name not in options:
                        what = f"{name} is no {word} of this game"
                        yield Lack(("terms", key, "when", word, k), what, f"name one of {', '.join(options)}")


def _may_hold(part: Any, steps: Sequence[str]) -> bool:
    """Whether a number stands at a path, or could: an optional one that is not given counts as nothing."""
    if part is None or not steps:
        return part is None or isinstance(part, Number)
    if isinstance(part, Mapping):
        return steps[0] in part and _may_hold(part[steps[0]], steps[1:])
    if not isinstance(part, BaseModel):
        return False
    fields = {field.alias or name: name for name, field in type(part).model_fields.items()}
    return steps[0] in fields and _may_hold(getattr(part, fields[steps[0]]), steps[1:])
