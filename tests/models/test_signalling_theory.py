"""Signalling games against published equilibria, and against a search over assessments from the definition."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.games import Chance, Decision, ExtensiveFormGame, InformationSet, Leaf
from negosim.models.signalling.assessments import Candidate, assessments, expected, has_ties, regret
from negosim.models.signalling.cheap_talk import SILENT, cuts, most_intervals, receiver_loss
from negosim.models.signalling.least_cost import Effort, high_type_loses, pooling_limit, separating_efforts
from negosim.models.signalling.plans import pooling_plan, separating_plan
from negosim.models.signalling.two_types import Signalling, indifference, values
from negosim.solve import solve
from negosim.solve.concepts.sequential import Sequential


def beer_quiche(strong: float) -> Signalling:
    """Cho and Kreps 1987: types strong, weak; messages beer, quiche; replies no duel, duel."""
    sender = np.array([[[3, 1], [2, 0]], [[2, 0], [3, 1]]], dtype=float)
    receiver = np.array([[[1, 0], [1, 0]], [[0, 1], [0, 1]]], dtype=float)
    return Signalling(sender, receiver, np.array(strong))


def found(game: Signalling) -> list[Candidate]:
    return [c for c in assessments(game) if c.exists]


def leans(game: Signalling, belief: np.ndarray, message: int) -> np.ndarray:
    """What the second of two replies is worth to the receiver beyond the first."""
    return np.diff(values(game, belief, message), axis=-1)[..., 0]


def pure_sends(c: Candidate) -> tuple[int, int]:
    """The message of each type, where neither mixes."""
    return int(c.sends[0].argmax()), int(c.sends[1].argmax())


def is_equilibrium(game: Signalling, c: Candidate, tolerance: float = 1e-7) -> bool:
    """Whether an assessment meets the definition: best messages, best replies at the beliefs, and Bayes' rule."""
    worth = np.einsum("tma,ma->tm", game.sender, c.replies)
    prior = np.array([float(game.prior), 1 - float(game.prior)])
    for t, m in product((0, 1), game.messages):
        if c.sends[t, m] > tolerance and worth[t, m] < worth[t].max() - tolerance:
            return False
    for m in game.messages:
        belief = np.array([c.belief[m], 1 - c.belief[m]])
        reached = prior @ c.sends[:, m]
        if reached > tolerance and abs(prior[0] * c.sends[0, m] / reached - c.belief[m]) > tolerance:
            return False
        value = np.einsum("ta,t->a", game.receiver[:, m, :], belief)
        if any(c.replies[m, r] > tolerance and value[r] < value.max() - tolerance for r in game.replies):
            return False
    shares = np.concatenate([c.sends.ravel(), c.replies.ravel(), c.belief])
    whole = np.allclose(c.sends.sum(axis=-1), 1) and np.allclose(c.replies.sum(axis=-1), 1)
    return bool(whole and np.all((shares >= -tolerance) & (shares <= 1 + tolerance)))


def pure_equilibria(game: Signalling) -> set[tuple[int, int, int, int]]:
    """Every pure assessment that some belief supports, by going through all of them: (sends, sends, reply, reply).

    A reply is worth something linear in the belief, so that one that is best at some belief is best at 0 or at 1.
    """
    held = set()
    for plan in product((0, 1), repeat=4):
        sends, replies = np.eye(2)[list(plan[:2])], np.eye(2)[list(plan[2:])]
        sent = {plan[0], plan[1]}
        options = []
        for m in (0, 1):
            senders = [t for t in (0, 1) if plan[t] == m]
            at = {2: [float(game.prior)], 1: [1.0 - senders[0]] if senders else [], 0: [0.0, 0.5, 1.0]}
            options.append(at[len(senders)] if m in sent else at[0])
        for beliefs in product(*options):
            c = Candidate("", ((), ()), np.array(True), np.array(True), sends, replies, np.array(beliefs))
            if is_equilibrium(game, c, 1e-9):
                held.add(plan)
                break
    return held


payoff_tables = st.lists(st.integers(0, 12), min_size=16, max_size=16)


def random_game(table: list[int], prior: float) -> Signalling:
    """A game without ties: small irregular steps keep every comparison strict."""
    extra = np.sin(np.arange(1, 17) * 12.9898) * 0.137
    shaped = (np.array(table, dtype=float) + extra).reshape(2, 2, 2, 2)
    return Signalling(shaped[0], shaped[1], np.array(prior))


def test_beer_and_quiche_both_pool_and_only_beer_is_intuitive() -> None:
    pooled = {("BQ"[pure_sends(c)[0]] * 2 + "".join("ND"[r] for r in c.replies.argmax(axis=-1))): bool(c.intuitive)
              for c in found(beer_quiche(0.9))}  # fmt: skip
    assert pooled == {"BBND": True, "QQDN": False}


def test_with_few_strong_types_the_weak_drink_beer_now_and_then() -> None:
    """With Pr(strong) = 1/10 nobody can pool: one in nine of the weak has beer, and half of these are duelled."""
    (only,) = found(beer_quiche(0.1))
    assert only.kind == "semi-separating" and only.intuitive
    assert only.sends[:, 1].tolist() == pytest.approx([0, 8 / 9])
    assert only.replies[:, 1].tolist() == pytest.approx([0.5, 1])
    assert only.belief.tolist() == pytest.approx([0.5, 0])


@settings(max_examples=150, deadline=None)
@given(payoff_tables, st.floats(0.03, 0.97))
def test_every_assessment_found_meets_the_definition_and_every_pure_one_is_found(
    table: list[int], prior: float
) -> None:
    game = random_game(table, prior)
    candidates = found(game)
    assert candidates
    assert all(is_equilibrium(game, c) for c in candidates)
    listed = {pure_sends(c) for c in candidates if c.kind in ("separating", "pooling")}
    assert {plan[:2] for plan in pure_equilibria(game)} <= listed


@settings(max_examples=150, deadline=None)
@given(payoff_tables, st.floats(0.03, 0.97))
def test_a_pure_plan_is_an_equilibrium_where_the_type_nearest_to_leaving_it_stays(
    table: list[int], prior: float
) -> None:
    game = random_game(table, prior)
    listed = {pure_sends(c) for c in found(game) if c.kind in ("separating", "pooling")}
    plans = [pooling_plan(game, 0), pooling_plan(game, 1), separating_plan(game, 0, 1), separating_plan(game, 1, 0)]
    for plan in plans:
        worth = np.einsum("tma,ma->tm", game.sender, plan.replies)
        stays = [worth[t, plan.sends[t]] - worth[t, 1 - plan.sends[t]] for t in (0, 1)]
        assert stays[int(plan.nearest)] == min(stays)
        assert (plan.sends in listed) == (min(stays) >= 0)


@settings(max_examples=40, deadline=None)
@given(payoff_tables, st.floats(0.05, 0.95))
def test_mixed_assessments_are_found_where_a_grid_of_plans_comes_near_one(table: list[int], prior: float) -> None:
    """Each kind of mixing is checked against the conditions that pin it, along a grid of one type's mixing.

    Where the type that mixes sends a message with chance x the belief moves with x from the prior, or from 0 or 1; an
    equilibrium has the belief at which the receiver is indifferent, so it is bracketed.
    """
    game = random_game(table, prior)
    listed = {c.messages for c in found(game) if c.kind == "semi-separating"}
    for mixer, both in product((0, 1), repeat=2):
        shares = np.linspace(1e-6, 1 - 1e-6, 401)
        mass = np.array([prior, 1 - prior])
        beliefs = np.where(mixer == 0, mass[0] * shares / (mass[0] * shares + mass[1]),
                           mass[0] / (mass[0] + mass[1] * shares))  # fmt: skip
        sides = np.sign([leans(game, np.array(b), both) for b in beliefs])
        crosses = sides.min() < 0 < sides.max()
        alone = int(leans(game, np.array(1.0 - mixer), 1 - both) > 0)
        target = game.sender[mixer, 1 - both, alone]
        low, high = sorted(game.sender[mixer, both])
        mix = (target - game.sender[mixer, both, 0]) / (game.sender[mixer, both, 1] - game.sender[mixer, both, 0])
        steady = game.sender[1 - mixer, both] @ [1 - mix, mix] >= game.sender[1 - mixer, 1 - both, alone]
        plan = ((0, 1), (both,)) if mixer == 0 else ((both,), (0, 1))
        assert (plan in listed) == bool(crosses and low <= target <= high and steady)


def test_both_types_may_mix() -> None:
    """A game built from its answer: beliefs 1/4 and 3/4 after the two messages, each reply taken half the time."""
    receiver = np.array([[[0, 3], [0, 1]], [[0, -1], [0, -3]]], dtype=float)
    sender = np.array([[[2, 0], [0, 2]], [[0, 2], [1, 1]]], dtype=float)
    game = Signalling(sender, receiver, np.array(0.5))
    (both,) = [c for c in found(game) if c.kind == "both types mix"]
    assert is_equilibrium(game, both)
    assert both.belief.tolist() == pytest.approx([0.25, 0.75]) and both.replies.tolist() == [[0.5, 0.5]] * 2
    assert both.sends[:, 1].tolist() == pytest.approx([0.75, 0.25])


@settings(max_examples=100, deadline=None)
@given(payoff_tables, st.floats(0.05, 0.95))
def test_the_intuitive_criterion_is_that_of_cho_and_kreps(table: list[int], prior: float) -> None:
    game = random_game(table, prior)
    for c in [c for c in found(game) if c.kind == "pooling"]:
        off = 1 - pure_sends(c)[0]
        best = {int(leans(game, np.array(b), off) > 0) for b in np.linspace(0, 1, 501)}
        now = expected(game.sender, c)
        left = [t for t in (0, 1) if max(game.sender[t, off, r] for r in best) >= now[t] - 1e-9]
        fails = False
        if len(left) == 1:
            reply = int(leans(game, np.array(1.0 - left[0]), off) > 0)
            fails = game.sender[left[0], off, reply] > now[left[0]] + 1e-9
        assert bool(c.intuitive) == (not fails)


def wide_game(seed: int, messages: int, replies: int) -> Signalling:
    """A game with more messages and replies; random numbers leave no ties."""
    rng = np.random.default_rng(seed)
    sender, receiver = rng.random((2, 2, messages, replies)).round(3) * 10
    return Signalling(sender, receiver, np.array(round(0.05 + 0.9 * rng.random(), 3)))


def as_tree(game: Signalling) -> ExtensiveFormGame:
    """The same game as a tree, by hand: chance, the sender, the receiver."""
    count, size = len(game.messages), len(game.replies)
    nodes: list[object] = [Chance(("t0", "t1"), (1, 2), 0)]
    nodes += [Decision(t, tuple(3 + t * count + m for m in range(count))) for t in (0, 1)]
    start = 3 + 2 * count
    nodes += [
        Decision(2 + m, tuple(start + (t * count + m) * size + a for a in range(size)))
        for t in (0, 1) for m in range(count)
    ]  # fmt: skip
    nodes += [Leaf(k) for k in range(2 * count * size)]
    names = tuple(f"m{m}" for m in range(count))
    sets = [InformationSet(0, f"t{t}", names, (1 + t,)) for t in (0, 1)]
    sets += [
        InformationSet(1, names[m], tuple(f"a{a}" for a in range(size)), (3 + m, 3 + count + m)) for m in range(count)
    ]
    payoffs = np.stack([game.sender.ravel(), game.receiver.ravel()])
    return ExtensiveFormGame(tuple(nodes), tuple(sets), ("s", "r"), payoffs, [float(game.prior), 1 - float(game.prior)])


@pytest.mark.parametrize(("messages", "replies", "seeds"), [(2, 2, 12), (3, 2, 12), (2, 3, 12), (3, 3, 6), (4, 2, 4)])
def test_what_the_types_send_is_what_the_exact_search_of_sequential_equilibria_finds(
    messages: int, replies: int, seeds: int
) -> None:
    """Every plan of the sender that some equilibrium has, both ways; that search walks polytopes, in fractions."""
    for seed in range(seeds):
        game = wide_game(seed, messages, replies)
        assert not has_ties(game)
        mine = found(game)
        assert all(is_equilibrium(game, c) for c in mine) and all(regret(game, c) < 1e-9 for c in mine)
        exact = solve(as_tree(game), Sequential())
        theirs = {tuple(np.round(np.concatenate(e.profile[:2]), 6)) for e in exact.equilibria}
        assert {tuple(np.round(c.sends.ravel(), 6)) for c in mine} == theirs


def test_a_third_message_may_carry_an_equilibrium_and_the_criterion_looks_at_every_message_not_sent() -> None:
    """Beer and quiche, and a costly breakfast that both would rather not have: nothing is gained by it."""
    sender = np.array([[[3, 1], [2, 0], [0, 0]], [[2, 0], [3, 1], [0, 0]]], dtype=float)
    receiver = np.array([[[1, 0]] * 3, [[0, 1]] * 3], dtype=float)
    pooled = {pure_sends(c): bool(c.intuitive) for c in found(Signalling(sender, receiver, np.array(0.9)))}
    assert pooled == {(0, 0): True, (1, 1): False}
    sender[0, 2] = [3.5, 1.5]  # now the strong would be known by it, and gain
    pooled = {pure_sends(c): bool(c.intuitive) for c in found(Signalling(sender, receiver, np.array(0.9)))}
    assert pooled[1, 1] is False and pooled[0, 0] is False and pooled[2, 1] is True


def test_a_batch_gives_what_single_games_give() -> None:
    priors = np.linspace(0.05, 0.95, 7)
    one = beer_quiche(0.5)
    batch = Signalling(*(np.broadcast_to(x, (7, 2, 2, 2)) for x in (one.sender, one.receiver)), priors)
    for k, prior in enumerate(priors):
        alone = [bool(c.exists) for c in assessments(beer_quiche(float(prior)))]
        assert [bool(c.exists[k]) for c in assessments(batch)] == alone


def test_indifference_is_where_a_duel_pays_as_often_as_not() -> None:
    assert float(indifference(beer_quiche(0.9), 0)) == 0.5


def effort(prior: float = 0.5) -> Effort:
    """Spence's job market: worth 2 and 1, and a unit of effort costs one over it."""
    return Effort(*(np.array(x, dtype=float) for x in (2, 1, 0.5, 1, prior)))


def test_spence_separates_from_one_to_two_and_pools_up_to_a_half() -> None:
    low, high = separating_efforts(effort())
    assert (float(low), float(high), float(pooling_limit(effort()))) == (1.0, 2.0, 0.5)


@pytest.mark.parametrize(("e", "separates"), [(0.99, False), (1.0, True), (2.0, True), (2.01, False)])
def test_an_effort_separates_where_neither_type_would_take_the_others(e: float, separates: bool) -> None:
    case = effort()
    honest_low = float(case.low_worth) >= float(case.high_worth) - float(case.low_cost) * e
    honest_high = float(case.high_worth) - float(case.high_cost) * e >= float(case.low_worth)
    low, high = separating_efforts(case)
    assert (float(low) <= e <= float(high)) == (honest_low and honest_high) == separates


def test_with_many_high_types_signalling_costs_even_them() -> None:
    assert not high_type_loses(effort(0.4)) and high_type_loses(effort(0.6))


@pytest.mark.parametrize(("bias", "intervals"), [(0.3, 1), (0.25, 1), (0.249, 2), (0.05, 3), (0.01, 7)])
def test_the_number_of_intervals(bias: float, intervals: int) -> None:
    assert float(most_intervals(np.array(bias))) == intervals
    assert 2 * bias * intervals * (intervals - 1) < 1 <= 2 * bias * (intervals + 1) * intervals + 1e-12


def test_crawford_and_sobels_cuts_leave_the_sender_indifferent() -> None:
    found_cuts = cuts(0.05, 3)
    assert found_cuts.tolist() == pytest.approx([2 / 15, 7 / 15], abs=1e-12)
    ends = np.array([0, *found_cuts, 1])
    middles = (ends[1:] + ends[:-1]) / 2
    for k, cut in enumerate(found_cuts):
        assert (middles[k] - cut - 0.05) ** 2 == pytest.approx((middles[k + 1] - cut - 0.05) ** 2, abs=1e-12)


def test_a_boast_changes_nothing_once_the_bias_exceeds_a_quarter_and_something_below() -> None:
    """C14."""
    biases = np.linspace(0.01, 1, 100)
    told = most_intervals(biases) > 1
    assert np.array_equal(told, biases < SILENT - 1e-9)


@pytest.mark.parametrize(("bias", "intervals"), [(0.05, 1), (0.05, 2), (0.05, 3), (0.1, 2)])
def test_the_receivers_loss_is_the_mean_over_what_is_told(bias: float, intervals: int) -> None:
    ends = np.array([0, *cuts(bias, intervals), 1])
    exact = sum((high - low) ** 3 / 12 for low, high in pairwise(ends))
    assert float(receiver_loss(np.array(bias), np.array(float(intervals)))) == pytest.approx(exact, abs=1e-12)
    assert float(receiver_loss(np.array(0.0), np.array(np.inf))) == 0


def test_ties_are_told() -> None:
    assert not has_ties(beer_quiche(0.9))
    assert has_ties(beer_quiche(0.5))


def test_effort_that_costs_the_able_more_or_brings_nothing_tells_nothing() -> None:
    for numbers in ((2, 1, 1, 0.5), (1, 2, 0.5, 1)):
        least, largest = separating_efforts(Effort(*(np.array(x, dtype=float) for x in (*numbers, 0.5))))
        assert np.isnan(least) and np.isnan(largest)
    free, _ = separating_efforts(Effort(*(np.array(x, dtype=float) for x in (2, 1, 0, 1, 0.5))))
    assert float(free) == 1
