"""From the words of the command line to a scenario and the games that are asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from negosim.campaign import CompiledCampaign
from negosim.campaign.figures import compile_any
from negosim.cli.output import warn
from negosim.errors import Fault, InputError, UsageError, nearest
from negosim.models import ModelConcept, compile_game, models_with
from negosim.scenario import START, Scenario, read
from negosim.scenario.campaign import CAMPAIGN
from negosim.scenario.changes import Change
from negosim.solve import CONCEPTS, Concept, concept
from negosim.whatif.batch import Subject
from negosim.whatif.flips import can_move
from negosim.whatif.model_compare import expectation_faults


@dataclass(frozen=True)
class Request:
    """What commands on one scenario take in common."""

    target: str
    game: str | None = None
    sets: tuple[str, ...] = ()
    withs: tuple[str, ...] = ()
    concept: str | None = None
    lam: float | None = None
    exact: bool = False
    figure: str = ""

    @property
    def words(self) -> list[str]:
        """What was typed to choose the scenario and the game, for a command to do the same with them."""
        chosen = [self.target, *(("--game", self.game) if self.game else ())]
        pairs = [("--set", self.sets), ("--with", self.withs)]
        return [*chosen, *(word for option, values in pairs for value in values for word in (option, value))]

    def scenario(self) -> Scenario:
        """Read the target, lay overlays on top from left to right, then set numbers."""
        scenario = read(self.target, self.withs)
        changes = parse_sets(self.sets)
        for path, value in changes.items():
            _warn_outside_range(scenario, path, value)
        return scenario.what_if(changes) if changes else scenario

    def one_game(self) -> tuple[Scenario, str]:
        """Return the scenario and the game asked for, the headline game unless named; refuse changes it does not
        read."""
        scenario = self.scenario()
        key = self.game or scenario.headline
        check_read(scenario, [key], self)
        return scenario, key

    def asked(self) -> Concept | None:
        """Return the concept asked for, or None for each game's default. Raises UsageError for options that clash."""
        if self.concept is None and self.lam is None and not self.exact:
            return None
        name = self.concept or ("nash" if self.exact else "logit")
        if name not in CONCEPTS and models_with(name):
            return ModelConcept(name)
        if name not in CONCEPTS:
            known = nearest(name, list(CONCEPTS), "concepts") or f"name one of the concepts: {', '.join(CONCEPTS)}"
            raise UsageError(f"--concept {name}: no such concept; {known}")
        if self.exact and name not in ("nash", "sequential"):
            raise UsageError(f"--exact goes with --concept nash or sequential, not with {name}")
        if self.lam is not None and name != "logit":
            raise UsageError(f"--lambda goes with --concept logit, not with {name}")
        if self.lam is None:
            return concept(name)(exact=True) if self.exact else concept(name)()
        try:
            return concept(name)(lam=self.lam)
        except ValueError as error:
            raise UsageError(f"--lambda {self.lam:g}: {error}") from None


def parse_sets(sets: Sequence[str]) -> dict[str, Change]:
    """Return the changes of `--set PATH=VALUE` options; the last one of a path counts."""
    changes: dict[str, Change] = {}
    for text in sets:
        path, equals, value = text.partition("=")
        if not equals or not path:
            raise InputError([Fault(f"--set {text}", "not understood", "write --set PATH=VALUE")])
        changes[path.strip()] = _value(path.strip(), value.strip())
    return changes


def _warn_outside_range(scenario: Scenario, path: str, value: Change) -> None:
    """Say that a number is set to what the file does not call plausible; that is allowed."""
    if path not in scenario.numbers or not isinstance(value, float):
        return
    stated = scenario.numbers[path].quantity
    if stated.low is not None and stated.high is not None and not stated.low <= value <= stated.high:
        plausible = f"{stated.low:g} to {stated.high:g}"
        warn(f"--set {path}={value:g}: outside the range that the file calls plausible, {plausible}")


def _value(path: str, text: str) -> Change:
    if path == START:
        return text
    if text == "null":
        return None
    try:
        return float(text)
    except ValueError:
        return text


def check_read(scenario: Scenario, games: Sequence[str], request: Request) -> None:
    """Refuse a `--set` that none of the games reads, and an overlay that changes only such numbers; where an overlay
    changes others too, say which of its numbers do nothing."""
    if not (request.sets or request.withs):
        return
    readers = _readers(scenario)
    faults = []
    for label, paths in _changes(request, scenario).items():
        unread = [path for path in paths if not _reading(path, scenario, readers) & set(games)]
        if len(unread) == len(paths) > 1:
            fix = "choose a game that does with --game, or an overlay of this scenario"
            faults.append(
                Fault(label, f"{_listed(games)} not read any of the {len(paths)} numbers that it changes", fix)
            )
        elif paths and len(unread) == len(paths):
            faults += [_unread(label, path, games, _reading(path, scenario, readers)) for path in unread]
        elif unread:
            shown = ", ".join(unread[:3]) + (f" and {len(unread) - 3} more" if len(unread) > 3 else "")
            warn(f"{label}: {_listed(games)} not read {shown}")
    if faults:
        raise InputError(faults)


def check_campaign_reads(compiled: CompiledCampaign, request: Request) -> None:
    """Refuse a change that the campaign does not read, and say where an overlay changes more than it reads."""
    scenario = compiled.scenario
    for label, paths in _changes(request, scenario).items():
        unread = [p for p in paths if p in scenario.numbers and scenario.numbers[p].path not in compiled.reads]
        if paths and len(unread) == len(paths):
            readers = {key: compile_game(scenario, key).reads for key in scenario.facts.games}
            elsewhere = sorted(_reading(unread[0], scenario, readers))
            fix = f"it is read by: {', '.join(elsewhere)}" if elsewhere else "no game reads it either"
            raise InputError([Fault(label, f"the campaign does not read {', '.join(unread[:3])}", fix)])
        if unread:
            warn(f"{label}: the campaign does not read {', '.join(unread[:3])}")


def check_expectations(scenario: Scenario) -> None:
    """Refuse expectations of the file that name what a game's model does not say."""
    faults = expectation_faults(scenario)
    if faults:
        raise InputError(faults)


def check_path(scenario: Scenario, game: str, path: str) -> str:
    """Return where the number at a path stands. Refuse a path without a number, one that the game does not read, and
    the probability of a type, which cannot move alone."""
    label = f"--path {path}"
    if path not in scenario.numbers:
        raise InputError([Fault(label, "no number at this path", scenario.where_to_look(path))])
    reading = _reading(path, scenario, _readers(scenario))
    if game not in reading:
        raise InputError([_unread(label, path, [game], reading)])
    if not can_move(path):
        is_grid = path.startswith("campaign.")
        what = "a grid's end says how finely a campaign is solved" if is_grid else "the probability of a type does not"
        what += ", not what is so" if is_grid else " move alone"
        raise InputError([Fault(label, what, "name another number")])
    return scenario.numbers[path].path


def check_answer(subject: Subject, answer: str) -> None:
    """Refuse an answer that a game cannot lead to."""
    known = list(subject.answers)
    if answer not in known:
        what = f"`{subject.key}` leads to no such outcome"
        raise InputError([Fault(f"--toward {answer}", what, nearest(answer, known, "outcomes"))])


def _readers(scenario: Scenario) -> dict[str, frozenset[str]]:
    """Return what each game reads, and the campaign where there is one."""
    keys = [*scenario.facts.games, *([CAMPAIGN] if scenario.facts.campaign is not None else [])]
    return {key: compile_any(scenario, key).reads for key in keys}


def _reading(path: str, scenario: Scenario, readers: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the games that read a number. A number that was taken out was read by whoever it could not be taken
    from."""
    if path not in scenario.numbers:
        return set(readers)
    stands = scenario.numbers[path].path
    return {key for key, reads in readers.items() if stands in reads}


def _unread(label: str, path: str, games: Sequence[str], elsewhere: set[str]) -> Fault:
    fix = "no game of this scenario reads it; it is there for models that come later"
    if elsewhere == {CAMPAIGN}:
        fix = f"it is read by: {CAMPAIGN}; follow it with negosim simulate"
    elif elsewhere:
        fix = f"it is read by: {', '.join(sorted(elsewhere))}; choose such a game with --game"
    return Fault(label, f"{_listed(games)} not read {path}", fix)


def _listed(games: Sequence[str]) -> str:
    return f"{', '.join(f'`{game}`' for game in games)} {'does' if len(games) == 1 else 'do'}"


def _changes(request: Request, scenario: Scenario) -> dict[str, list[str]]:
    """Return, for each option that changes numbers, the paths that it changes."""
    found = {f"--set {text}": [text.partition("=")[0].strip()] for text in request.sets}
    if request.withs:
        known = read(request.target).facts.what_ifs
        others = [path for path, _ in scenario.changed]
        found |= {f"--with {name}": list(known[name].set) if name in known else others for name in request.withs}
    return found
