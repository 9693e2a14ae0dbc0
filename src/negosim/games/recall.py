"""Perfect recall: a player remembers what it did and what it knew (Kuhn 1953).

At all nodes of an information set its owner's own earlier moves are the same. Without it a mixture of plans and a
behavioural strategy are different things, and an equilibrium in behavioural strategies need not exist (Wichardt 2008).
"""

from negosim.errors import UnsolvedError
from negosim.games.extensive_form import ExtensiveFormGame, last_moves


def check_perfect_recall(game: ExtensiveFormGame) -> None:
    """Raise UnsolvedError, which says who forgets what, where a game is without perfect recall."""
    for player, name in enumerate(game.players):
        last = last_moves(game, player)
        for index, known in enumerate(game.information_sets):
            before = {last[number] for number in known.nodes} if known.player == player else set()
            if len(before) < 2:
                continue
            if any(move is not None and move[0] == index for move in before):
                forgets = "cannot tell whether it has been there before (absent-mindedness)"
            else:
                forgets = "has forgotten what it did or knew (imperfect recall)"
            who = f"player '{name}' at information set '{known.label}'"
            raise UnsolvedError(f"{game.name}: {who} {forgets}; only games with perfect recall are solved")
