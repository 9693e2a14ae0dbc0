"""A signalling game of two types as a tree: chance draws the sender's type, which only the sender sees.

The sender's information sets are its types, the receiver's are the messages (Kreps and Sobel 1994), labelled as the
solutions of the model label them: `type=KEY`, and a message's key.
"""

from itertools import product

import numpy as np

from negosim.games import Chance, Decision, ExtensiveFormGame, InformationSet, Leaf, Node, Origin
from negosim.models.signalling.two_type_form import Form


def signalling_tree(form: Form, name: str, origin: Origin) -> ExtensiveFormGame:
    """Return the game at one vector of numbers. Its leaves stand by type, message and reply."""
    rules, game = form.rules, form.game
    types, messages, replies = (tuple(each) for each in (rules.types, rules.messages, rules.replies))
    kinds = [f"type={kind}" for kind in types]
    said, answered = len(messages), len(replies)
    spoken = np.arange(3, 3 + 2 * said).reshape(2, said)  # the node after each type's message
    ends = spoken.max() + 1 + np.arange(2 * said * answered).reshape(2 * said, answered)
    nodes: list[Node] = [Chance(types, (1, 2), 0), *(Decision(t, tuple(spoken[t].tolist())) for t in (0, 1))]
    nodes += [Decision(2 + k % said, tuple(own)) for k, own in enumerate(ends.tolist())]
    nodes += [Leaf(k) for k in range(ends.size)]
    sent = [InformationSet(0, kind, messages, (1 + t,)) for t, kind in enumerate(kinds)]
    seen = [InformationSet(1, word, replies, tuple(spoken[:, m].tolist())) for m, word in enumerate(messages)]
    outcomes = tuple(" / ".join(each) for each in product(types, messages, replies))
    payoffs = np.stack([game.sender.reshape(-1), game.receiver.reshape(-1)])
    prior = float(game.prior)
    return ExtensiveFormGame(
        tuple(nodes),
        (*sent, *seen),
        (rules.sender, rules.receiver),
        payoffs,
        np.array([prior, 1.0 - prior]),
        outcomes,
        name,
        origin,
    )
