"""What a class chose, beside the equilibrium and beside logit response with the lambda that fits the class best.

One lambda is fitted to all choices of the log by maximum likelihood: with n[k, a] the number of times that action a was
taken at information set k, it maximises the sum of n[k, a] * log p[k, a](lambda) along the principal branch (McKelvey
and Palfrey 1995). The interval holds the lambdas that a likelihood-ratio test does not reject at 5 % (Wilks 1938).
The class met computed opponents, not itself, so the fit describes how its choices vary with what they are worth; it
tests no theory.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.stats import chi2

from negosim.classroom.log import fault, read_log
from negosim.classroom.opponents import tree_of
from negosim.games import ExtensiveFormGame, FloatArray, Game, Profile
from negosim.models import CompiledMoves, compile_moves
from negosim.scenario import Scenario
from negosim.solve import Result, concept, solve
from negosim.solve.outcome_shares import lambda_grid

_GRID = 61
_FLOOR = 1e-300


@dataclass(frozen=True)
class Choice:
    """One option of a decision: how often the class took it, and its probability in each equilibrium and in the fit."""

    option: str
    count: int
    equilibria: tuple[float, ...]
    fitted: float


@dataclass(frozen=True)
class ClassDecision:
    """One information set at which the class chose."""

    actor: str
    at: str
    choices: tuple[Choice, ...]

    @property
    def count(self) -> int:
        """How many choices were made here."""
        return sum(choice.count for choice in self.choices)


@dataclass(frozen=True)
class LogitFit:
    """The lambda that fits best, and the ends of its interval: None where it reaches past every lambda tried."""

    lam: float
    low: float | None
    high: float | None


@dataclass(frozen=True, eq=False)
class ClassResults:
    """What a log shows of one game: decisions with most choices first, and how many predictions were right."""

    compiled: CompiledMoves
    result: Result
    plays: int
    finished: int
    predictions: int
    right: int
    decisions: tuple[ClassDecision, ...]
    fit: LogitFit | None


def class_results(file: Path, read: Any) -> ClassResults:
    """Return what the plays of a log show; `read(target, sets, withs)` gives the scenario again.

    Raises InputError where the plays are of several games, or of a scenario that has changed since.
    """
    plays = read_log(file)
    first_line, first = plays[0]
    for line, play in plays:
        if any(play[key] != first[key] for key in ("target", "set", "with", "scenario", "game")):
            what = f"a play of another game or scenario than line {first_line}"
            raise fault(file, line, what, "keep the plays of each game in a file of their own")
    scenario: Scenario = read(first["target"], tuple(first["set"]), tuple(first["with"]))
    if scenario.digest != first["scenario"]:
        what = f"the plays are of scenario {first['scenario']}, and {first['target']} is {scenario.digest} now"
        raise fault(file, first_line, what, "use the scenario that was played, or log new plays")
    if first["game"] not in scenario.facts.games:
        raise fault(file, first_line, f"the scenario has no game '{first['game']}'", "use the scenario that was played")
    model = scenario.facts.games[first["game"]].model
    if model != "moves":
        what = f"the plays are of `{first['game']}`, whose model is {model}"
        raise fault(file, first_line, what, "name a log of a game of moves")
    return _results(compile_moves(scenario, first["game"]), file, plays)


def _results(compiled: CompiledMoves, file: Path, plays: list[tuple[int, dict[str, Any]]]) -> ClassResults:
    game = compiled.game(compiled.scenario.numbers.base)
    tree, result = tree_of(game), solve(game)
    sets = {(tree.players[known.player], known.label): k for k, known in enumerate(tree.information_sets)}
    taken: Counter[tuple[int, int]] = Counter()
    for line, play in plays:
        for choice in play["choices"]:
            index = sets.get((play["actor"], choice["at"]))
            if index is None or choice["option"] not in tree.information_sets[index].actions:
                raise fault(file, line, "this play makes a choice that the game does not have", "remove the line")
            taken[index, tree.information_sets[index].actions.index(choice["option"])] += 1
    fit, fitted = _fitted(game, tree, taken)
    decisions = [_decision(tree, k, taken, result, fitted) for k in sorted({k for k, _ in taken})]
    made, right = _predictions(plays, tree, sets, result)
    return ClassResults(
        compiled,
        result,
        len(plays),
        sum(play["finished"] for _, play in plays),
        made,
        right,
        tuple(sorted(decisions, key=lambda decision: -decision.count)),
        fit,
    )


def _decision(
    tree: ExtensiveFormGame, index: int, taken: Mapping[tuple[int, int], int], result: Result, fitted: Profile
) -> ClassDecision:
    known = tree.information_sets[index]
    choices = [
        Choice(
            option,
            taken.get((index, action), 0),
            tuple(float(equilibrium.profile[index][action]) for equilibrium in result.equilibria),
            float(fitted[index][action]),
        )
        for action, option in enumerate(known.actions)
    ]
    return ClassDecision(tree.players[known.player], known.label, tuple(choices))


def _predictions(
    plays: list[tuple[int, dict[str, Any]]],
    tree: ExtensiveFormGame,
    sets: Mapping[tuple[str, str], int],
    result: Result,
) -> tuple[int, int]:
    """Return how many predictions were made, and how many name what the first equilibrium makes likeliest there."""
    made = right = 0
    for _, play in plays:
        for guess in play["predictions"]:
            index = sets.get((guess["actor"], guess["at"]))
            if guess.get("predicted") is None or index is None or not result.equilibria:
                continue
            actions = tree.information_sets[index].actions
            made += 1
            right += actions[int(result.equilibria[0].profile[index].argmax())] == guess["predicted"]
    return made, right


def _fitted(
    game: Game, tree: ExtensiveFormGame, taken: Mapping[tuple[int, int], int]
) -> tuple[LogitFit | None, Profile]:
    """Return the fit and the profile at it; the uniform profile where the log has no choice."""
    grid = lambda_grid(game, _GRID)
    if not taken:
        return None, tuple(np.full(len(known.actions), 1 / len(known.actions)) for known in tree.information_sets)
    scores = np.array([_score(game, lam, taken) for lam in grid])
    best = int(scores.argmax())
    lam, top = float(grid[best]), float(scores[best])
    if 0 < best < len(grid) - 1:
        found = minimize_scalar(
            lambda x: -_score(game, float(np.exp(x)), taken),
            bounds=tuple(np.log(grid[[best - 1, best + 1]])),
            method="bounded",
        )
        lam, top = float(np.exp(found.x)), -float(found.fun)
    kept = np.flatnonzero(2 * (top - scores) <= chi2.ppf(0.95, 1))
    low, high = (int(kept.min()), int(kept.max())) if len(kept) else (best, best)
    ends = (None if low == 0 else float(grid[low]), None if high == len(grid) - 1 else float(grid[high]))
    return LogitFit(lam, *ends), _profile(game, lam)


def _score(game: Game, lam: float, taken: Mapping[tuple[int, int], int]) -> float:
    """Return the log-likelihood of the choices at one lambda."""
    profile = _profile(game, lam)
    return float(sum(count * np.log(max(float(profile[k][a]), _FLOOR)) for (k, a), count in taken.items()))


def _profile(game: Game, lam: float) -> Profile:
    return solve(game, concept("logit")(lam=lam)).equilibria[0].profile


def shares(decision: ClassDecision) -> FloatArray:
    """Return the share of the class's choices that each option of a decision took."""
    return np.array([choice.count / decision.count for choice in decision.choices])
