"""The agreements of a bargaining game, each under its concept, at all points of a batch."""

from collections.abc import Callable
from typing import Protocol

import numpy as np

from negosim.games import FloatArray
from negosim.games.bargaining import BargainingProblem
from negosim.models.bargaining.frontier import Segments, path_along
from negosim.models.bargaining.pieces import Agreement, Bargain
from negosim.solve.agreement import within
from negosim.solve.concepts.adjusted_winner import AdjustedWinner
from negosim.solve.concepts.alternating_offers import AlternatingOffers, first_offer
from negosim.solve.concepts.egalitarian import Egalitarian
from negosim.solve.concepts.kalai_smorodinsky import KalaiSmorodinsky
from negosim.solve.concepts.nash_agreement import NashAgreement, weighted_nash
from negosim.solve.concepts.utilitarian import Utilitarian


class Axiomatic(Protocol):
    """A concept that picks a position on a frontier, and can say by how much an agreement misses its definition."""

    def position(self, problem: BargainingProblem) -> FloatArray: ...
    def regret(self, problem: BargainingProblem, payoffs: FloatArray) -> float: ...


AXIOMATIC: dict[str, Axiomatic] = {
    "nash_agreement": NashAgreement(),
    "kalai_smorodinsky": KalaiSmorodinsky(),
    "egalitarian": Egalitarian(),
    "utilitarian": Utilitarian(),
}


def agreements(bargain: Bargain) -> dict[str, Agreement]:
    """Return the agreement under each concept; those of offers lie on the piece of the Nash agreement."""
    worths: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
        "nash_agreement": lambda gains, most: gains[..., 0] * gains[..., 1],
        "kalai_smorodinsky": _least_share,
        "egalitarian": lambda gains, most: gains.min(axis=-1),
        "utilitarian": lambda gains, most: gains.sum(axis=-1),
    }
    found = {name: bargain.agreement(AXIOMATIC[name].position, worth) for name, worth in worths.items()}
    piece = found["nash_agreement"].piece
    found["alternating_offers"] = in_turn(bargain, piece, bargain.outside)
    weight = patience(bargain)
    found["patient"] = bargain.on(
        piece, lambda problem: _kept(problem, bargain.outside, weighted_nash(problem, weight))
    )
    return found


def regret_of(bargain: Bargain, name: str, each: Agreement) -> float | None:
    """Return by how much an agreement at one point misses its definition; None for the limit of offers with outside
    options, which has no certificate of its own."""
    problem = bargain.pieces[int(each.piece)].problem
    if name in AXIOMATIC:
        return AXIOMATIC[name].regret(problem, each.payoffs)
    if name == "alternating_offers":
        (one, two), outside = discounts(bargain), bargain.outside
        offers = AlternatingOffers((float(one), float(two)), (float(outside[0]), float(outside[1])))
        return offers.regret(problem, each.payoffs)
    free = not bargain.rules.outside
    return NashAgreement(float(patience(bargain))).regret(problem, each.payoffs) if free else None


def in_turn(bargain: Bargain, piece: FloatArray, outside: tuple[FloatArray, FloatArray]) -> Agreement:
    """Return what alternating offers lead to on the piece chosen at each point, with what each may leave for."""
    deltas = discounts(bargain)
    return bargain.on(piece, lambda problem: _kept(problem, outside, first_offer(problem, *deltas, outside)))


def _kept(
    problem: BargainingProblem, outside: tuple[FloatArray, FloatArray], position: FloatArray
) -> FloatArray:  # fmt: skip
    """Return a position moved to where nobody would rather leave; NaN where somebody would anyway.

    As offers follow each other at once a party gets what it would without an outside option, or that option if it is
    more (Binmore, Shaked and Sutton 1989); what offers lead to a month apart never lies beyond it.
    """
    least = np.maximum(problem.disagreement, np.stack(outside, axis=-1))
    kept = within(BargainingProblem(problem.frontier, least), position)
    return np.where(np.isnan(position), np.nan, kept)


def patience(bargain: Bargain) -> FloatArray:
    """Return the first party's weight as offers follow at once: r2 / (r1 + r2), a half where neither minds waiting."""
    with np.errstate(divide="ignore"):
        one, two = (-np.log(np.maximum(delta, 1e-300)) for delta in discounts(bargain))
    total = one + two
    return np.asarray(np.divide(two, total, out=np.full(total.shape, 0.5), where=total > 0))


def adjusted_winner(bargain: Bargain) -> FloatArray:
    """Return the settlement of each issue by Adjusted Winner on the parties' stakes alone: shape (..., issues)."""
    f, rules = bargain.f, bargain.rules
    shape, share = f.values.shape[:-1], AdjustedWinner().shares(stake_shares(bargain))
    ends = [np.stack([np.broadcast_to(f.ideal(a, i), shape) for i in rules.issues], axis=-1) for a in rules.parties]
    return np.asarray(share * ends[0] + (1.0 - share) * ends[1])


def issue_by_issue(bargain: Bargain, package: Agreement) -> tuple[FloatArray, FloatArray]:
    """Return the settlement of each issue settled on its own, and what the parties then have: (..., issues), (...,
    party).

    Each issue alone has what fighting on makes of it, and a share of each party's other gains and costs, by its stakes
    in the issues; where it has no agreement of its own, that is what remains. Red lines are met or paid for as in the
    package.
    """
    settled, payoffs = [], []
    for piece in bargain.pieces:
        each, worth = _alone(bargain, piece.path.segments, piece.problem, piece.low)
        settled.append(each)
        payoffs.append(worth)
    chosen = package.piece[..., np.newaxis]
    return _pick(settled, chosen), _pick(payoffs, chosen)


def _alone(
    bargain: Bargain, segments: Segments, problem: BargainingProblem, low: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the settlements of the issues of one piece taken one by one, and what they add up to."""
    rules, f = bargain.rules, bargain.f
    whole = path_along(segments)
    rest = problem.frontier[..., 0, :] - whole.payoffs[..., 0, :]
    fights = [f.position(issue, rules.disagreement) for issue in rules.issues]
    shares = stake_shares(bargain)
    at_war = [_worth_of(segments, j, fight - low[..., j]) for j, fight in enumerate(fights)]
    spare = bargain.disagreement - rest - sum(at_war)
    settled, worth = [], rest
    for j, fight in enumerate(fights):
        own = [k for k, issue in enumerate(segments.issue) if issue == j]
        part = Segments((0,) * len(own), segments.low[..., own], segments.high[..., own], segments.slope[..., own])
        path, due = path_along(part), at_war[j] + shares[..., j] * spare
        alone = BargainingProblem(path.payoffs, due)
        position = NashAgreement().position(alone)
        none = np.isnan(position)
        found = np.nan_to_num(position)
        settled.append(np.where(none, fight, low[..., j] + path.settlement(found)[..., 0]))
        worth = worth + np.where(none[..., np.newaxis], due, alone.at(found))
    return np.stack(settled, axis=-1), np.asarray(worth)


def _worth_of(segments: Segments, j: int, length: FloatArray) -> FloatArray:
    """Return what a length of an issue, from its lower end, is worth to each party: shape (..., party)."""
    own = [k for k, issue in enumerate(segments.issue) if issue == j]
    low, high = segments.low[..., own], segments.high[..., own]
    inside = np.clip(length[..., np.newaxis] - (low - low[..., :1]), 0.0, high - low)
    return np.asarray((segments.slope[..., own] * inside[..., np.newaxis, :]).sum(axis=-1))


def stake_shares(bargain: Bargain) -> FloatArray:
    """Return the share of each issue in a party's stakes in all issues divided: shape (..., party, issue)."""
    shape = bargain.f.values.shape[:-1]
    rows = [
        np.stack([np.broadcast_to(bargain.f.number(f"stakes.{a}.{i}", 0.0), shape) for i in bargain.rules.issues], -1)
        for a in bargain.rules.parties
    ]
    stakes = np.stack(rows, axis=-2)
    sums = stakes.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(stakes, sums, out=np.full(stakes.shape, 1.0 / stakes.shape[-1]), where=sums > 0))


def discounts(bargain: Bargain) -> tuple[FloatArray, FloatArray]:
    """Return the parties' discount factors from one offer to the next: a month, and the risk of a breakdown."""
    f = bargain.f
    stays = 1.0 - f.number(f"games.{f.horizon_path.split('.')[1]}.breakdown", 0.0)
    one, two = (f.number(f"actors.{actor}.discount_factor", 1.0) * stays for actor in bargain.rules.parties)
    return np.asarray(one), np.asarray(two)


def _least_share(gains: FloatArray, most: FloatArray) -> FloatArray:
    shares = np.divide(gains, most, out=np.full(gains.shape, np.inf), where=most > 0)
    return np.asarray(shares.min(axis=-1))


def _pick(arrays: list[FloatArray], piece: FloatArray) -> FloatArray:
    found = arrays[0]
    for k, each in enumerate(arrays[1:], 1):
        found = np.where(piece == k, each, found)
    return found
