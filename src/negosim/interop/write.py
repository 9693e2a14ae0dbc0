"""Games as the text of Gambit's `.nfg` and `.efg` files, from which the same games are read again.

Numbers are written exactly: those that the game keeps as fractions, and floats in the shortest decimals that name them.
Comments and node labels are not part of a game. Probabilities that are floats are written so that they sum to 1.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Context, Decimal
from fractions import Fraction

import numpy as np

from negosim.errors import OutputError
from negosim.games import Chance, ExtensiveFormGame, FloatArray, Leaf, NormalFormGame
from negosim.games.exact import Fractions
from negosim.games.extensive_form import descendants

_LONGEST_DENOMINATOR = 10**6
Row = tuple[str, ...]


def write_nfg(game: NormalFormGame, comment: str = "") -> str:
    """Return a game as the text of a `.nfg` file: with its outcomes if it names any, else with payoffs only.

    Raises ValueError for a batch of games, and OutputError for a label that ends in a backslash.

    >>> print(write_nfg(NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 0.5]]])), end="")
    NFG 1 R "" { "1" "2" }
    { { "1" "2" }
      { "1" "2" } }
    ""
    <BLANKLINE>
    3 2
    0 0
    0 0
    2 0.5
    """
    _check_single(game.payoffs.ndim == 1 + len(game.players))
    numbers = np.array(_numbers(game.payoffs, game.exact_payoffs), dtype=object).reshape(len(game.players), *game.shape)
    rows = [tuple(row) for row in numbers.T.reshape(-1, len(game.players))]
    actions = "\n  ".join(_braces(map(_quoted, own)) for own in game.actions)
    head = [_head("NFG 1 R", game.origin.title, game.players), f"{{ {actions} }}", _quoted(comment), ""]
    if not game.outcomes:
        return "\n".join([*head, *map(" ".join, rows), ""])
    labels = np.array(game.outcomes, dtype=object).reshape(game.shape).T.reshape(-1)
    index: dict[tuple[str, Row], int] = {}
    chosen = [index.setdefault((label, row), len(index) + 1) for label, row in zip(labels, rows, strict=True)]
    outcomes = [f"{{ {_quoted(label)} {', '.join(row)} }}" for label, row in index]
    return "\n".join([*head, "{", *outcomes, "}", " ".join(map(str, chosen)), ""])


def write_efg(game: ExtensiveFormGame, comment: str = "") -> str:
    """Return a game as the text of an `.efg` file. Raises as `write_nfg` does."""
    _check_single(game.payoffs.ndim == 2 and game.chance.ndim == 1)
    head = [_head("EFG 2 R", game.origin.title, game.players), _quoted(comment), ""]
    return "\n".join([*head, *_node_lines(game), ""])


def _node_lines(game: ExtensiveFormGame) -> Iterator[str]:
    """Yield a line for each node, parents first, numbering what appears in the order in which it first does."""
    numbers = _numbers(game.payoffs, game.exact_payoffs)
    leaves = len(game.leaves)
    sets: dict[int, int] = {}
    own_sets = [0] * len(game.players)
    lotteries: dict[tuple[int, Row], int] = {}
    outcomes: dict[tuple[str, Row], int] = {}
    for number in descendants(game, 0):
        node = game.nodes[number]
        if isinstance(node, Leaf):
            label = game.outcomes[node.index] if game.outcomes else ""
            row = tuple(numbers[node.index :: leaves])
            outcome = outcomes.setdefault((label, row), len(outcomes) + 1)
            yield f't "" {outcome} {_quoted(label)} {_braces([", ".join(row)])}'
        elif isinstance(node, Chance):
            lottery = lotteries.setdefault((node.first, node.labels), len(lotteries) + 1)
            branches = zip(map(_quoted, node.labels), _probabilities(game, node), strict=True)
            yield f'c "" {lottery} "" {_braces(map(" ".join, branches))} 0'
        else:
            known = game.information_sets[node.information_set]
            if node.information_set not in sets:
                own_sets[known.player] += 1
                sets[node.information_set] = own_sets[known.player]
            where = f"{known.player + 1} {sets[node.information_set]} {_quoted(known.label)}"
            yield f'p "" {where} {_braces(map(_quoted, known.actions))} 0'


def _probabilities(game: ExtensiveFormGame, node: Chance) -> list[str]:
    """Return the probabilities of the branches as text; they sum to 1 exactly."""
    places = slice(node.first, node.first + len(node.children))
    if game.exact_chance is not None:
        return [_text(share) for share in game.exact_chance[places]]
    floats = game.chance[places].tolist()
    simple = [Fraction(share).limit_denominator(_LONGEST_DENOMINATOR) for share in floats]
    if [float(share) for share in simple] != floats or sum(simple) != 1:
        simple = [Fraction(repr(share)) for share in floats]
        largest = floats.index(max(floats))
        simple[largest] += 1 - sum(simple)
    return [_text(share) for share in simple]


def _numbers(values: FloatArray, exact: Fractions | None) -> list[str]:
    """Return the numbers of an array as text, in C order."""
    found = exact if exact is not None else [Fraction(repr(value)) for value in values.reshape(-1).tolist()]
    return [_text(value) for value in found]


def _text(value: Fraction) -> str:
    """Return a number as Gambit writes it: a whole number, a decimal that is exact, or a fraction.

    >>> _text(Fraction(7)), _text(Fraction(-1, 8)), _text(Fraction(2, 3)), _text(Fraction("1e-99"))
    ('7', '-0.125', '2/3', '1E-99')
    """
    digits = Context(prec=40)
    decimal = digits.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize(digits)
    if Fraction(decimal) != value:
        return f"{value.numerator}/{value.denominator}" if value.denominator > 1 else str(value.numerator)
    return f"{decimal:f}" if abs(decimal.adjusted()) < 21 and len(decimal.as_tuple().digits) < 21 else str(decimal)


def _head(kind: str, title: str, players: Sequence[str]) -> str:
    return f"{kind} {_quoted(title)} {_braces(map(_quoted, players))}"


def _braces(words: Iterable[str]) -> str:
    return f"{{ {' '.join(words)} }}"


def _quoted(label: str) -> str:
    if label.endswith("\\"):
        raise OutputError(f"{label!r} ends in a backslash, which Gambit's files cannot hold; change its last character")
    return '"' + label.replace('"', '\\"') + '"'


def _check_single(is_single: bool) -> None:
    if not is_single:
        raise ValueError("one game is written, not a batch of games")
