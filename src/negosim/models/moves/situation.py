"""What a history of moves means for payoffs: its outcome, the levers used, and how much each actor refuses."""

from collections.abc import Mapping
from dataclasses import dataclass

from negosim.scenario.facts import Facts
from negosim.scenario.histories import History, histories, rule_for
from negosim.scenario.rules.moves import MovesRules


@dataclass(frozen=True)
class Situation:
    """The end of one history. `refusals[actor]` are the paths of the `refuses` of the options that the actor chose."""

    made: History
    outcome: str
    used: frozenset[str]
    refusals: Mapping[str, tuple[str, ...]]

    @property
    def label(self) -> str:
        """The outcome's key; where a plain payoff table names no outcomes, the options chosen."""
        return self.outcome or " / ".join(self.made.values())


def situations(facts: Facts, key: str) -> tuple[Situation, ...]:
    """Return the situation at the end of every history of a game, in order of play."""
    game = facts.moves_of(key)
    return tuple(_situation(game, key, made) for made in histories(game))


def usable_levers(game: MovesRules) -> frozenset[str]:
    """Return the levers that some option of a game uses; the others stand by themselves."""
    return frozenset(lever for move in game.moves.values() for option in move.options.values() for lever in option.uses)


def _situation(game: MovesRules, key: str, made: History) -> Situation:
    rule = rule_for(game, made)
    used: set[str] = set()
    refusals: dict[str, tuple[str, ...]] = {}
    for move, option in made.items():
        chosen = game.moves[move].options[option]
        used |= set(chosen.uses)
        if "refuses" in chosen.model_fields_set:
            actor = game.moves[move].actor
            path = f"games.{key}.moves.{move}.options.{option}.refuses"
            refusals[actor] = (*refusals.get(actor, ()), path)
    return Situation(made, rule.outcome if rule else "", frozenset(used), refusals)
