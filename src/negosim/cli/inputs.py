"""From the words of the command line to a scenario and the games that are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from negosim.errors import Fault, InputError, UsageError, nearest
from negosim.models import compile_game
from negosim.scenario import START, Scenario, read
from negosim.scenario.changes import Change
from negosim.solve import CONCEPTS, Concept, concept


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

    def scenario(self) -> Scenario:
        """Read the target, lay overlays on top from left to right, then set numbers."""
        scenario = read(self.target, self.withs)
        changes = parse_sets(self.sets)
        return scenario.what_if(changes) if changes else scenario

    def asked(self) -> Concept | None:
        """Return the concept asked for, or None for each game's default."""
        if self.concept is None and self.lam is None and not self.exact:
            return None
        name = self.concept or ("nash" if self.exact else "logit")
        if name not in CONCEPTS:
            raise UsageError(f"--concept {name}: no such concept; {nearest(name, list(CONCEPTS), 'concepts')}")
        if self.exact:
            if name != "nash":
                raise UsageError(f"--exact goes with --concept nash, not with {name}")
            return concept(name)(exact=True)
        if self.lam is None:
            return concept(name)()
        if name != "logit":
            raise UsageError(f"--lambda goes with --concept logit, not with {name}")
        return concept(name)(lam=self.lam)


def parse_sets(sets: Sequence[str]) -> dict[str, Change]:
    """Return the changes of `--set PATH=VALUE` options; the last one of a path counts."""
    changes: dict[str, Change] = {}
    for text in sets:
        path, equals, value = text.partition("=")
        if not equals or not path:
            raise InputError([Fault(f"--set {text}", "not understood", "write --set PATH=VALUE")])
        changes[path] = _value(path, value.strip())
    return changes


def _value(path: str, text: str) -> Change:
    if path == START:
        return text
    if text == "null":
        return None
    try:
        return float(text)
    except ValueError:
        return text


def check_read(scenario: Scenario, games: Sequence[str], labels: dict[str, str]) -> None:
    """Refuse changed numbers that none of the games reads. `labels` says for each path which option set it."""
    compiled = {key: compile_game(scenario, key).reads for key in scenario.facts.games}
    faults = []
    for path, label in labels.items():
        stands = scenario.numbers[path].path if path in scenario.numbers else path
        readers = [key for key, reads in compiled.items() if stands in reads]
        if not set(readers) & set(games):
            asked = ", ".join(f"`{key}`" for key in games)
            what = f"{asked} {'does' if len(games) == 1 else 'do'} not read {path}"
            if readers:
                fix = f"it is read by: {', '.join(readers)}; choose such a game with --game"
            else:
                fix = "no game of this scenario reads it; it is there for models that come later"
            faults.append(Fault(label, what, fix))
    if faults:
        raise InputError(faults)


def change_labels(request: Request, scenario: Scenario) -> dict[str, str]:
    """Return, for each path that the request changes, the option that did it."""
    labels = {}
    known = read(request.target).facts.what_ifs if request.withs else {}
    for name in request.withs:
        paths = known[name].set if name in known else [path for path, _ in scenario.changed]
        labels.update({path: f"--with {name}" for path in paths})
    labels.update({text.partition("=")[0]: f"--set {text}" for text in request.sets})
    return labels
