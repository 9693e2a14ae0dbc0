"""Errors: one tree with an exit status each, and faults that say where, what and what would mend it."""

import pytest

from negosim.errors import Fault, InputError, NegosimError, OutputError, UnsolvedError, UsageError, nearest


def test_every_error_has_the_exit_status_of_the_contract():
    statuses = {NegosimError: 1, UsageError: 2, InputError: 3, UnsolvedError: 4, OutputError: 5}
    assert {kind: kind.exit_status for kind in statuses} == statuses
    assert all(issubclass(kind, NegosimError) for kind in statuses)


def test_a_fault_says_where_what_and_what_would_mend_it():
    assert str(Fault("a.yaml:3:5", "unknown key 'sides'", "did you mean 'actors'?")) == (
        "a.yaml:3:5: unknown key 'sides'; did you mean 'actors'?"
    )
    assert str(Fault("a.yaml", "is empty")) == "a.yaml: is empty"


def test_an_input_error_lists_every_fault():
    faults = (Fault("a:1:1", "one"), Fault("a:2:1", "two"))
    error = InputError(iter(faults))
    assert error.faults == faults
    assert str(error) == "a:1:1: one\na:2:1: two"


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("ukrain", ["us", "ukraine"], "did you mean 'ukraine'? (known: us, ukraine)"),
        ("zzz", ["us", "ukraine"], "name one of the known: us, ukraine"),
        ("actor_1", [f"actor_{k}" for k in range(20)], "did you mean 'actor_1'?"),
        ("zzz", [], ""),
    ],
)
def test_an_unknown_word_is_met_with_the_nearest_known_one_and_a_short_list(word, known, said):
    assert nearest(word, known) == said
