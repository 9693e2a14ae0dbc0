"""What a solved game gives: solutions with their certificates, and how complete the list is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Protocol

from negosim.games import FloatArray, Game, Origin, Profile


class Complete(StrEnum):
    """How much of the solution set a result holds.

    ALL: every solution, proved. EXTREME: the extreme points of every component, proved; the rest are mixtures of them.
    SOME: each one listed is a solution, and there may be others. UNKNOWN: not even that is settled.
    """

    ALL = "all"
    EXTREME = "extreme"
    SOME = "some"
    UNKNOWN = "unknown"


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """One profile with its certificate.

    `profile[k]` is a distribution over actions: of player k in a normal form, of information set k in a tree.
    `payoffs[player]` in units of utility. `regret` is the largest gain from deviating over that player's payoff
    range, recomputed by `negosim.solve.certificate`. `beliefs[k]`, where the concept has beliefs, is a distribution
    over the nodes of information set k. `off_path_beliefs[k]`, at an information set that is not reached, has in its
    rows the corners of the set of beliefs that support the strategies. `exact[k]` and `exact_beliefs[k]`, where they
    were asked for, are the profile and the beliefs in fractions, as text.
    """

    profile: Profile
    payoffs: FloatArray
    regret: float
    notes: tuple[str, ...] = ()
    beliefs: Profile = ()
    off_path_beliefs: Mapping[int, FloatArray] = field(default_factory=dict)
    exact: tuple[tuple[str, ...], ...] = ()
    exact_beliefs: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Survivors:
    """What elimination leaves: `actions[player]` are the indices of the actions left, `rounds` what went, in order."""

    actions: tuple[tuple[int, ...], ...]
    rounds: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class CorrelatedEquilibrium:
    """A distribution over pure profiles: `joint[a0, a1, ...]`, from which each player is told its own action.

    `payoffs[player]` in units of utility. `regret` is the most that a player gains by disobeying, over its payoff
    range, recomputed by `negosim.solve.certificate`.
    """

    joint: FloatArray
    payoffs: FloatArray
    regret: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Selection:
    """A profile that a concept singles out and that need be no Nash equilibrium.

    `regret` is the most that a player would gain by moving alone, over its payoff range: 0 where it is an equilibrium.
    `figures` are the concept's own numbers, by name; a payoff among them is in units of utility.
    """

    profile: Profile
    payoffs: FloatArray
    regret: float
    figures: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


Solution = Equilibrium | Survivors | CorrelatedEquilibrium | Selection


class Concept(Protocol):
    """A definition of a solution; its fields are its options."""

    @property
    def name(self) -> str: ...

    def solve(self, game: Game) -> "Result": ...


@dataclass(frozen=True)
class Manifest:
    """What is needed to get a result again: version, scenario, changes, concept and settings."""

    version: str
    origin: Origin
    concept: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Result:
    """The solutions of `game` under `concept`, and whether they are all of them.

    `components` groups indices of `solutions` that belong to one connected set of equilibria; it is empty
    where completeness is not proved.
    """

    game: Game
    concept: Concept
    solutions: tuple[Solution, ...]
    complete: Complete
    why_complete: str
    components: tuple[tuple[int, ...], ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def equilibria(self) -> tuple[Equilibrium, ...]:
        """The solutions that are profiles."""
        return tuple(solution for solution in self.solutions if isinstance(solution, Equilibrium))

    @property
    def manifest(self) -> Manifest:
        """What is needed to get this result again."""
        from negosim.version import __version__

        return Manifest(__version__, self.game.origin, self.concept.name, settings(self.concept))


def settings(concept: Concept) -> dict[str, Any]:
    """Return the options of a concept by name.

    >>> from negosim.solve.concepts.pure_nash import PureNash
    >>> settings(PureNash())
    {}
    """
    return {option.name: getattr(concept, option.name) for option in fields(concept)}  # type: ignore[arg-type]  # every concept is a dataclass


AS_TABLE = "write the tree as one first: negosim convert TARGET --game GAME -o GAME.nfg"
"""What to do with a tree under a concept of simultaneous games."""
TIE = 1e-12
"""Payoffs closer than this share of the payoff range are equal."""
