"""Games in extensive form from Gambit's `.efg` files (Gambit manual, "Game representation formats").

    EFG 2 R "title" { "player" ... } "comment"      then a line for each node, its children after it, in order
    c "node" 1 "label" { "branch" 1/2 "branch" 1/2 } 0                   a chance move by its number
    p "node" 1 2 "label" { "action" "action" } 1 "outcome" { 2, 3 }      a player, and its information set by number
    t "node" 1                                                           an end of the game

What a number stands for is given where it first appears, and may be left out later. Each line ends with an outcome, 0
for none. Payoffs of the outcomes on a path add up; a leaf is named for the last of them.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, count

import numpy as np

from negosim.games import Chance, Decision, ExtensiveFormGame, InformationSet, Leaf, Node, Origin
from negosim.games.exact import fractions_beyond_floats
from negosim.interop.scanner import Scanner, Source, numbered_where_unclear, take_header

MAX_NODES = 30_000
MAX_NUMBERS = 100_000
"""Bound on nodes times players."""
_MOST_BITS = 3_000

Amounts = tuple[Fraction, ...]


def read_efg(source: Source, file: str | None = None) -> ExtensiveFormGame:
    """Read a game from a path, or from the text of a file; `file` is its name in faults.

    An action, an information set of a player, a branch or a player without a label of its own is called by its number.
    Where the file labels outcomes, the game names them. The comment and the labels of nodes are left out. Raises
    InputError with the place of the fault.

    >>> game = read_efg('EFG 2 R "" { "a" } p "" 1 1 "" { "in" "out" } 1 "fee" { -1 } t "" 2 "win" { 3 } t "" 0')
    >>> game.payoffs, game.outcomes
    (array([[ 2., -1.]]), ('win', 'fee'))
    """
    scanner = Scanner(source, file)
    title, players = take_header(scanner, "EFG", "2")
    scanner.take_optional_text()
    tree = _Reading(scanner, len(players))
    tree.read()
    return tree.game(title, players)


@dataclass(frozen=True)
class _Move:
    """What the file says of an information set of a player, or of a chance move (player 0), and where it says so."""

    player: int
    number: int
    label: str
    actions: tuple[str, ...]
    shares: Amounts
    start: int

    @property
    def name(self) -> str:
        """What the move is called in faults."""
        return f"information set {self.number} of player {self.player}" if self.player else f"chance move {self.number}"

    def contradiction(self, known: "_Move") -> str:
        """Return what this says otherwise than what is known, if anything; an empty label says nothing."""
        if len(self.actions) != len(known.actions):
            return f"{len(self.actions)} actions here and {len(known.actions)}"
        if self.actions != known.actions:
            return "other actions here than"
        if self.shares != known.shares:
            return "other probabilities here than"
        return "another label here than" if self.label not in ("", known.label) else ""


@dataclass(frozen=True)
class _Outcome:
    label: str
    payoffs: Amounts


class _Reading:
    """One pass over the lines of nodes. `worth` and `last` are the payoffs and the last outcome on the way to each."""

    def __init__(self, scanner: Scanner, players: int) -> None:
        self.scanner, self.players = scanner, players
        self.moves: list[_Move | None] = []
        self.children: list[list[int]] = []
        self.worth: list[Amounts] = []
        self.last: list[int] = []
        self.known: dict[tuple[int, int], _Move] = {}
        self.outcomes: dict[int, _Outcome] = {}

    def read(self) -> None:
        """Read all nodes. The places that are still open name the node above them, the next place last."""
        places = [-1]
        while places:
            number, above = len(self.moves), places.pop()
            if number == MAX_NODES or number * self.players >= MAX_NUMBERS:
                self.scanner.refuse(f"more than {number:,} nodes", "trees of this size are not read")
            move = self._take_node(len(places) + 1)
            self.moves.append(move)
            self.children.append([])
            if above >= 0:
                self.children[above].append(number)
            self._take_outcome(above)
            places += [number] * (len(move.actions) if move else 0)
            if len(places) > MAX_NODES:
                self.scanner.refuse(f"more than {MAX_NODES:,} nodes", "trees of this size are not read")
        self.scanner.end("the last node")

    def _take_node(self, missing: int) -> _Move | None:
        scanner = self.scanner
        kind = scanner.take_word(["c", "p", "t"], f"the next of {missing} nodes" if missing > 1 else "a node")
        scanner.take_text("the node's label")
        if kind == "t":
            return None
        if kind == "c":
            return self._take_move(0)
        start = scanner.start
        player = scanner.take_integer("the number of a player")
        if not 1 <= player <= self.players:
            scanner.refuse(f"there is no player {player}", f"players have numbers from 1 to {self.players}", start)
        return self._take_move(player)

    def _take_move(self, player: int) -> _Move:
        scanner, start = self.scanner, self.scanner.start
        number = scanner.take_integer("the number of an information set or of a chance move")
        label = scanner.take_optional_text()
        known = self.known.get((player, number))
        if scanner.at_brace("{"):
            actions, shares = (scanner.take_texts("actions"), ()) if player else self._take_branches()
        else:
            actions, shares = (known.actions, known.shares) if known else ((), ())
        move = _Move(player, number, label, actions, shares, start)
        if known is None:
            self._check(move)
            self.known[player, number] = move
            return move
        if said := move.contradiction(known):
            line = scanner.line_of(known.start)
            scanner.refuse(f"{move.name} has {said} in line {line}", "give it another number, or the same words", start)
        return known

    def _take_branches(self) -> tuple[tuple[str, ...], Amounts]:
        self.scanner.take_brace("{", "branches")
        labels, shares = [], []
        while self.scanner.kind == "text":
            labels.append(self.scanner.take_text("a branch"))
            shares.append(self.scanner.take_number("a probability"))
        self.scanner.take_brace("}", "branches and probabilities")
        return tuple(labels), tuple(shares)

    def _check(self, move: _Move) -> None:
        """Refuse a move that does not say what is needed where it first appears."""
        if not move.actions:
            self.scanner.refuse(f"{move.name} has no actions", "list them where it first appears", move.start)
        if move.player:
            return
        if min(move.shares) < 0:
            self.scanner.refuse(f"{move.name} has a probability below 0", "write numbers from 0 to 1", move.start)
        if (total := sum(move.shares)) != 1:
            what = f"the probabilities of {move.name} sum to {float(total):.10g}, not exactly 1"
            self.scanner.refuse(what, "write fractions, such as 1/3, where decimals are rounded", move.start)

    def _take_outcome(self, above: int) -> None:
        """Read the outcome at the end of a line, and add it up with those on the way there."""
        scanner, start = self.scanner, self.scanner.start
        number = scanner.take_integer("the number of an outcome")
        if scanner.kind == "text" or scanner.at_brace("{"):
            label = scanner.take_optional_text()
            scanner.take_brace("{", "payoffs")
            given = _Outcome(label, scanner.take_payoffs(self.players))
            if number == 0:
                scanner.refuse("outcome 0 stands for none, so it has no payoffs", "give it another number", start)
            known = self.outcomes.setdefault(number, given)
            if known.payoffs != given.payoffs or given.label not in ("", known.label):
                what = f"outcome {number} has another label or other payoffs here than where it first appears"
                scanner.refuse(what, "give it another number, or the same label and payoffs", start)
        elif number and number not in self.outcomes:
            scanner.refuse(f"outcome {number} has no payoffs", "list them where it first appears", start)
        before = self.worth[above] if above >= 0 else (Fraction(0),) * self.players
        self.last.append(number or (self.last[above] if above >= 0 else 0))
        self.worth.append(self._total(before, self.outcomes[number].payoffs, start) if number else before)

    def _total(self, before: Amounts, here: Amounts, start: int) -> Amounts:
        found = tuple(one + other for one, other in zip(before, here, strict=True))
        if not all(map(_is_bounded, found)):
            self.scanner.refuse("the payoffs on this path add up to too large a number", "use shorter ones", start)
        return found

    def game(self, title: str, players: tuple[str, ...]) -> ExtensiveFormGame:
        """Return the tree that was read."""
        moves = self.known.values()
        chance = [share for move in moves for share in move.shares]
        leaves = [number for number, move in enumerate(self.moves) if move is None]
        payoffs = [self.worth[number][player] for player in range(self.players) for number in leaves]
        return ExtensiveFormGame(
            self._nodes(),
            self._information_sets(),
            players,
            np.array([float(amount) for amount in payoffs]).reshape(self.players, -1),
            np.array([float(share) for share in chance]),
            self._names(leaves),
            origin=Origin(title, self.scanner.digest, source="file"),
            exact_payoffs=fractions_beyond_floats(payoffs),
            exact_chance=fractions_beyond_floats(chance),
        )

    def _nodes(self) -> tuple[Node, ...]:
        own = [key for key in self.known if key[0]]
        index = {key: k for k, key in enumerate(own)}
        first = dict(zip(self.known, accumulate((len(move.shares) for move in self.known.values()), initial=0)))  # noqa: B905  # one start more than moves
        found: list[Node] = []
        leaves = count()
        for move, children in zip(self.moves, self.children, strict=True):
            if move is None:
                found.append(Leaf(next(leaves)))
            elif move.player:
                found.append(Decision(index[move.player, move.number], tuple(children)))
            else:
                labels = numbered_where_unclear(move.actions)
                found.append(Chance(labels, tuple(children), first[0, move.number]))
        return tuple(found)

    def _information_sets(self) -> tuple[InformationSet, ...]:
        """Return the information sets in the order in which they first appear."""
        nodes: dict[_Move, list[int]] = {}
        for number, move in enumerate(self.moves):
            if move is not None:
                nodes.setdefault(move, []).append(number)
        labels: dict[_Move, str] = {}
        for player in range(1, self.players + 1):
            own = [move for move in self.known.values() if move.player == player]
            labels |= zip(own, numbered_where_unclear([move.label for move in own]), strict=True)
        return tuple(
            InformationSet(move.player - 1, labels[move], numbered_where_unclear(move.actions), tuple(nodes[move]))
            for move in self.known.values()
            if move.player
        )

    def _names(self, leaves: list[int]) -> tuple[str, ...]:
        """Return the outcome of each leaf: its label, or its number; nothing where the file labels none."""
        labels = {number: outcome.label for number, outcome in self.outcomes.items()}
        if not any(labels.values()):
            return ()
        return tuple(labels.get(self.last[number]) or str(self.last[number]) for number in leaves)


def _is_bounded(number: Fraction) -> bool:
    """Whether a float64 can hold a number, and adding to it takes little time."""
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > _MOST_BITS:
        return False
    try:
        float(number)
    except OverflowError:
        return False
    return True
