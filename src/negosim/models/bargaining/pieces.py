"""The bargaining problem of a game at vectors of numbers: the pieces of its frontier, and the agreements on them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from negosim.games import BoolArray, FloatArray
from negosim.games.bargaining import BargainingProblem
from negosim.models.bargaining.frontier import Path, path_along, segments_between
from negosim.models.bargaining.worth import disagreement_parts, home_parts, settlement_parts, stake_part, total
from negosim.models.formulas import Formulas
from negosim.scenario.rules.bargaining import BargainingRules

_NEVER = 1e6
"""What is taken from the worth of a piece that cannot be: red lines that exclude each other."""


@dataclass(frozen=True, eq=False)
class Piece:
    """A part of the frontier on which each red line is met or paid for; `low` are the settlements' lower ends."""

    path: Path
    low: FloatArray
    problem: BargainingProblem

    def settlement(self, position: FloatArray) -> FloatArray:
        """Return the settlement of each issue at positions: shape (..., issues)."""
        return np.asarray(self.low + self.path.settlement(position))


@dataclass(frozen=True, eq=False)
class Agreement:
    """An agreement at each point: payoffs[..., party], settlement[..., issue], and the piece that it lies on."""

    payoffs: FloatArray
    settlement: FloatArray
    piece: FloatArray
    exists: BoolArray


@dataclass(frozen=True, eq=False)
class Bargain:
    """The problem of a game at the numbers of `f`."""

    rules: BargainingRules
    f: Formulas

    @cached_property
    def given(self) -> dict[str, FloatArray]:
        """Where the owner leaves what it controls if the parties agree."""
        return {issue: self.f.number(f"games.{self._game}.offers.{issue}") for issue in self.rules.offers}

    @cached_property
    def disagreement(self) -> FloatArray:
        """What each party has without an agreement: shape (..., party)."""
        found = [total(disagreement_parts(self.f, actor, self.rules.disagreement)) for actor in self.rules.parties]
        return np.stack(self._spread(found), axis=-1)

    @cached_property
    def outside(self) -> tuple[FloatArray, FloatArray]:
        """What each party has if it leaves the talks; minus infinity where it cannot."""
        worths = []
        for actor in self.rules.parties:
            outcome = self.rules.outside.get(actor)
            own = total(disagreement_parts(self.f, actor, outcome)) if outcome else np.array(-np.inf)
            worths.append(own)
        one, two = self._spread(worths)
        return one, two

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces of the frontier, that on which every red line is paid for first."""
        rows = list(self.rules.fixed_costs(self.f.facts))
        bare = [self._piece(dict(zip(rows, met, strict=True))) for met in product((False, True), repeat=len(rows))]
        reached = [self._reached(piece.problem) for piece in bare]
        most = np.max(reached, axis=0)
        return tuple(Piece(p.path, p.low, BargainingProblem(p.problem.frontier, self.disagreement, most)) for p in bare)

    @cached_property
    def best(self) -> tuple[Agreement, Agreement]:
        """The ends of the range: the best agreement of each party that leaves the other no worse, or, where there is
        none, the other's best."""
        return self._end(0), self._end(1)

    @cached_property
    def is_empty(self) -> BoolArray:
        """Whether no settlement leaves both no worse than the disagreement."""
        return np.asarray(np.all([piece.problem.is_empty for piece in self.pieces], axis=0))

    def agreement(
        self,
        position_of: Callable[[BargainingProblem], FloatArray],
        worth_of: Callable[[FloatArray, FloatArray], FloatArray],
    ) -> Agreement:
        """Return the best of the agreements on the pieces by `worth_of(gains, most)`, NaN where there is none."""
        positions = [position_of(piece.problem) for piece in self.pieces]
        worths = []
        for piece, position in zip(self.pieces, positions, strict=True):
            gains = piece.problem.at(np.nan_to_num(position)) - self.disagreement
            worth = worth_of(gains, piece.problem.aspirations - self.disagreement)
            worths.append(np.where(np.isnan(position), -np.inf, worth))
        return self._chosen(positions, np.argmax(worths, axis=0))

    def on(self, piece: FloatArray, position_of: Callable[[BargainingProblem], FloatArray]) -> Agreement:
        """Return the agreement on the piece chosen at each point."""
        return self._chosen([position_of(each.problem) for each in self.pieces], piece)

    def positions(self, agreement: Agreement) -> dict[str, FloatArray]:
        """Return where an agreement leaves the issues: those of the parties and those of the owner."""
        own = {issue: agreement.settlement[..., j] for j, issue in enumerate(self.rules.issues)}
        return {**self.given, **own}

    @property
    def _game(self) -> str:
        return self.f.horizon_path.split(".")[1]

    def _chosen(self, positions: list[FloatArray], piece: FloatArray) -> Agreement:
        exists = ~np.isnan(_taken(positions, piece))
        known = [np.nan_to_num(position) for position in positions]
        pairs = list(zip(self.pieces, known, strict=True))
        payoffs = _taken([each.problem.at(position) for each, position in pairs], piece[..., np.newaxis])
        settled = _taken([each.settlement(position) for each, position in pairs], piece[..., np.newaxis])
        none = ~exists[..., np.newaxis]
        return Agreement(np.where(none, np.nan, payoffs), np.where(none, np.nan, settled), piece, exists)

    def _end(self, party: int) -> Agreement:
        reached = [self._reached(piece.problem)[..., party] for piece in self.pieces]
        return self._chosen([piece.problem.ends[party] for piece in self.pieces], np.argmax(reached, axis=0))

    def _reached(self, problem: BargainingProblem) -> FloatArray:
        """Return the most that each party can have on a piece while the other is no worse."""
        ends = [problem.at(end) for end in problem.ends]
        found = []
        for party, end in enumerate(ends):
            can_be = end[..., 1 - party] >= self.disagreement[..., 1 - party] - 1e-12
            found.append(np.where(can_be, end[..., party], end[..., party] - _NEVER))
        return np.stack(found, axis=-1)

    def _piece(self, met: Mapping[tuple[str, str], bool]) -> Piece:
        """Return the piece on which some red lines are met, and the others paid for."""
        marks, slopes, low, worth = [], [], [], self._at_rest(met)
        gap = np.zeros(self.f.values.shape[:-1])
        for issue in self.rules.issues:
            bottom, top = self._allowed(issue, met)
            gap = np.maximum(gap, bottom - top)
            own = self._marks(issue, bottom, np.maximum(bottom, top))
            values = [[self._worth(actor, issue, own[..., m]) for m in range(own.shape[-1])] for actor in
                      self.rules.parties]  # fmt: skip
            marks.append(own)
            low.append(own[..., 0])
            slopes.append([_slopes(np.stack(each, axis=-1), own) for each in values])
            worth = [total_ + each[0] for total_, each in zip(worth, values, strict=True)]
        path = path_along(segments_between(marks, slopes))
        rest = np.stack(self._spread(worth), axis=-1) - _NEVER * (gap > 1e-12)[..., np.newaxis]
        problem = BargainingProblem(path.payoffs + rest[..., np.newaxis, :], self.disagreement)
        return Piece(path, np.stack(self._spread(low), axis=-1), problem)

    def _at_rest(self, met: Mapping[tuple[str, str], bool]) -> list[FloatArray]:
        """Return what each party has beside the issues that are divided: the rest of a settlement, and red lines
        paid."""
        found = []
        for actor in self.rules.parties:
            parts = [p for p in settlement_parts(self.f, actor, self.given) if not self._is_divided(p.path)]
            paid = [f"audience.{a}.{issue}.fixed" for (a, issue), is_met in met.items() if a == actor and not is_met]
            fixed = sum(self.f.number(path) for path in paid)
            found.append(total(tuple(parts)) - fixed)
        return found

    def _is_divided(self, path: str) -> bool:
        steps = path.split(".")
        return steps[0] in ("stakes", "audience") and steps[2] in self.rules.issues

    def _allowed(self, issue: str, met: Mapping[tuple[str, str], bool]) -> tuple[FloatArray, FloatArray]:
        """Return the least and the largest settlement of an issue that meets the red lines to be met."""
        bottom, top = (np.full(self.f.values.shape[:-1], end) for end in (0.0, 1.0))
        for (actor, about), is_met in met.items():
            if is_met and about == issue:
                ideal = self.f.ideal(actor, issue)
                reach = np.abs(self.f.number(f"audience.{actor}.{issue}.red_line") - ideal)
                bottom, top = np.maximum(bottom, ideal - reach), np.minimum(top, ideal + reach)
        return bottom, top

    def _marks(self, issue: str, low: FloatArray, high: FloatArray) -> FloatArray:
        """Return the breakpoints of both parties' worth of an issue between two ends, in order: shape (..., marks)."""
        found = [low, high]
        for actor in self.rules.parties:
            if not self._cares(actor, issue):
                continue
            ideal = self.f.ideal(actor, issue)
            found.append(ideal)
            row = self.f.facts.audience.get(actor, {}).get(issue)
            if row is not None and "settlement" in row.kinds:
                reach = np.abs(self.f.number(f"audience.{actor}.{issue}.red_line") - ideal)
                found += [ideal - reach, ideal + reach]
        spread = np.stack(self._spread(found), axis=-1)
        return np.sort(np.clip(spread, low[..., np.newaxis], high[..., np.newaxis]), axis=-1)

    def _worth(self, actor: str, issue: str, position: FloatArray) -> FloatArray:
        """Return what a settlement of one issue is worth to a party, fixed costs apart."""
        parts = [stake_part(self.f, actor, issue, position)] if issue in self.f.facts.stakes.get(actor, {}) else []
        row = self.f.facts.audience.get(actor, {}).get(issue)
        if row is not None and "settlement" in row.kinds:
            parts += [part for part in home_parts(self.f, actor, issue, position) if part.path.endswith(".slope")]
        return total(tuple(parts)) + np.zeros(self.f.values.shape[:-1])

    def _cares(self, actor: str, issue: str) -> bool:
        facts = self.f.facts
        return issue in facts.stakes.get(actor, {}) or issue in facts.audience.get(actor, {})

    def _spread(self, arrays: list[FloatArray]) -> list[FloatArray]:
        return [np.broadcast_to(each, self.f.values.shape[:-1]) for each in arrays]


def _slopes(values: FloatArray, marks: FloatArray) -> FloatArray:
    """Return the slope between marks, zero where they coincide."""
    width = np.diff(marks, axis=-1)
    return np.divide(np.diff(values, axis=-1), width, out=np.zeros(width.shape), where=width > 0)


def _taken(arrays: list[FloatArray], piece: FloatArray) -> FloatArray:
    """Return the entry of the piece chosen at each point."""
    found = arrays[0]
    for k, each in enumerate(arrays[1:], 1):
        found = np.where(piece == k, each, found)
    return found
