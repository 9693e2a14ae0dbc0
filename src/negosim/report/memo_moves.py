"""The memo on a game of moves: what follows, and why each actor does what it does."""

from negosim.explain import Reason
from negosim.explain.number_names import number_words
from negosim.explain.words import choosing_sentence, flip_words, points, scale_of, term_words
from negosim.report.finding import Finding
from negosim.report.moves import seen_words, type_of, type_words
from negosim.report.show import status_words
from negosim.report.why import otherwise_words
from negosim.report.words import (
    answer_of,
    firmness_sentence,
    firmness_word,
    note_words,
    profile_words,
    record_words,
    solutions_words,
)
from negosim.scenario.names import Names
from negosim.scenario.numbers import day_words


def moves_finding(finding: Finding) -> str:
    """Return what follows and what that means, how near it is to changing, and how it stands to the record."""
    result = finding.result
    if not result.equilibria:
        return f"There is no answer of this kind: {result.why_complete}."
    if len(result.equilibria) == 1:
        said = [f"Under these assumptions the outcome is: **{answer_of(finding, 0)}** ({profile_words(finding, 0)})."]
        said.append(f"It is {solutions_words(result)}.")
    else:
        answers = [f"({k + 1}) {answer_of(finding, k)}" for k in range(len(result.equilibria))]
        said = [f"Under these assumptions there are {len(answers)} answers: **{'; '.join(answers)}**."]
        said += [f"They are {solutions_words(result)}.", choosing_sentence(result)]
    said.append(f"How firm: {firmness_word(finding).lower()}, {firmness_sentence(finding)}.")
    record = finding.scenario.facts.record
    if finding.recorded is not None and record is not None:
        on_record = Names(finding.scenario).outcome(finding.recorded)
        said.append(f"On record for {day_words(record.date)} is {on_record}: {record_words(finding)}.")
    return " ".join(said)


def moves_why(finding: Finding) -> list[str]:
    parts = []
    scale = scale_of(finding.scenario, finding.game)
    if scale != 1:
        parts.append(
            "Points: 100 are everything that this actor wants on every issue; a deal, costs and levers count on top. "
            "Points of two actors are never compared."
        )
    for k, explanation in enumerate(finding.explanations):
        if len(finding.explanations) > 1:
            parts.append(f"**Equilibrium {k + 1}, {answer_of(finding, k)}:** {profile_words(finding, k)}.")
        notes = finding.result.equilibria[k].notes
        parts += [f"{note_words(note, Names(finding.scenario))}." for note in notes]
        parts += [_reason(reason, finding, scale) for reason in explanation.reasons]
    return parts


def _reason(reason: Reason, finding: Finding, scale: float) -> str:
    names, scenario = Names(finding.scenario), finding.scenario
    chosen, other = (names.option(finding.game, reason.actor, o) for o in (reason.chosen, reason.alternative.option))
    kind = type_of(reason.at)
    seen = seen_words(finding.result.game, names, reason.actor, reason.at)
    own = f" ({type_words([kind])})" if kind else ""
    lines = [
        f"**{names.actor(reason.actor)}**{own}{f', if {seen},' if seen else ''} {chosen}, worth "
        f"{points(reason.worth, scale=scale)} to it; {'it also' if reason.is_mixed else 'the best alternative'}: "
        f"{other}, worth {points(reason.alternative.worth, scale=scale)}. "
        f"The difference of {points(reason.difference, True, scale)} is the sum of:",
        "",
        *(
            f"- {points(share.amount, True, scale)} {term_words(share, scenario)} "
            f"(`{share.path}`; {status_words(scenario.numbers[share.path])})"
            for share in reason.terms
        ),
        *_otherwise(reason, finding),
    ]
    return "\n".join(lines)


def _otherwise(reason: Reason, finding: Finding) -> list[str]:
    """Say what would follow from another choice, and what number would change this one."""
    lines: list[str] = []
    scenario = finding.scenario
    said = otherwise_words(reason, finding)
    lines += ["", said] if said else []
    if reason.flips:
        flip = reason.flips[0]
        becomes = Names(scenario).option(finding.game, reason.actor, flip.to)
        name = number_words(flip.path, scenario)
        lines += ["", f"The nearest number that changes this choice: {name}, {flip_words(flip, scenario)} ({becomes})."]
    return lines
