"""Sequential equilibrium: strategies that are best at every information set given beliefs, and consistent beliefs.

Beliefs are consistent that are limits of Bayes' rule under fully mixed strategies (Kreps and Wilson 1982). Three kinds
of tree are solved, and another one is refused with the reason:

- beliefs follow from chance alone: the nodes of each information set differ only in what nature did, so that every
  fully mixed profile gives the same beliefs. The sequential equilibria are then the subgame-perfect ones of the agent
  tree (`negosim.solve.agent_tree`), with the same ties and the same completeness;
- signalling games, in which no path has more than two choices (Spence 1973; Cho and Kreps 1987): all extreme
  equilibria, each with the set of beliefs off the path that support it (`negosim.solve.signalling`);
- other trees with at most 600 profiles of definite choices (Selten's horse, say): all equilibria in definite choices,
  and those that play like a subgame-perfect or Nash equilibrium that is found, each with beliefs and the slips of which
  they are the limit (`negosim.solve.small_trees`); unless it says `all`, others in which somebody mixes may be missing.

One equilibrium is listed for each outcome: with few mixtures, where several lead to it.
"""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import ExtensiveFormGame, FloatArray, Game, Profile
from negosim.games.extensive_form import has_beliefs_from_chance, history_words, leaf_probabilities
from negosim.solve.agent_tree import agent_tree
from negosim.solve.backward import beliefs_from_chance
from negosim.solve.certificate import belief_error, consistency_error, sequential_regret
from negosim.solve.dominance import mark_weakly_dominated, unchecked_dominance
from negosim.solve.plays import find_plays
from negosim.solve.result import Complete, Equilibrium, Result
from negosim.solve.signalling import Assessment, Mixtures, SignallingForm, assessments, signalling_form
from negosim.solve.small_trees import Support, small_search

_SAME = 9
"""Decimals to which the probabilities of leaves are compared."""
_LIMIT = 1e-3
"""How near slips of a millionth must lead to beliefs."""


@dataclass(frozen=True)
class Sequential:
    """Sequential equilibria of a tree, one for each outcome they lead to.

    `most` bounds the number of outcomes followed at any information set where beliefs follow from chance alone. With
    `exact`, for signalling games, ties are decided without tolerance and probabilities are given as fractions.
    """

    most: int = 250
    exact: bool = False
    name: ClassVar[str] = "sequential"

    def solve(self, game: Game) -> Result:
        """Find them. Raises UnsolvedError for a normal form, a tree of neither kind, and `exact` beyond signalling."""
        if not isinstance(game, ExtensiveFormGame):
            raise UnsolvedError("sequential is for trees; use nash for a simultaneous game")
        if has_beliefs_from_chance(game):
            if self.exact:
                raise UnsolvedError("exact sequential equilibria are given for signalling games; use nash for this one")
            return self._from_chance(game)
        form = signalling_form(game, self.exact)
        return self._small(game) if form is None else self._signalling(form)

    def _from_chance(self, game: ExtensiveFormGame) -> Result:
        beliefs = beliefs_from_chance(game)
        search = find_plays(agent_tree(game, beliefs), self.most)
        found = []
        for play in search.plays:
            strategies = play.strategies()
            profile: Profile = tuple(strategies[k] for k in range(len(game.information_sets)))
            found.append(_certified(game, Equilibrium(profile, play.payoffs, 0.0, beliefs=beliefs)))
        marked = mark_weakly_dominated(game, found)
        notes = (*search.notes, *unchecked_dominance(game))
        return Result(game, self, marked, *search.verdict, search.components, notes)

    def _small(self, game: ExtensiveFormGame) -> Result:
        try:
            if self.exact:
                raise UnsolvedError("exact sequential equilibria are given for signalling games only")
            search = small_search(game)
        except UnsolvedError as error:
            raise UnsolvedError(
                "what some player believes depends on what another chooses, this is no signalling game (a path has "
                "more than two choices, one choice is seen at several information sets, or chance excludes one), and "
                f"as a small tree it is not solved: {error}; use subgame_perfect or nash"
            ) from None
        found = [_supported(game, profile, support) for profile, support in search.found]
        complete, why = (
            Complete.SOME,
            "all definite choices were looked at, and the subgame-perfect and Nash equilibria found",
        )
        if search.complete:
            complete, why = Complete.ALL, "each outcome of a subgame-perfect or Nash equilibrium is known and supported"
        components = tuple((k,) for k in range(len(found))) if search.complete else ()
        others = "1 other outcome" if search.refuted == 1 else f"{search.refuted} other outcomes"
        notes = (f"of {others} of Nash equilibria no profile looked at is supported by consistent beliefs",)
        return Result(
            game,
            self,
            mark_weakly_dominated(game, found),
            complete,
            why,
            components,
            (*notes[: search.refuted], *unchecked_dominance(game)),
        )

    def _signalling(self, form: SignallingForm) -> Result:
        game, search = form.game, assessments(form)
        outcomes: dict[bytes, list[int]] = {}
        for index, one in enumerate(search.found):
            key = (np.round(leaf_probabilities(game, one.profile), _SAME) + 0.0).tobytes()
            outcomes.setdefault(key, []).append(index)
        place = {index: k for k, alike in enumerate(outcomes.values()) for index in alike}
        shown = [min((search.found[index] for index in alike), key=_mixed_actions) for alike in outcomes.values()]
        found = [self._assessed(game, one) for one in shown]
        components = _joined([{place[index] for index in members} for members in search.components])
        complete, why = Complete.ALL, "all vertices of both sides' best replies were paired, in exact numbers"
        if not search.complete:
            components, complete, why = (), Complete.SOME, "a polytope of best replies has too many vertices"
        elif len(components) < len(found):
            complete, why = Complete.EXTREME, f"{why}; every other outcome is a mixture of those of one component"
        differ = "equilibria that differ off the path only are one outcome"
        notes = (differ,) if len(found) < len(search.found) else ()
        return Result(
            game, self, mark_weakly_dominated(game, found), complete, why, components, notes + unchecked_dominance(game)
        )

    def _assessed(self, game: ExtensiveFormGame, one: Assessment) -> Equilibrium:
        profile, words = (
            one.profile,
            tuple(_support_words(game, k, corners) for k, corners in one.off_path.items() if corners.shape[1] > 1),
        )
        payoffs = np.asarray(game.payoffs @ leaf_probabilities(game, profile))
        found = Equilibrium(profile, payoffs, 0.0, words, one.beliefs, one.off_path)
        if self.exact:
            found = replace(found, exact=_texts(one.exact), exact_beliefs=_texts(one.exact_beliefs))
        return _certified(game, found)


def _supported(game: ExtensiveFormGame, profile: Profile, support: Support) -> Equilibrium:
    """Return an equilibrium of a small tree. Raises UnsolvedError where slips do not lead to its beliefs."""
    if consistency_error(game, support.beliefs, support.orders, support.weights) > _LIMIT:
        raise UnsolvedError("beliefs that are the limit of slips were not found to the precision asked for")
    payoffs = np.asarray(game.payoffs @ leaf_probabilities(game, profile))
    notes = tuple(_support_words(game, k, corners) for k, corners in support.bounds.items())
    found = Equilibrium(profile, payoffs, 0.0, notes, support.beliefs, support.bounds)
    return _certified(game, found)


def _texts(mixtures: Mixtures) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(str, own)) for own in mixtures)


def _certified(game: ExtensiveFormGame, found: Equilibrium) -> Equilibrium:
    gap = sequential_regret(game, found.profile, found.beliefs), belief_error(game, found.profile, found.beliefs)
    return replace(found, regret=max(gap))


def _support_words(game: ExtensiveFormGame, index: int, corners: FloatArray) -> str:
    """Say which beliefs support the reply at an information set that is not reached."""
    known = game.information_sets[index]
    low, high = corners.min(axis=0), corners.max(axis=0)
    bounds = [
        f"{history_words(game, number)}: {least:.3g}" + (f" to {most:.3g}" if most - least > 1e-9 else "")
        for number, least, most in zip(known.nodes, low, high, strict=True)
    ]
    return f"{game.players[known.player]} at {known.label}, not reached: supported by beliefs {'; '.join(bounds)}"


def _mixed_actions(found: Assessment) -> int:
    return sum(int((own > 0).sum()) for own in found.profile)


def _joined(groups: list[set[int]]) -> tuple[tuple[int, ...], ...]:
    """Join groups that share a member."""
    joined: list[set[int]] = []
    for group in groups:
        meeting = [other for other in joined if other & group]
        joined = [other for other in joined if not other & group] + [group.union(*meeting)]
    return tuple(sorted(tuple(sorted(group)) for group in joined))
