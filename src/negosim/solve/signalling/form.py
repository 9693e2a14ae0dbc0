"""The sequence form of a signalling game: no path has more than two choices.

Definition. Senders' information sets follow chance alone. Receivers' information sets follow chance and at most one
sender's choice, and only chance comes after them. A sender's action leads to no more than one receiver's set to which
another leads too. Each set then faces values that are affine in the mixtures of the other side: with weights p of
chance, a sender's action is worth sum p u over the leaves after it, each times the probability of the receiver's action
there; and so for a receiver (Koller, Megiddo and von Stengel 1996).

Consistent beliefs (Kreps and Wilson 1982). A receiver's set that is not reached has nodes after one or more senders'
actions. Each sender can slip to each action at a rate of its own, so every mixture of what each of these actions alone
would lead the receiver to believe is a limit of Bayes' rule, and nothing else is.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from negosim.games import Decision, ExtensiveFormGame
from negosim.games.extensive_form import Move, children_of, descendants, last_moves
from negosim.solve.best_replies import Affine
from negosim.solve.exact_tree import exact_chance, exact_payoffs

Worth = dict[tuple[Move | None, Move | None], Fraction]


@dataclass(frozen=True, eq=False)
class SignallingForm:
    """`senders` and `receivers` are information sets of `game`, in order.

    `worth[player][(h, c), (r, a)]` is the sum of chance times payoff over the leaves after both moves, None standing
    for no move; `weights[r][n]` the chance of node n of receiver r's set, and `moves[r][n]` the sender's move before
    it. Payoffs are exact numbers in units of their own.
    """

    game: ExtensiveFormGame
    senders: tuple[int, ...]
    receivers: tuple[int, ...]
    worth: tuple[Worth, ...]
    weights: dict[int, tuple[Fraction, ...]]
    moves: dict[int, tuple[Move | None, ...]]

    def sender_values(self) -> list[list[Affine]]:
        """Return what each action of each sender is worth, as the receivers mix."""
        return [
            [self._value(self.game.information_sets[h].player, (h, c), self.receivers, 0) for c in range(self.size(h))]
            for h in self.senders
        ]

    def receiver_values(self) -> list[list[Affine]]:
        """Return what each action of each receiver is worth, as the senders mix."""
        return [
            [self._value(self.game.information_sets[r].player, (r, a), self.senders, 1) for a in range(self.size(r))]
            for r in self.receivers
        ]

    def size(self, index: int) -> int:
        """Return the number of actions of an information set."""
        return len(self.game.information_sets[index].actions)

    def _value(self, player: int, move: Move, others: tuple[int, ...], side: int) -> Affine:
        worth = self.worth[player]

        def at(other: Move | None) -> Fraction:
            return worth.get((other, move) if side else (move, other), Fraction(0))

        return at(None), [[at((k, a)) for a in range(self.size(k))] for k in others]


def signalling_form(game: ExtensiveFormGame, exact: bool = False) -> SignallingForm | None:
    """Return the sequence form of a signalling game in which chance excludes no information set; None for others.

    With `exact` its numbers are taken without tolerance.

    >>> from negosim.games import InformationSet, Leaf
    >>> nodes = (Decision(0, (1, 2)), Decision(1, (3, 4)), Leaf(2), Leaf(0), Leaf(1))
    >>> sets = (InformationSet(0, "start", ("in", "out"), (0,)), InformationSet(1, "in", ("share", "fight"), (1,)))
    >>> form = signalling_form(ExtensiveFormGame(nodes, sets, ("entrant", "owner"), [[1, -1, 0], [1, -1, 2]]))
    >>> form.senders, form.receivers
    ((0,), (1,))
    """
    last = last_moves(game)
    first = [k for k, known in enumerate(game.information_sets) if all(last[n] is None for n in known.nodes)]
    replies = [k for k in range(len(game.information_sets)) if k not in first]
    for number in (n for k in replies for n in game.information_sets[k].nodes):
        before = last[number]
        ends = all(not isinstance(game.nodes[n], Decision) for n in descendants(game, number) if n != number)
        if not ends or (before is not None and before[0] not in first):
            return None
    chance = exact_chance(game, exact)
    weights = {k: tuple(chance[n] for n in game.information_sets[k].nodes) for k in (*first, *replies)}
    if not all(map(any, weights.values())):
        return None
    moves = {r: tuple(last[n] for n in game.information_sets[r].nodes) for r in replies}
    shared = [move for own in moves.values() if len(set(own)) > 1 for move in set(own)]
    if len(set(shared)) < len(shared):
        return None
    return SignallingForm(game, tuple(first), tuple(replies), _worth(game, chance, replies, exact), weights, moves)


def _worth(game: ExtensiveFormGame, chance: list[Fraction], replies: list[int], exact: bool) -> tuple[Worth, ...]:
    """Return each player's sums over leaves, by the sender's and the receiver's move before them."""
    moves: list[tuple[Move | None, Move | None]] = [(None, None)] * len(game.nodes)
    for number, node in enumerate(game.nodes):
        for action, child in enumerate(children_of(node)):
            moves[child] = moves[number]
            if isinstance(node, Decision):
                move = (node.information_set, action)
                moves[child] = (moves[number][0], move) if node.information_set in replies else (move, None)
    sums: list[Worth] = []
    for player in range(len(game.players)):
        own: Worth = defaultdict(Fraction)
        for payoff, leaf in zip(exact_payoffs(game, player, exact), game.leaves, strict=True):
            own[moves[leaf]] += chance[leaf] * payoff
        sums.append(own)
    return tuple(sums)
