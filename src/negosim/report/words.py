"""Sentences that pages and memo share: what follows, how firm it is, how it stands to the record."""

from negosim.explain.number_names import number_words
from negosim.explain.words import flip_words
from negosim.games import ExtensiveFormGame
from negosim.models import Compiled, CompiledModel
from negosim.report.finding import AnyFinding, Finding
from negosim.report.moves import chance_words, played, type_words
from negosim.scenario import Scenario
from negosim.scenario.names import Names, capitalised, heading, listed, possessive, spaced
from negosim.scenario.numbers import JUDGED, MEASURED, day_words
from negosim.solve import Complete, Result
from negosim.whatif.answers import NONE
from negosim.whatif.sampling import held, sampled_paths

FOOT = "Not a forecast and no advice: only what follows from these assumptions."
NOT_SEARCHED = (
    "which number would change it is not looked for where choices are mixed or beliefs depend on others' choices"
)
FRAGILE, SENSITIVE = 0.10, 0.33
"""Shares of a stated range: a nearest flip below the first is fragile, below the second sensitive."""
_DOMINATED = "uses a weakly dominated strategy: "

KINDS = {
    "correlated": (
        "correlated equilibrium",
        "a lot is drawn, each is told its own part, and nobody gains by disobeying",
    ),
    "general_metarational": (
        "general metarational profile",
        "whoever gains by a change of its own may be answered so that it gains nothing",
    ),
    "iterated_dominance": (
        "set of survivors",
        "choices that are worse than another, whatever the others do, are struck out",
    ),
    "iterated_weak_dominance": (
        "set of survivors",
        "choices that are never better than another, and sometimes worse, are struck out",
    ),
    "logit": ("logit response", "the better a choice is, the likelier it is, but none is certain"),
    "maximin": ("maximin profile", "each makes sure of the most that it can, whatever the others do"),
    "nash": ("Nash equilibrium", "nobody does better by changing its own choice alone"),
    "nash_stability": ("Nash-stable profile", "nobody does better by changing its own choice alone"),
    "pareto_efficient": ("Pareto-efficient outcome", "no other is better for one and worse for nobody"),
    "payoff_dominance": ("payoff-dominant equilibrium", "both do better than in the other strict equilibrium"),
    "perfect": ("perfect equilibrium", "nobody does better by changing its own choice alone, slips of others included"),
    "pure_nash": ("pure Nash equilibrium", "nobody does better by changing its own choice alone, and nobody mixes"),
    "rationalizability": (
        "set of survivors",
        "choices that are best against nothing that the others may sensibly do are struck out",
    ),
    "risk_dominance": (
        "risk-dominant equilibrium",
        "more is lost by moving alone than in the other strict equilibrium",
    ),
    "sequential": (
        "sequential equilibrium",
        "each does what is best for it at every move, given what it can know there",
    ),
    "sequential_stability": (
        "sequentially stable profile",
        "whoever gains by a change of its own may be answered by changes that the others like so that it gains nothing",
    ),
    "stackelberg": ("Stackelberg solution", "one commits itself first, and the other, who sees it, replies"),
    "subgame_perfect": (
        "subgame-perfect equilibrium",
        "each does what is best for it at every move, foreseeing the replies",
    ),
    "symmetric_metarational": (
        "symmetric metarational profile",
        "whoever gains by a change of its own may be answered so that it gains nothing, even by changing once more",
    ),
}
"""What each concept calls a solution, and what that means for a reader who knows no game theory."""

_MORE = {
    Complete.ALL: "there are no others",
    Complete.EXTREME: "all others are mixtures of these",
    Complete.SOME: "there may be others",
    Complete.UNKNOWN: "it is not settled whether there are others",
}


def others_words(result: Result) -> str:
    """Say whether there are further solutions: `the only one`, `there may be others`."""
    is_proved = result.complete in (Complete.ALL, Complete.EXTREME)
    return "the only one" if is_proved and len(result.solutions) == 1 else _MORE[result.complete]


def kind_words(result: Result) -> tuple[str, str]:
    """Return what a solution is called, and what that means."""
    term, plain = KINDS.get(result.concept.name, (spaced(result.concept.name), "as its documentation defines it"))
    lam = getattr(result.concept, "lam", None)
    return (f"{term} at lambda {lam:g}" if lam is not None else term), plain


def solutions_words(result: Result) -> str:
    """Say how many solutions there are, of what kind, what that means and whether there may be more."""
    term, plain = kind_words(result)
    count = len(result.solutions)
    if count == 1:
        is_only = others_words(result) == "the only one"
        return f"the only {term}: {plain}" if is_only else f"a {term} ({_MORE[result.complete]}): {plain}"
    terms = term.replace("equilibrium", "equilibria") if "equilibrium" in term else f"{term}s"
    kind = f"outcomes of {terms}" if isinstance(result.game, ExtensiveFormGame) else terms
    return f"{count} {kind} ({_MORE[result.complete]}): in each, {plain}"


def answer_of(finding: Finding, k: int) -> str:
    """Return the outcome of one equilibrium, with shares where chance or mixing decides."""
    names, shares = Names(finding.scenario), finding.outcomes(finding.result.equilibria[k])
    if len(shares) == 1:
        return heading(names.outcome(next(iter(shares))))
    return ", ".join(f"{heading(names.outcome(key))} {percent(share)}" for key, share in shares.items())


def profile_words(finding: Finding, k: int) -> str:
    """Say what each actor does on the path of one equilibrium; options that are not certain with their chances."""
    names, game = Names(finding.scenario), finding.result.game
    said = []
    for move in played(game, finding.result.equilibria[k]):
        types = f" ({type_words(move.types)})" if move.types else ""
        does = names.option(finding.game, move.actor, move.does)
        said.append(f"{names.short(move.actor)}{types} {does}{chance_words(move.chance)}")
    return ", ".join(dict.fromkeys(said))


def firmness_word(finding: AnyFinding) -> str:
    """Say in a word how near the nearest single number within its stated range is to changing the answer."""
    if not (finding.is_searched and finding.has_ranges):
        return "NOT TESTED"
    near = next((flip for flip in finding.outcome_flips if flip.in_range), None)
    if near is None or near.share is None:
        return "FIRM"
    return "FRAGILE" if near.share <= FRAGILE else "SENSITIVE" if near.share <= SENSITIVE else "FAIRLY FIRM"


def firmness_sentence(finding: AnyFinding) -> str:
    """Say how near the nearest single number is to changing the answer."""
    if not finding.is_searched:
        return NOT_SEARCHED
    if not finding.has_ranges:
        near = next(iter(finding.outcome_flips), None)
        if near is None:
            return "no number states a range"
        name = number_words(near.path, finding.scenario)
        return f"no number states a range; the nearest change: {name} {flip_words(near, finding.scenario)}"
    flip = next((flip for flip in finding.outcome_flips if flip.in_range), None)
    if flip is None or flip.share is None:
        return "no single number within its stated range changes it"
    return f"one number moved by {percent(flip.share)} of its stated range changes it"


def record_words(finding: Finding, verdicts: tuple[str, str] = ("agrees with", "differs from")) -> str:
    """Say how the model stands to the outcome on record; `verdicts` are the words for agreeing and differing."""
    chances = finding.chances_of_record
    sure = [k + 1 for k, chance in enumerate(chances) if chance > 1 - 1e-9]
    if len(sure) == len(chances):
        return f"the model {verdicts[0]} the record"
    if sure:
        which = f"{'equilibrium' if len(sure) == 1 else 'equilibria'} {listed([str(k) for k in sure])}"
        return f"the model {verdicts[0]} the record in {which} of {len(chances)}"
    if len(chances) == 1 and chances[0] > 0:
        return f"it takes {percent(chances[0])} of the model's play, which is not its chance"
    return f"the model {verdicts[1]} the record"


def record_sentence(finding: Finding) -> str:
    """Say what is on record, and whether the model agrees with it; empty where there is nothing to compare."""
    record = finding.scenario.facts.record
    if record is None or not finding.chances_of_record:
        return ""
    outcome = heading(Names(finding.scenario).outcome(record.outcome))
    return f"{outcome}, {day_words(record.date)}: {record_words(finding, ('AGREES with', 'DIFFERS from'))}"


def note_words(note: str, names: Names) -> str:
    """Return a solution's note with the actor's name, and a hard word explained."""
    if not note.startswith(_DOMINATED):
        return note
    actor = capitalised(possessive(names.subject(note.removeprefix(_DOMINATED))))
    return f"{actor} choice is weakly dominated: another is never worse for it, and better against some choices"


def outcome_words(label: str, scenario: Scenario) -> str:
    """Return an answer's label with the outcomes' names in place of their keys."""
    names = Names(scenario)
    if label == NONE:
        return label
    parts = [" / ".join(_named(part, names) for part in piece.split(" / ")) for piece in label.split(" or ")]
    return " or ".join(parts)


def answer_words(label: str, compiled: Compiled) -> str:
    """Return the answer of a game, of whichever model, as it stands in a sentence."""
    return compiled.called(label) if isinstance(compiled, CompiledModel) else outcome_words(label, compiled.scenario)


def _named(part: str, names: Names) -> str:
    key, _, share = part.partition(" ")
    return names.outcome(key) + (f" {share}" if share else "")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "smaller term"), counted(3, "smaller term")
    ('1 smaller term', '3 smaller terms')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """Return a share in per cent, never rounded to nothing or to all.

    >>> percent(0.999), percent(1.0), percent(0.004)
    ('over 99 %', '100 %', 'under 1 %')
    """
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{100 * share:.0f} %" if share >= 0.01 else "under 1 %"


def rescaled_words(scenario: Scenario) -> list[str]:
    """Say whose other stakes were rescaled when some of them were set."""
    names, numbers = Names(scenario), scenario.numbers
    set_here = {numbers[path].path for path, _ in scenario.changed if path in numbers}
    touched = [
        actor for actor, weights in numbers.stakes.items() if {numbers.entries[k].path for k in weights} & set_here
    ]
    return [f"the other stakes of {names.subject(actor)} rescaled, so that they still sum to 1" for actor in touched]


def numbers_sentence(scenario: Scenario, reads: frozenset[str]) -> str:
    """Say how many numbers there are, how they are known, how many of them a game `reads` and draws from a range."""
    entries = scenario.numbers.entries
    count = {status: sum(entry.status == status for entry in entries) for status in (MEASURED, JUDGED)}
    weak = sum(entry.weak_source for entry in entries)
    directed = len(entries) - sum(count.values())
    ranged = len(sampled_paths(scenario.numbers, reads - held(scenario)))
    read = sum(entry.path in reads for entry in entries)
    parts = [
        f"{count[MEASURED]} measured" + (f" ({weak} by a weak outlet)" if weak else ""),
        *([f"{directed} judged with a direction from a claim"] if directed else []),
        f"{count[JUDGED]} judged",
    ]
    ranges = f"this game reads {read}, {ranged or 'none'} with a range"
    return f"{len(entries)} numbers: {', '.join(parts)}; {ranges}."
