"""Names to show: what people read in place of a scenario's keys.

Where the scenario gives no name, or where there is no scenario, a key stands for itself with its underscores as spaces.
"""

from dataclasses import dataclass

from negosim.scenario.rules.moves import MovesRules, Option
from negosim.scenario.scenario import Scenario

_WITH_ARTICLE = {
    "emirates",
    "federation",
    "kingdom",
    "nations",
    "netherlands",
    "philippines",
    "republic",
    "states",
    "union",
}
_ARTICLES = ("a ", "an ", "the ")


@dataclass(frozen=True)
class Names:
    """The display names of a scenario's actors, options, outcomes, issues, levers and games.

    >>> Names().outcome("energy_truce")
    'energy truce'
    """

    scenario: Scenario | None = None

    @property
    def actors(self) -> tuple[str, ...]:
        """The keys of the actors, in the order of the scenario; empty without one."""
        return tuple(self.scenario.facts.actors) if self.scenario else ()

    def actor(self, key: str) -> str:
        """Return an actor's name as written out: `United States`."""
        found = self.scenario.facts.actors.get(key) if self.scenario else None
        return found.name if found else _unnamed_actor(key)

    def short(self, key: str) -> str:
        """Return an actor's name for narrow tables, where there is one: `US`."""
        found = self.scenario.facts.actors.get(key) if self.scenario else None
        return (found.short or found.name) if found else _unnamed_actor(key)

    def subject(self, key: str) -> str:
        """Return an actor's name as it stands in a sentence: `the United States`, `Russia`."""
        name = self.actor(key)
        return f"the {name}" if name.split()[-1:] and name.split()[-1].lower() in _WITH_ARTICLE else name

    def game(self, key: str) -> str:
        """Return a game's name."""
        found = self.scenario.facts.games.get(key) if self.scenario else None
        return found.name if found else spaced(key)

    def option(self, game: str, actor: str, key: str) -> str:
        """Return an option's verb phrase: `presses Moscow`."""
        found = self._option(game, actor, key)
        return (found.name or spaced(key)) if found else spaced(key)

    def is_verb_phrase(self, game: str, actor: str, key: str) -> bool:
        """Whether the scenario words the option as a verb phrase, so that it fits into a sentence."""
        found = self._option(game, actor, key)
        return bool(found and found.name)

    def outcome(self, key: str) -> str:
        """Return an outcome's name as it stands in a sentence: `an energy truce`."""
        found = self.scenario.facts.outcomes.get(key) if self.scenario else None
        return (found.name or spaced(key)) if found else spaced(key)

    def issue(self, key: str) -> str:
        """Return an issue's name."""
        found = self.scenario.facts.issues.get(key) if self.scenario else None
        return found.name if found else spaced(key)

    def lever(self, key: str) -> str:
        """Return a lever's name."""
        found = self.scenario.facts.levers.get(key) if self.scenario else None
        return (found.name or spaced(key)) if found else spaced(key)

    def what_if(self, key: str) -> str:
        """Return what a named change is called, or its key with spaces; any other case is called as it is."""
        known = self.scenario.facts.what_ifs.get(key) if self.scenario else None
        return (known.name if known else None) or spaced(key)

    def is_in_points(self, game: str) -> bool:
        """Whether a game's payoffs are utilities of which 1 is shown as 100 points: not a plain payoff table, nor of
        another model than moves in a scenario without stakes."""
        if self.scenario is None:
            return False
        facts = self.scenario.facts
        rules = facts.games.get(game)
        if rules is None:
            return facts.campaign is not None and bool(facts.stakes)
        return not getattr(rules, "payoffs", None) and (isinstance(rules, MovesRules) or bool(facts.stakes))

    def _option(self, game: str, actor: str, key: str) -> Option | None:
        rules = self.scenario.facts.games.get(game) if self.scenario else None
        own = (
            (move.options for move in rules.moves.values() if move.actor == actor)
            if isinstance(rules, MovesRules)
            else ()
        )
        return next((options[key] for options in own if key in options), None)


def _unnamed_actor(key: str) -> str:
    return f"Player {key}" if key.isdigit() else spaced(key)


def spaced(key: str) -> str:
    """Return a key with spaces for underscores."""
    return key.replace("_", " ")


def capitalised(text: str) -> str:
    """Return text with its first letter in upper case and the rest as it is.

    >>> capitalised("an EU mission")
    'An EU mission'
    """
    return text[:1].upper() + text[1:]


def heading(text: str) -> str:
    """Return a name for a heading or a table: without its article, with a capital.

    >>> heading("an energy truce")
    'Energy truce'
    """
    for article in _ARTICLES:
        if text.lower().startswith(article) and len(text) > len(article):
            return capitalised(text[len(article) :])
    return capitalised(text)


def possessive(name: str) -> str:
    """Return the possessive of a name.

    >>> possessive("Russia"), possessive("the United States"), possessive("US")
    ("Russia's", "the United States'", "US's")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def listed(words: list[str], last: str = "and") -> str:
    """Return words joined as in a sentence.

    >>> listed(["aid", "land", "sanctions"])
    'aid, land and sanctions'
    """
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
