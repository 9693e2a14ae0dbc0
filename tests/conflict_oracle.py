"""The definitions of the graph model word by word, with sets and loops: slow, and plain to see."""

import numpy as np

from negosim.games import ConflictGraph

ELMIRA_MOVES = {
    0: [(1, 2), (3, 4), (5, 6), (7, 8)],
    1: [(1, 3), (1, 9), (2, 4), (2, 9), (3, 9), (4, 9), (5, 7), (5, 9), (6, 8), (6, 9), (7, 9), (8, 9)],
    2: [(1, 5), (5, 1), (2, 6), (6, 2), (3, 7), (7, 3), (4, 8), (8, 4)],
}
ELMIRA_PAYOFFS = [[4, 3, 8, 7, 5, 2, 9, 6, 1], [9, 2, 4, 8, 6, 1, 3, 7, 5], [6, 2, 8, 3, 7, 4, 9, 5, 1]]


def elmira():
    """The Elmira conflict (Hipel, Fang, Kilgour and Haight 1993): ministry, Uniroyal, local government."""
    moves = np.zeros((3, 9, 9), dtype=bool)
    for player, pairs in ELMIRA_MOVES.items():
        for state, following in pairs:
            moves[player, state - 1, following - 1] = True
    return ConflictGraph(moves, ELMIRA_PAYOFFS, ("ministry", "uniroyal", "local"), status_quo=0)


def random_graph(rng, players, states):
    """Any moves, reversible or not, transitive or not, and any order with ties."""
    moves = rng.random((players, states, states)) < rng.uniform(0.15, 0.6)
    moves[:, range(states), range(states)] = False
    return ConflictGraph(moves, rng.integers(0, states, (players, states)))


def random_graphs(count, players=(2, 3), most=6):
    rng = np.random.default_rng(1987)
    return [random_graph(rng, int(rng.choice(players)), int(rng.integers(2, most + 1))) for _ in range(count)]


def likes(graph, player, state, other):
    """Whether a player likes `other` better than `state`."""
    return graph.ranks[player, other] > graph.ranks[player, state]


def reached(graph, members, start, improving=False):
    """R_H(start) or R+_H(start)."""
    pairs = {(start, None)}
    while True:
        more = {
            (following, mover)
            for state, last in pairs
            for mover in members
            for following in range(len(graph.states))
            if mover != last
            and graph.moves[mover, state, following]
            and (not improving or likes(graph, mover, state, following))
        }
        if more <= pairs:
            return {state for state, last in pairs if last is not None}
        pairs |= more


def is_stable(graph, name, group, state):
    """Whether a state is stable for a group."""
    others = [i for i in range(len(graph.players)) if i not in group]

    def good(other):
        return all(likes(graph, i, state, other) for i in group)

    def is_deterred(target):
        if name == "nash_stability":
            return False
        if name == "general_metarational":
            return any(not good(y) for y in reached(graph, others, target))
        if name == "symmetric_metarational":
            return any(
                not good(y) and not any(good(z) for z in reached(graph, group, y))
                for y in reached(graph, others, target)
            )
        return any(not good(y) for y in reached(graph, others, target, improving=True))

    return all(is_deterred(target) for target in reached(graph, group, state) if good(target))
