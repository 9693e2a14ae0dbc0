"""The page of `negosim simulate`: shares by month, how it ends, who plays for time and why, how truces fare."""

import numpy as np

from negosim.campaign.reasons import CampaignReason
from negosim.campaign.summary import Share
from negosim.explain.number_names import number_words
from negosim.explain.reasons import TermShare
from negosim.explain.words import points, scale_of, term_words
from negosim.report.campaign import CampaignFinding
from negosim.report.campaign_story import story, typical_run
from negosim.report.layout import ends, first_that_fits, row, with_amount, wrapped
from negosim.report.words import FOOT, counted, percent
from negosim.scenario.names import Names, capitalised, heading, listed, spaced

_KINDS = {
    "subgame_perfect": "subgame-perfect equilibrium: each does what is best for it in every state, foreseeing",
    "markov_perfect": "stationary Markov-perfect equilibrium: each does what is best for it in every state, foreseeing",
    "logit_markov": "logit equilibrium: the better a choice is in a state, the likelier it is, foreseeing",
}
_SMALL = 5e-4
_BESIDE = (
    "Played once (negosim solve) the same game may be answered otherwise: here each choice also weighs waiting for the "
    "months to come (docs/campaign.md)."
)


def campaign_page(finding: CampaignFinding) -> list[str]:
    """Return the page, with fewer rows and terms where it would be long."""
    return first_that_fits(_page(finding, rows, terms) for rows, terms in ((24, 6), (12, 5), (8, 4), (6, 3), (5, 2)))


def _page(finding: CampaignFinding, rows: int, terms: int) -> list[str]:
    lines = [*_head(finding), *_by_month(finding, rows), *_ending(finding)]
    lines += [
        *_stalling(finding, terms > 2),
        *_why(finding, terms),
        *_turn(finding),
        *_truces(finding),
        *_better(finding),
        *_thumbs(finding),
    ]
    lines += _story(finding, terms) if terms > 2 else []  # the picture tells it too
    return [*lines, *_firmness(finding), FOOT]


def _head(finding: CampaignFinding) -> list[str]:
    scenario, names = finding.scenario, Names(finding.scenario)
    lines = ends(scenario.facts.title, f"{finding.months} months from {finding.month_name(0)}")
    changed = ", ".join(f"{path} = {value}" for path, value in scenario.changed)
    text = (
        f"Every month: {names.game(finding.compiled.rules.game)}, at the numbers of that month. {finding.runs:,} paths "
        f"drawn with seed {finding.seed} from the {_KINDS[finding.concept]} what follows"
        f"{f'; changed: {changed}' if changed else ''}."
    )
    return [*lines, *wrapped(text), *(wrapped(_BESIDE) if finding.months > 1 else []), ""]


def _shown_months(finding: CampaignFinding, rows: int) -> list[int]:
    """Return the months in which most changes, as many as fit, the first and the last among them."""
    shares = np.array([[s.share for s in finding.summary.share_by_month(key)] for key in finding.summary.outcomes])
    moved = np.abs(np.diff(shares, axis=1)).sum(axis=0)
    most = [int(k) + 1 for k in np.argsort(-moved, kind="stable")[: max(rows - 2, 0)] if moved[k] > 0]
    return sorted({0, *most, finding.months - 1})


def _by_month(finding: CampaignFinding, rows: int) -> list[str]:
    names, summary = Names(finding.scenario), finding.summary
    outcomes = [key for key in summary.outcomes if any(s.share > 0 for s in summary.share_by_month(key))]
    widths = [18, *[-max(12, (60 // max(len(outcomes), 1)) - 1)] * len(outcomes)]
    lines = ["BY MONTH  the share of paths whose month comes to this, or that ended with it"]
    lines += row(["", *(heading(names.outcome(key)) for key in outcomes)], widths)
    shares = {key: summary.share_by_month(key) for key in outcomes}
    for month in _shown_months(finding, rows):
        cells = [_percent(shares[key][month].share) for key in outcomes]
        lines += row([f"  {finding.month_name(month)}", *cells], widths)
    return lines


def _ending(finding: CampaignFinding) -> list[str]:
    summary, names = finding.summary, Names(finding.scenario)
    what = listed([names.outcome(key) for key in finding.compiled.rules.ends], "or")
    if not what:
        return []
    text = f"{share_words(summary.ending)} of paths end with {what} within {counted(finding.months, 'month')}"
    quartiles = summary.months_to_end()
    if quartiles:
        half, late = int(quartiles["half"]), int(quartiles["three_quarters"])
        text += (
            f"; half of these do by month {half}, three quarters by month {late}"
            if half < late
            else (f"; three quarters of these do by month {late}")
        )
    return ["", *wrapped(f"{text}.", 10, "ENDS")]


def _stalling(finding: CampaignFinding, with_states: bool) -> list[str]:
    names = Names(finding.scenario)
    told: dict[str, list[str]] = {}
    for stalling in finding.summary.stalling:
        text = (
            f"for time in {stalling.months:.1f} months of a path on average, {share_words(stalling.share)} of the "
            "months that are played"
        )
        where = [
            f"{axis_name(finding, key)} {_percent(low)} in the lower half of its range, {_percent(high)} in the upper"
            for key, (low, high) in stalling.by_state.items()
            if with_states and low is not None and high is not None and abs(low - high) >= 0.05
        ]
        text += f"; by {'; by '.join(where)}." if where else "."
        told.setdefault(text if stalling.months else "", []).append(names.subject(stalling.actor))
    lines: list[str] = []
    for text, actors in told.items():
        plays = "plays" if len(actors) == 1 else "each play"
        does = f"{plays} {text}" if text else f"never {plays.removeprefix('each ')} for time."
        lines += wrapped(f"{capitalised(listed(actors))} {does}", 10, "" if lines else "STALLS")
    return ["", *lines] if lines else []


def _why(finding: CampaignFinding, terms: int) -> list[str]:
    lines: list[str] = []
    for reason in finding.reasons:
        lines += [""] + (["WHY  in the first month; points: 100 = all that this actor wants"] if not lines else [])
        lines += reason_lines(finding, reason, terms)
    return lines


def reason_lines(finding: CampaignFinding, reason: CampaignReason, terms: int) -> list[str]:
    """Say why an actor plays for time: the gain, its largest terms, and when it turns."""
    names, game = Names(finding.scenario), finding.game.game_of(reason.spot.mode)
    scale = scale_of(finding.scenario, game)
    chosen, other = (names.option(game, reason.actor, key) for key in (reason.chosen, reason.alternative))
    verb = f"{capitalised(names.subject(reason.actor))} {chosen} rather than {other}"
    lines = with_amount(f"{verb}: what it gets in all", points(reason.difference, True, scale), 4, "  ")
    shown = reason.parts[:terms]
    for part in shown:
        said = term_words(TermShare(part.path, part.amount, part.kind, "", ()), finding.scenario)
        lines += with_amount(said, points(part.amount, True, scale), 8)
    rest = sum(part.amount for part in reason.parts[terms:])
    if abs(rest) > _SMALL or len(reason.parts) > terms:
        count = len(reason.parts) - terms
        lines += with_amount(counted(count, "smaller term"), points(rest, True, scale), 8) if count > 0 else []
    turn = f"in the same state it would give in from {finding.month_name(reason.turns)} on" if reason.turns else ""
    if reason.turns == finding.months - 1:
        month = finding.month_name(reason.turns)
        turn = f"in the same state it would give in only in {month}, the last month that is looked at"
    return lines + (wrapped(capitalised(turn) + ".", 6) if turn else [])


def _turn(finding: CampaignFinding) -> list[str]:
    """Say at which value of the number asked for it begins or ceases to pay to play for time."""
    names, scenario = Names(finding.scenario), finding.scenario
    lines: list[str] = []
    path, alike = finding.turn, dict[float | None, list[str]]()
    for actor, value in finding.turns.items():
        alike.setdefault(value, []).append(names.subject(actor))
    for value, actors in alike.items():
        now = f"{number_words(path, scenario)} (now {scenario.numbers[path].value:.4g})"
        text = f"no value of {now} within its range turns whether {listed(actors, 'or')} plays for time at first"
        if value is not None:
            text = f"playing for time at first turns for {listed(actors)} at {value:.4g} of {now}"
        lines += wrapped(f"{text}.", 10, "" if lines else "TURNS")
    return ["", *lines] if lines else []


def _truces(finding: CampaignFinding) -> list[str]:
    breaking, names = finding.summary.breaking, Names(finding.scenario)
    if not finding.compiled.rules.truces:
        return []
    text = "none begins on any of these paths, so none is broken"
    if breaking.months:
        text = f"{breaking.begun:.2f} begin on a path on average"
        text += (
            f"; {share_words(breaking.ended_early)} of them end because somebody is seen to break them, rightly or not"
        )
        who = [f"{names.subject(actor)} in {share_words(share)}" for actor, share in breaking.broken.items()]
        text += f". They are broken by {listed(who)} of their months, seen or not"
    return ["", *wrapped(f"{text}.", 10, "TRUCES")]


def _story(finding: CampaignFinding, rows: int) -> list[str]:
    told = story(finding, typical_run(finding))
    shown = told if len(told) <= rows else [*told[: rows - 1], f"... {len(told) - rows + 1} more"]
    return [
        "",
        "ONE PATH  the most common of those drawn that end when the middle one does",
        *(w for line in shown for w in wrapped(line, 4)),
    ]


def _better(finding: CampaignFinding) -> list[str]:
    names, last = Names(finding.scenario), finding.months - 1
    shares = finding.summary.better_off(last)
    said = [f"{names.subject(actor)} on {_percent(share.share)}" for actor, share in shares.items()]
    text = (
        f"In {finding.month_name(last)} an actor expects more of the time ahead than it did in the first month: "
        f"{listed(said)} of paths."
    )
    return ["", *wrapped(text, 10, "BETTER")] if last else []


def _thumbs(finding: CampaignFinding) -> list[str]:
    names, lines = Names(finding.scenario), []
    rules = finding.compiled.rules
    scale = scale_of(finding.scenario, rules.game)
    if not (rules.accepting or rules.stalling):
        return []
    for actor in finding.compiled.players:
        rows = [found for found in finding.thumbs if found.thumb.actor == actor]
        if all(abs(found.gained) < _SMALL for found in rows):
            continue
        said = [f"{spaced(found.thumb.habit)} {points(found.gained, True, scale)}" for found in rows]
        lines += wrapped(f"{names.short(actor)}: {', '.join(said)}", 10)
    title = "BY ROTE   what an actor alone gets more or less by a rule of thumb, in points"
    return ["", title, *lines] if lines else []


def _firmness(finding: CampaignFinding) -> list[str]:
    gap = max((g.gap / g.worth_range if g.worth_range else 0.0) for g in finding.certificate)
    least = f"nobody gains more than {gap:.1g} of its range of worth" if gap > 1e-9 else "nobody gains"
    text = f"{least} by leaving the equilibrium, in any state"
    moved = finding.selection_matters
    other = finding.rule.other.selection
    text += (
        f"; with the selection `{other}` the shares are the same"
        if moved < 1e-9
        else f"; with the selection `{other}` a share moves by up to {percent(moved)}"
    )
    if finding.course.without_pure:
        text += f"; {percent(finding.course.without_pure)} of the states where moves are simultaneous have no pure one"
    if not finding.course.has_converged:
        text += f"; the search did not converge: the last round still moved a worth by {finding.course.residual:.1g}"
    return ["", *wrapped(f"{text}.", 10, "CHECKED")]


def share_words(share: Share) -> str:
    """Return a share with its interval, to a digit more where its ends look alike; alone where they still do."""
    for digits in (1, 2):
        low, high = (f"{100 * end:.{digits}f}" for end in (share.low, share.high))
        if low != high:
            return f"{_percent(share.share)} ({low} to {high})"
    return _percent(share.share)


def _percent(share: float) -> str:
    return percent(share) if share else "none"


def axis_name(finding: CampaignFinding, key: str) -> str:
    """Return what a state variable or belief is called."""
    rules, names = finding.compiled.rules, Names(finding.scenario)
    if key in rules.beliefs:
        return rules.beliefs[key].name or spaced(key)
    variable = rules.state[key]
    steps = variable.path.split(".")
    return variable.name or (names.issue(steps[1]) if steps[0] == "issues" else spaced(key))
