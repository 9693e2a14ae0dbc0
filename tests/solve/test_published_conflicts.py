"""Conflicts of the literature, by the matrix method and by another program's own answers.

The matrix method (Xu, Li, Hipel and Kilgour 2009; Xu, Hipel, Kilgour and Fang 2018, chapter 4) knows no walks: it
multiplies tables of moves and preferences. Elmira's moves and orders are those of such a program by Xu (2007).
"""

import json

import numpy as np
import pytest

from conflict_oracle import elmira, random_graphs
from negosim.interop import read_gmcr
from negosim.solve.conflict import GENERAL, NASH, SEQUENTIAL, SYMMETRIC, Conflict
from negosim.solve.stability import StabilityTable


def legal_sequences(tables):
    """Which states a group reaches if nobody moves twice running: tables[member, from, to]."""
    last = [table > 0 for table in tables]  # last[i]: reached by a sequence whose last mover is i
    while True:
        grown = [
            one | (sum((other.astype(int) for k, other in enumerate(last) if k != i), 0 * one) @ tables[i] > 0)
            for i, one in enumerate(last)
        ]
        if all((new == old).all() for new, old in zip(grown, last, strict=True)):
            return np.logical_or.reduce(last)
        last = grown


def by_matrices(graph):
    """The states that are stable for each decision maker: name -> [player, state]."""
    ranks, moves = np.asarray(graph.ranks), np.asarray(graph.moves).astype(int)
    prefers = (ranks[:, None, :] > ranks[:, :, None]).astype(int)  # prefers[i, s, t]: i likes t better than s
    better = moves * prefers
    found = {name: [] for name in (NASH, GENERAL, SYMMETRIC, SEQUENTIAL)}
    for i in range(len(moves)):
        others = [k for k in range(len(moves)) if k != i]
        answer, credible = (legal_sequences(tables[others]).astype(int) for tables in (moves, better))
        no_better = (1 - prefers[i]).T
        escapes = (moves[i] @ prefers[i].T > 0).astype(
            int
        )  # escapes[y, s]: from y it moves to what it likes more than s
        tables = {
            NASH: np.ones_like(no_better),
            GENERAL: 1 - (answer @ no_better > 0),
            SYMMETRIC: 1 - (answer @ (no_better * (1 - escapes)) > 0),
            SEQUENTIAL: 1 - (credible @ no_better > 0),
        }
        for name, table in tables.items():
            found[name].append(np.diag(better[i] @ table) == 0)
    return {name: np.array(rows) for name, rows in found.items()}


def test_elmira_is_stable_as_the_matrix_method_says():
    found = by_matrices(elmira())
    equilibria = {name: (np.flatnonzero(rows.all(axis=0)) + 1).tolist() for name, rows in found.items()}
    assert equilibria == {
        NASH: [5, 8, 9],
        GENERAL: [1, 4, 5, 8, 9],
        SYMMETRIC: [1, 4, 5, 8, 9],
        SEQUENTIAL: [5, 8, 9],
    }


@pytest.mark.parametrize("graph", [elmira(), *random_graphs(40)])
def test_every_decision_maker_is_stable_where_the_matrix_method_says(graph):
    for name, rows in by_matrices(graph).items():
        assert (StabilityTable(graph).stable[name] == rows).all(), name


YES, NO = "Y", "N"
GARRISON = {
    "program": "gmcr-py",
    "version": "0.3.6",
    "options": [
        {"name": name, "permittedDirection": "both"}
        for name in ("Full", "Reduced", "Appease", "Legal", "Treaty", "Full", "Reduced", "Lonetree", "Suspend")
    ],
    "infeasibles": [
        *([[a, YES], [b, YES]] for group in ((0, 1, 2), (5, 6, 7, 8)) for a in group for b in group if a < b),
        [[0, NO], [1, NO], [2, NO]],
        [[5, NO], [6, NO], [7, NO], [8, NO]],
        [[0, YES], [3, NO]],
        [[2, YES], [3, YES]],
        [[0, YES], [4, NO], [5, NO]],
        *([[k, YES], [4, NO], [last, YES]] for k in (1, 2) for last in (7, 8)),
    ],
    "useManualPreferenceRanking": True,
    "decisionMakers": [
        {"name": name, "options": options, "preferences": [], "preferenceRanking": ranking}
        for name, options, ranking in (
            ("US Support", [0, 1, 2],
             [3, 7, [1, 2], 4, [5, 6], 8, 9, 12, 11, 15, 10, 13, 14, 17, 16, 18, 19, 21, 20, 22, 23]),
            ("US Opposition", [3],
             [[21, 17, 13, 10, 6, 2], [23, 19], 15, 11, 8, 4, 22, 18, 14, 7, 3, 20, 16, 12, 9, 5, 1]),
            ("Canadian Opposition", [4],
             [23, [20, 21], 19, [16, 17], 11, [9, 10], 15, [12, 13], 2, 4, 1, 8, [5, 6], 22, 18, 14, 3, 7]),
            ("IJC", [5, 6, 7, 8], [list(range(1, 24))]),
        )
    ],
}  # fmt: skip


def test_the_garrison_diversion_conflict_has_the_equilibria_that_gmcr_py_gives_it():
    """Fraser and Hipel (1984), as gmcr-py holds it with its own answers. There an answer is one move of one opponent;
    with legal sequences of moves (Fang, Hipel and Kilgour 1993) three more states are metarational."""
    conflict = Conflict(read_gmcr(json.dumps(GARRISON)).form.graph)
    found = {name: {int(k) + 1 for k in np.flatnonzero(marked)} for name, marked in conflict.table.equilibria.items()}
    rational = {2, 3, 11, 17, 18, 21, 22}
    assert found[NASH] == found[SEQUENTIAL] == rational
    one_answer = rational | {8, 13, 14, 15, 19}
    assert found[GENERAL] == found[SYMMETRIC] == one_answer | {4, 6, 10}
