"""The rules of a truce: how long a breach is punished, and the month's payoffs where they are not made of strikes."""

# ruff: noqa: RUF012  # pydantic copies defaults

from collections.abc import Iterator
from typing import Literal

from negosim.scenario.quantity import Key, Months, Number, Part
from negosim.scenario.rules.base import Lack, ModelRules
from negosim.scenario.shared_facts import SharedFacts


class MonthPayoffs(Part):
    """What a month brings a party: the four payoffs of a prisoner's dilemma."""

    temptation: Number
    """When it strikes alone."""
    reward: Number
    """When both hold their fire."""
    punishment: Number
    """When both strike."""
    sucker: Number
    """When it alone holds its fire."""


class TruceGameRules(ModelRules):
    """The two parties of the scenario's truce hold their fire or strike, month after month."""

    model: Literal["truce"]
    """The formal model that makes a game of it."""
    punishment: Months
    """How many months of strikes a breach brings where punishment is limited."""
    payoffs: dict[Key, MonthPayoffs] = {}
    """Each party's `temptation`, `reward`, `punishment` and `sucker` of a month, in place of what strikes bring."""

    def lacks(self, facts: SharedFacts) -> Iterator[Lack]:
        """Yield what the truce needs: its facts, and strikes of each party on the other, or payoffs."""
        if facts.truce is None:
            yield Lack(("model",), "the scenario has no truce", "add `truce:` with parties, length and monitoring")
            return
        parties = facts.truce.parties
        if self.payoffs:
            yield from self._table(parties, bool(facts.truce.monitoring.blame))
            return
        for party, other in (parties, parties[::-1]):
            strikes = [x for x in facts.levers.values() if (x.owner, x.target) == (party, other)]
            if not any(lever.scales_with == "strikes" for lever in strikes):
                what = f"{party} has no lever on {other} that scales with strikes"
                yield Lack(("model",), what, "add one with `scales_with: strikes`, or give the game `payoffs:`")

    def _table(self, parties: tuple[str, str], has_blame: bool) -> Iterator[Lack]:
        if set(self.payoffs) != set(parties):
            what = f"the payoffs are not those of the truce's parties, {parties[0]} and {parties[1]}"
            yield Lack(("payoffs",), what, "give the payoffs of these two")
        if has_blame:
            what = "blame says how much of the other side's strike is undone, which a table of payoffs does not tell"
            yield Lack(("payoffs",), what, "leave out `truce.monitoring.blame`, or the payoffs")
