"""Playing one actor of a moves game: predict what the others do, then move; the others move by a stated rule.

Whatever can be predicted before a move is asked before it: what those do who do not see it, and what would be answered
to each option. What the others did is told only where the actor would see it, and at the end.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from negosim.classroom.moves_debrief import debrief, reason_lines
from negosim.classroom.moves_seat import OwnMove, Seat
from negosim.classroom.session import Question
from negosim.explain.number_names import number_words
from negosim.games import Chance, Decision, Leaf
from negosim.games.extensive_form import branch_probabilities, descendants, own_moves, path_to
from negosim.report.layout import wrapped
from negosim.report.moves import clause, seen_words, type_of, type_words
from negosim.report.words import FOOT
from negosim.scenario.names import capitalised, listed

_NO_MORE = 12
"""Predictions asked for before one move, at most."""


@dataclass(frozen=True, eq=False)
class MovesPlay:
    """A play that has come to `node`; `predicted` holds what was answered for information sets, None if left open."""

    seat: Seat
    node: int = 0
    predicted: tuple[tuple[int, int | None], ...] = ()

    @property
    def opening(self) -> list[str]:
        """Who is played, in which game, against whom."""
        seat, rules = self.seat, self.seat.compiled.rules
        lines = wrapped(f"{seat.compiled.scenario.facts.title}. {rules.name}: {' '.join((rules.about or '').split())}")
        lines += wrapped(f"You are {seat.names.subject(seat.actor)}. The others {seat.opponents.says}.")
        return [*lines, *wrapped("Answer with a number or a name; Enter leaves a prediction open, Ctrl-C stops.")]

    @property
    def news(self) -> list[str]:
        """What the actor knows by now: its type, and the moves that it will have seen when it moves next."""
        seat, tree = self.seat, self.seat.tree
        ahead = self._own_sets(self.node)
        types = {type_of(tree.information_sets[k].label) for k in ahead}
        lines = wrapped(self._type_sentence(types.pop())) if len(types) == 1 and types != {""} else []
        said = []
        for number, branch in path_to(tree, self.node):
            at = tree.nodes[number]
            if isinstance(at, Decision) and self._is_seen(at, branch):
                known = tree.information_sets[at.information_set]
                said.append(clause(seat.names, seat.compiled.key, tree.players[known.player], known.actions[branch]))
        return [*lines, *(wrapped(f"So far: {listed(said)}.") if said else [])]

    @property
    def question(self) -> Question | None:
        """The next prediction, else the actor's own move; None at the end."""
        at = self.seat.tree.nodes[self.node]
        if isinstance(at, Leaf):
            return None
        asked = self._to_predict
        if asked:
            index, condition = asked[0]
            known = self.seat.tree.information_sets[index]
            who = self.seat.names.subject(self.seat.tree.players[known.player])
            return self._question("predict", f"{condition}what will {who} do?", index)
        assert isinstance(at, Decision)
        return self._question("choose", "your move", at.information_set)

    def answered(self, option: str | None) -> "MovesPlay":
        """Return the play after a prediction or a move; the others and chance then move until something is to be
        asked."""
        asked = self._to_predict
        if asked:
            index, _ = asked[0]
            actions = self.seat.tree.information_sets[index].actions
            guess = None if option is None else actions.index(option)
            return replace(self, predicted=(*self.predicted, (index, guess))).advanced
        at = self.seat.tree.nodes[self.node]
        assert isinstance(at, Decision) and option is not None
        action = self.seat.tree.information_sets[at.information_set].actions.index(option)
        return replace(self, node=at.children[action]).advanced

    @property
    def advanced(self) -> "MovesPlay":
        """The play after the moves of chance and of others that nothing is asked about."""
        play = self
        while not isinstance(at := play.seat.tree.nodes[play.node], Leaf):
            if play._to_predict or (isinstance(at, Decision) and play._own(at.information_set)):
                break
            play = replace(play, node=at.children[play._drawn(at)])
        return play

    @property
    def result(self) -> list[str]:
        """The play, the points, the best reply, the predictions."""
        return [*self._end_lines(), *debrief(self.seat, self.own_moves, self.predicted), FOOT]

    @property
    def reasons(self) -> list[str]:
        """For each own move made: what it was worth beside the best one, taken apart into terms."""
        return [line for move in self.own_moves for line in reason_lines(self.seat, move)]

    @property
    def record(self) -> dict[str, Any]:
        """The play so far, for a log: no names, no times."""
        seat, leaf = self.seat, self.seat.tree.nodes[self.node]
        is_over = isinstance(leaf, Leaf)
        sets = seat.tree.information_sets
        return {
            "game": seat.compiled.key,
            "actor": seat.actor,
            "opponents": seat.opponents.name,
            "lambda": seat.opponents.lam,
            "seed": seat.seed,
            "finished": is_over,
            "predictions": [
                {
                    "actor": seat.tree.players[sets[k].player],
                    "at": sets[k].label,
                    "predicted": None if guess is None else sets[k].actions[guess],
                }
                for k, guess in self.predicted
            ],
            "choices": [{"at": sets[m.index].label, "option": sets[m.index].actions[m.action]} for m in self.own_moves],
            "points": float(seat.tree.payoffs[seat.player, leaf.index]) if isinstance(leaf, Leaf) else None,
            "outcome": seat.tree.outcomes[leaf.index] if isinstance(leaf, Leaf) and seat.tree.outcomes else None,
        }

    def _end_lines(self) -> list[str]:
        """Say what was done, what came of it and what it is worth to the actor."""
        seat, leaf = self.seat, self.seat.tree.nodes[self.node]
        assert isinstance(leaf, Leaf)
        said = [clause(seat.names, seat.compiled.key, actor, option) for actor, option in self._made]
        outcome = seat.tree.outcomes[leaf.index] if seat.tree.outcomes else ""
        end = f": {seat.names.outcome(outcome)}" if outcome in seat.compiled.scenario.facts.outcomes else ""
        got = seat.points(float(seat.tree.payoffs[seat.player, leaf.index]))
        return ["", *wrapped(f"{capitalised(listed(said))}{end}."), f"Your points: {got}."]

    @cached_property
    def _to_predict(self) -> tuple[tuple[int, str], ...]:
        """The information sets of others to be asked about now, each with the condition that the question starts
        with."""
        at = self.seat.tree.nodes[self.node]
        known = {index for index, _ in self.predicted}
        if not isinstance(at, Decision):
            return ()
        if not self._own(at.information_set):
            return () if at.information_set in known else ((at.information_set, ""),)
        return tuple((k, said) for k, said in self._ahead(at) if k not in known)[:_NO_MORE]

    def _ahead(self, at: Decision) -> list[tuple[int, str]]:
        """Return what can be asked before an own move: what comes whatever is chosen, then the reply to each option."""
        below = [[k for k in self._sets_at_or_below(child) if not self._own(k)] for child in at.children]
        common = [k for k in below[0] if all(k in others for others in below)]
        found = [(k, self._condition(k)) for k in common]
        names, key = self.seat.names, self.seat.compiled.key
        actions = self.seat.tree.information_sets[at.information_set].actions
        for action, child in zip(actions, at.children, strict=True):
            follows = self.seat.tree.nodes[child]
            if isinstance(follows, Decision) and not self._own(follows.information_set):
                said = f"if {clause(names, key, self.seat.actor, action)}, "
                found += [(follows.information_set, said)] if follows.information_set not in common else []
        return found

    def _type_sentence(self, name: str) -> str:
        seat = self.seat
        found = next(
            (
                f", {number_words(path, seat.compiled.scenario)} {types[name]:.4g}"
                for path, types in seat.compiled.private.items()
                if path.split(".")[1] == seat.actor
            ),
            "",
        )
        return f"You are of {type_words([name])}{found}; the others do not know it."

    def _is_seen(self, at: Decision, branch: int) -> bool:
        """Whether the actor's later moves tell it that this branch was taken; its own moves count as seen."""
        own = [self._own_sets(child) for child in at.children]
        return self._own(at.information_set) or (
            bool(own[branch]) and not any(own[branch] & other for k, other in enumerate(own) if k != branch)
        )

    def _own_sets(self, root: int) -> set[int]:
        """Return the actor's own information sets in a subtree."""
        return {k for k in self._sets_at_or_below(root) if self._own(k)}

    def _condition(self, index: int) -> str:
        """Return what the owner of an information set will have seen, as the start of a question."""
        known = self.seat.tree.information_sets[index]
        seen = seen_words(self.seat.tree, self.seat.names, self.seat.tree.players[known.player], known.label)
        return f"if {seen}, " if seen else ""

    def _sets_at_or_below(self, root: int) -> list[int]:
        """Return the information sets in a subtree, in order of play."""
        nodes = (self.seat.tree.nodes[number] for number in descendants(self.seat.tree, root))
        return list(dict.fromkeys(node.information_set for node in nodes if isinstance(node, Decision)))

    def _own(self, index: int) -> bool:
        return self.seat.tree.information_sets[index].player == self.seat.player

    def _drawn(self, at: Decision | Chance) -> int:
        """Return the branch that chance or another actor takes."""
        shares = np.cumsum(branch_probabilities(self.seat.tree, at, self.seat.opponents.profile))
        return min(int(np.searchsorted(shares, self.seat.draws[self.node] * shares[-1], side="right")), len(shares) - 1)

    def _question(self, kind: Any, text: str, index: int) -> Question:
        actions = self.seat.tree.information_sets[index].actions
        shown = tuple(self.seat.option(index, action) for action in range(len(actions)))
        return Question(kind, capitalised(text), actions, shown)

    @property
    def _made(self) -> list[tuple[str, str]]:
        """Who took which option on the way here."""
        sets, players = self.seat.tree.information_sets, self.seat.tree.players
        return [(players[sets[index].player], sets[index].actions[action]) for index, action in self._passed]

    @property
    def _passed(self) -> tuple[tuple[int, int], ...]:
        """The (information set, action) pairs on the way here."""
        return own_moves(self.seat.tree, self.node)

    @property
    def own_moves(self) -> list[OwnMove]:
        """The actor's own moves, in order of play."""
        own = [(index, action) for index, action in self._passed if self._own(index)]
        return [OwnMove(index, action, dict(own[:place])) for place, (index, action) in enumerate(own)]


def start(seat: Seat) -> MovesPlay:
    """Return a play that waits for its first answer."""
    return MovesPlay(seat).advanced
