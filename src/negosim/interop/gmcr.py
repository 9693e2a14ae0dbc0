"""Conflicts in option form from the `.gmcr` files of gmcr-py, which are JSON.

    options           [{name, permittedDirection: both | fwd | back}]   fwd: taken once and for all; back: dropped so
    decisionMakers    [{name, options: [number of an option ...], preferences: [condition ...]}]
    infeasibles       [condition ...]                     a state that fits one is left out
    condition         [[number of an option, "Y" | "N"] ...], or {"compound": true, "members": [such a list ...]}

Options are numbered from 0. A condition holds where all its options stand so, a compound one where a member does. The
preferences of a decision maker are statements in order of priority. Where `useManualPreferenceRanking` is true (older:
`useManualPreferenceVectors`) it has a `preferenceRanking` instead (older: `preferenceVector`): the states, best first,
equally good ones in a list; they are numbered from 1 in the order of the numbers that their options spell in base two,
the first option counting 1. So read from files that gmcr-py 0.3 writes, and from its schema of them.
"""

from dataclasses import dataclass, field

import numpy as np

from negosim.games import BoolArray, ConflictGraph, IntArray, Origin
from negosim.games.choices import NO, YES, Choice, OptionForm, Pattern, fits_pattern, moves_by_choices, possible_states
from negosim.games.conflict_graph import MOST_STATES, ranks_of_statements
from negosim.interop.json_text import Json, JsonText
from negosim.interop.scanner import MAX_PLAYERS, Source, numbered_where_unclear

MAX_OPTIONS = 60
_DIRECTIONS = {"both": frozenset[int](), "fwd": frozenset([YES]), "back": frozenset([NO])}


@dataclass(frozen=True, eq=False)
class ConflictFile:
    """The conflict of a file, and what of the file was left aside."""

    form: OptionForm
    notes: tuple[str, ...]


def read_gmcr(source: Source, file: str | None = None) -> ConflictFile:
    """Read a conflict from a path, or from the text of a file; `file` is its name in faults.

    States are numbered from 1, as in the file's rankings. Raises InputError with the place of the first fault.
    """
    return _Reading(JsonText(source, file)).conflict()


@dataclass(frozen=True, eq=False)
class _Reading:
    text: JsonText
    places: dict[int, int] = field(default_factory=dict)
    """From the number of an option in the file to its place among the choices, which follow the decision makers."""

    def conflict(self) -> ConflictFile:
        root = self._mapping(self.text.root, "the file")
        options = self._list(self._entry(root, self.text.root, "options"), "`options`")
        makers = self._list(makers_at := self._entry(root, self.text.root, "decisionMakers"), "`decisionMakers`")
        if not 0 < len(makers) <= MAX_PLAYERS:
            self.text.refuse(makers_at.start, f"{len(makers)} decision makers", f"give 1 to {MAX_PLAYERS}")
        rows = [self._mapping(maker, "a decision maker") for maker in makers]
        players = numbered_where_unclear(
            [self._name(self._entry(row, maker, "name")) for row, maker in zip(rows, makers, strict=True)]
        )
        choices = self._choices(options, rows, makers)
        infeasibles = self._list(at := self._entry(root, self.text.root, "infeasibles"), "`infeasibles`")
        table = self._table(choices, [pattern for one in infeasibles for pattern in self._patterns(one)], at)
        ranked = next((root[key] for key in _MANUAL if key in root), None)
        is_ranked = ranked is not None and ranked.value is True
        ranks = [self._ranks(row, maker, table, is_ranked) for row, maker in zip(rows, makers, strict=True)]
        graph = ConflictGraph(
            moves_by_choices(table, choices, len(players)),
            np.array(ranks),
            players,
            outcomes=tuple(_words(choices, row) for row in table.tolist()),
            origin=Origin("", self.text.digest, source="file"),
        )
        return ConflictFile(OptionForm(graph, choices, table), self._notes(root, rows, ranks, players))

    def _choices(self, options: list[Json], rows: list[dict[str, Json]], makers: list[Json]) -> tuple[Choice, ...]:
        """Return the options in the order of the decision makers who have them, each maker's in the order it names."""
        owners: dict[int, int] = {}
        for player, (row, maker) in enumerate(zip(rows, makers, strict=True)):
            for one in self._list(self._entry(row, maker, "options"), "the options of a decision maker"):
                number = self._number_of(one, len(options))
                if owners.setdefault(number, player) != player:
                    fix = "give every option to one decision maker"
                    self.text.refuse(one.start, f"option {number} belongs to two decision makers", fix)
        found: list[Choice] = []
        for number, player in owners.items():
            option = self._mapping(options[number], "an option")
            direction = option.get("permittedDirection")
            if direction is not None and str(direction.value) not in _DIRECTIONS:
                self.text.refuse(direction.start, "this is no direction", 'write "both", "fwd" or "back"')
            final = _DIRECTIONS["both" if direction is None else str(direction.value)]
            self.places[number] = len(found)
            found.append(Choice(player, self._name(self._entry(option, options[number], "name")), final=final))
        for number, option_at in enumerate(options):
            if number not in owners:
                self.text.refuse(option_at.start, f"option {number} belongs to nobody", "give it to a decision maker")
        if not found or len(found) > MAX_OPTIONS:
            self.text.refuse(self.text.root.start, f"{len(found)} options", f"give 1 to {MAX_OPTIONS}")
        return _told_apart(found)

    def _table(self, choices: tuple[Choice, ...], infeasible: list[Pattern], at: Json) -> IntArray:
        try:
            table = possible_states(choices, infeasible)
        except ValueError as error:
            self.text.refuse(at.start, str(error), "say of more states that they are infeasible")
        if not 0 < len(table) <= MOST_STATES:
            fix = f"conflicts of 1 to {MOST_STATES:,} states are read"
            self.text.refuse(at.start, f"{len(table):,} states are feasible", fix)
        return table

    def _ranks(self, row: dict[str, Json], maker: Json, table: IntArray, is_ranked: bool) -> IntArray:
        if is_ranked:
            key = next((key for key in _RANKINGS if key in row), _RANKINGS[0])
            return self._ranking(self._entry(row, maker, key), len(table))
        statements = self._list(self._entry(row, maker, "preferences"), "the preferences of a decision maker")
        holds = [self._holds(one, table) for one in statements]
        return ranks_of_statements(np.array(holds, dtype=np.bool_).reshape(len(holds), len(table)))

    def _ranking(self, ranking: Json, states: int) -> IntArray:
        ranks = np.full(states, -1, dtype=np.int64)
        steps = self._list(ranking, "a ranking")
        for place, step in enumerate(steps):
            for one in step.value if isinstance(step.value, list) else [step]:
                number = self._whole(one, "the number of a state", 1, states)
                if ranks[number - 1] >= 0:
                    self.text.refuse(one.start, f"state {number} stands twice", "rank every state once")
                ranks[number - 1] = len(steps) - place
        if (ranks < 0).any():
            missing = int(np.argmin(ranks)) + 1
            self.text.refuse(ranking.start, f"state {missing} of {states} is not ranked", "rank every feasible state")
        return ranks

    def _holds(self, statement: Json, table: IntArray) -> BoolArray:
        fits = [fits_pattern(table, pattern) for pattern in self._patterns(statement)]
        return np.asarray(np.logical_or.reduce(fits or [np.zeros(len(table), dtype=np.bool_)]))

    def _patterns(self, condition: Json) -> list[Pattern]:
        """Return the patterns of which one must fit."""
        if isinstance(condition.value, dict):
            members = self._list(self._entry(condition.value, condition, "members"), "`members`")
            return [self._pattern(member) for member in members]
        return [self._pattern(condition)]

    def _pattern(self, condition: Json) -> Pattern:
        found: dict[int, frozenset[int]] = {}
        for one in self._list(condition, "a condition"):
            pair = self._list(one, "an option of a condition")
            if len(pair) != 2:
                self.text.refuse(one.start, f"{len(pair)} values in a condition on an option", 'write [NUMBER, "Y"]')
            option = self.places[self._number_of(pair[0], len(self.places))]
            if pair[1].value not in ("Y", "N"):
                self.text.refuse(pair[1].start, "an option is taken or not", 'write "Y" or "N"')
            values = frozenset([YES if pair[1].value == "Y" else NO])
            found[option] = found.get(option, values) & values
        return found

    def _notes(
        self, root: dict[str, Json], rows: list[dict[str, Json]], ranks: list[IntArray], players: tuple[str, ...]
    ) -> tuple[str, ...]:
        found = []
        groups = self._list(root["coalitions"], "`coalitions`") if "coalitions" in root else []
        if any(isinstance(one.value, list) and len(one.value) > 1 for one in groups):
            found.append(
                "the file's coalitions are left aside: each decision maker moves alone, and every group is tried"
            )
        if any("misperceptions" in row and row["misperceptions"].value for row in rows):
            found.append("the file's misperceptions are left aside: everybody sees every state")
        found += [
            f"{player} likes all states equally" for player, own in zip(players, ranks, strict=True) if np.ptp(own) == 0
        ]
        return tuple(found)

    def _number_of(self, at: Json, options: int) -> int:
        return self._whole(at, "the number of an option", 0, options - 1)

    def _whole(self, at: Json, what: str, low: int, high: int) -> int:
        value = at.value
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.text.refuse(at.start, f"this is not {what}", f"write a whole number from {low} to {high}")
        return value

    def _name(self, at: Json) -> str:
        if not isinstance(at.value, str):
            self.text.refuse(at.start, "a name is text", "write it in double quotes")
        return at.value.strip()

    def _entry(self, row: dict[str, Json], at: Json, key: str) -> Json:
        if key not in row:
            self.text.refuse(at.start, f"the key `{key}` is missing", "add it, or name a file of gmcr-py")
        return row[key]

    def _list(self, at: Json, what: str) -> list[Json]:
        if not isinstance(at.value, list):
            self.text.refuse(at.start, f"{what} must be a list", "write it in [ ]")
        return at.value

    def _mapping(self, at: Json, what: str) -> dict[str, Json]:
        if not isinstance(at.value, dict):
            self.text.refuse(at.start, f"{what} must be a mapping", "write it in { }")
        return at.value


_MANUAL = ("useManualPreferenceRanking", "useManualPreferenceVectors")
_RANKINGS = ("preferenceRanking", "preferenceVector")


def _told_apart(choices: list[Choice]) -> tuple[Choice, ...]:
    """Return options whose names tell each player's own apart."""
    names: dict[int, list[str]] = {}
    for choice in choices:
        names.setdefault(choice.player, []).append(choice.name)
    clear = {player: iter(numbered_where_unclear(own)) for player, own in names.items()}
    return tuple(Choice(one.player, next(clear[one.player]), final=one.final) for one in choices)


def _words(choices: tuple[Choice, ...], row: list[int]) -> str:
    """Return the options taken in a state."""
    return ", ".join(choice.name for choice, value in zip(choices, row, strict=True) if value == YES) or "none taken"
