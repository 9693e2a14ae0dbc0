"""The table of numbers: paths, statuses, vectors, and stakes that always sum to one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.games import FloatArray
from negosim.scenario import START, read_text
from negosim.scenario.numbers import Numbers, legal_interval
from scenario_cases import SOUND, scenario_of

TALKS = scenario_of("march-2025").numbers
RUSSIA = ("territory", "kursk", "aid", "sanctions")


def stakes(values: FloatArray, actor: str = "russia", numbers: Numbers = TALKS) -> FloatArray:
    """Return an actor's stakes: shape (..., issues)."""
    return values[..., numbers.stakes[actor]]


def test_every_path_leads_to_its_number() -> None:
    for k, entry in enumerate(TALKS.entries):
        assert TALKS.index[entry.path] == k
        assert TALKS[entry.path] is entry
        assert TALKS.base[k] == entry.value
    assert "levers.us_aid" not in TALKS and "levers.us_aid.strength" in TALKS
    assert not TALKS.base.flags.writeable


def test_numbers_stand_in_the_order_of_the_file() -> None:
    paths = [entry.path for entry in TALKS.entries]
    assert paths[0] == START
    tops = list(dict.fromkeys(path.split(".")[0] for path in paths))
    shared = ["time", "actors", "issues", "stakes", "ideals", "audience", "levers", "outcomes", "truce"]
    assert tops == [*shared, "games", "campaign"]


@pytest.mark.parametrize(
    ("path", "status", "claims"),
    [
        ("issues.territory.drift", "measured", ("C4", "C26")),
        ("levers.us_aid.replaced", "measured", ("C29",)),
        ("levers.us_aid.strength", "judged, direction", ("C7", "C8")),
        ("audience.russia.kursk.fixed", "judged, direction", ("C15", "C19")),
        ("games.call.moves.reply.options.energy_truce.refuses", "judged, direction", ("C1", "C27")),
        ("time.seasons.heating.feb", "judged", ()),
        ("actors.russia.ideal", "judged", ()),
    ],
)
def test_a_number_is_measured_or_judged_by_its_own_claim_or_its_rows(
    path: str, status: str, claims: tuple[str, ...]
) -> None:
    assert (TALKS[path].status, TALKS[path].claims) == (status, claims)


def test_a_source_that_is_an_aggregator_is_weak() -> None:
    assert [entry.path for entry in TALKS.entries if entry.weak_source] == ["issues.territory.status_quo"]


def test_beliefs_and_floors_are_numbers_with_paths_of_their_own() -> None:
    assert "actors.ukraine.cost_of_fighting.belief.uniform.high" in TALKS
    assert "levers.strikes_on_grid.strength.floor" in TALKS


def test_numbers_that_are_not_given_have_no_path() -> None:
    assert "levers.us_sanctions.replaced" not in TALKS
    assert "actors.us.cost_of_fighting" not in TALKS


def test_varying_nothing_gives_the_base() -> None:
    assert np.array_equal(TALKS.vary({}), TALKS.base)


def test_varied_numbers_broadcast_against_each_other() -> None:
    low, high = np.linspace(0, 1, 3), np.linspace(0, 1, 4)[:, np.newaxis]
    values = TALKS.vary({"levers.us_aid.replaced": low, "outcomes.energy_truce.deal": high})
    assert values.shape == (4, 3, len(TALKS.base))
    assert values[2, 1, TALKS.index["levers.us_aid.replaced"]] == 0.5
    assert values[2, 1, TALKS.index["outcomes.energy_truce.deal"]] == pytest.approx(2 / 3)


def test_an_unknown_path_cannot_be_varied() -> None:
    with pytest.raises(KeyError):
        TALKS.vary({"nothing": 1.0})


def test_setting_one_stake_rescales_the_others_in_proportion() -> None:
    values = TALKS.vary({"stakes.russia.territory": 0.75})
    assert stakes(values) == pytest.approx([0.75, 0.1, 0.1, 0.05])
    assert np.array_equal(stakes(values, "us"), stakes(TALKS.base, "us"))


def test_setting_several_stakes_leaves_the_rest_to_the_others() -> None:
    values = TALKS.vary({"stakes.russia.territory": 0.2, "stakes.russia.kursk": 0.5})
    assert stakes(values) == pytest.approx([0.2, 0.5, 0.2, 0.1])


def test_stakes_of_more_than_one_are_divided_by_their_sum() -> None:
    values = TALKS.vary({"stakes.us.aid": 3.0, "stakes.us.sanctions": 1.0})
    assert stakes(values, "us") == pytest.approx([0.75, 0.25])
    assert stakes(TALKS.vary({"stakes.russia.territory": 2.0})) == pytest.approx([1, 0, 0, 0])


def test_stakes_that_are_all_set_to_nothing_stay_nothing() -> None:
    assert stakes(TALKS.vary({"stakes.us.aid": 0.0, "stakes.us.sanctions": 0.0}), "us").tolist() == [0, 0]


def test_a_single_stake_stays_one() -> None:
    text = SOUND.read_text().replace("{land: .7, aid: .3}", "{land: 1}")
    numbers = read_text(text).numbers
    assert stakes(numbers.vary({"stakes.north.land": 0.4}), "north", numbers).tolist() == [1]


@given(
    weights=st.dictionaries(st.sampled_from(RUSSIA), st.floats(0, 1), min_size=1),
    size=st.integers(1, 4),
    seed=st.integers(0, 99),
)
@settings(deadline=None)
def test_stakes_always_sum_to_one_and_a_batch_is_a_loop(weights: dict[str, float], size: int, seed: int) -> None:
    spread = np.random.default_rng(seed).uniform(0.5, 1, size)
    changes = {f"stakes.russia.{issue}": weight * spread for issue, weight in weights.items()}
    values = TALKS.vary(changes)
    total = stakes(values).sum(axis=-1)
    assert np.allclose(total, 1) or (len(weights) == 4 and sum(weights.values()) == 0)
    for k in range(size):
        assert values[k] == pytest.approx(TALKS.vary({path: column[k] for path, column in changes.items()}))


@given(weight=st.floats(0, 1), issue=st.sampled_from(RUSSIA))
@settings(deadline=None, max_examples=20)
def test_a_what_if_sets_stakes_as_vary_does(weight: float, issue: str) -> None:
    path = f"stakes.russia.{issue}"
    changed = scenario_of("march-2025").what_if({path: weight})
    assert changed.numbers.base == pytest.approx(TALKS.vary({path: weight}))


def test_an_inherited_path_varies_the_number_where_it_stands() -> None:
    own, alias = (f"games.{g}.moves.reply.options.energy_truce.refuses" for g in ("call", "table_talk"))
    assert np.array_equal(TALKS.vary({own: 0.9}), TALKS.vary({alias: 0.9}))


def test_each_number_knows_its_legal_interval() -> None:
    assert legal_interval(TALKS["levers.us_aid.replaced"]) == (0, 1)
    assert legal_interval(TALKS["levers.us_aid.strength"]) == (0, np.inf)
    assert legal_interval(TALKS["issues.territory.drift"]) == (-1, 1)
    assert legal_interval(TALKS["games.call.horizon"]) == (1e-6, 120)
