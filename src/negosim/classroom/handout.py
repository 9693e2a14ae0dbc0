"""What is handed out before a class plays: a confidential sheet for each actor, and one for the instructor.

A sheet holds what everybody knows (issues, outcomes, options, the truce) and what its actor alone knows: its stakes,
ideals, costs and gains. What a lever costs its target stands on the target's sheet, what it costs and brings its owner
on the owner's. What an actor does not know is only what the scenario says: private numbers of others and moves that
it does not see.
"""

from collections.abc import Iterator

from negosim.classroom.sheet import Blank, Block, Bullets, Heading, Page, Paragraph, Sheet, Table, sentence
from negosim.explain.number_names import number_words
from negosim.explain.words import points, scale_of
from negosim.models import CompiledMoves
from negosim.report.change import becomes_words
from negosim.report.finding import Finding
from negosim.report.page import solve_page
from negosim.report.records import NOTICE
from negosim.report.words import record_words
from negosim.scenario.histories import seen_moves
from negosim.scenario.names import Names, capitalised, heading, listed
from negosim.scenario.quantity import Belief, Number
from negosim.scenario.rules.moves import MovesRules
from negosim.scenario.shared_facts import Issue, Lever
from negosim.version import __version__

_SCALE = (
    "100 points are everything that you want on every issue. An issue gives its points in full where it ends at what"
    " you want, and none at the farthest from it. They are yours alone: others' points are on other scales."
)
_KINDS = {"pause": "a pause", "settlement": "a settlement", "none": "going on as now"}
_BITES = {
    "refusal": "as far as {} refuses",
    "strikes": "as far as strikes go on",
    "fighting": "as far as fighting goes on",
}


def actor_sheet(compiled: CompiledMoves, actor: str) -> Sheet:
    """Return the confidential sheet of one actor of a moves game."""
    names = Names(compiled.scenario)
    facts, rules = compiled.scenario.facts, compiled.rules
    about = sentence(rules.about or facts.about or rules.name)
    blocks: list[Block] = [
        Paragraph(f"{facts.title}. {rules.name}. You act for {names.subject(actor)}. Show this sheet to nobody."),
        Heading("The situation"),
        *([Paragraph(sentence(facts.about))] if facts.about and rules.about else []),
        Paragraph(about),
        *(_table_payoffs(compiled, actor) if rules.payoffs else _own_facts(compiled, actor)),
        Heading("You may"),
        Bullets(tuple(_options(compiled, actor))),
        Heading("What the others may do"),
        Bullets(tuple(_other_options(compiled, actor))),
        *_ends(compiled),
        Heading("What you do not know"),
        Bullets(tuple(_unknown(compiled, actor))),
        Heading("Before talking, write down"),
        Blank("1. What will you choose, and what would make you choose otherwise?"),
        Blank(f"2. What will {_rivals(compiled, actor)} do, and what do they want most?"),
    ]
    return Sheet(actor, f"{names.actor(actor)}: confidential", tuple(blocks), foot_of(compiled))


def foot_of(compiled: CompiledMoves) -> str:
    """Return the foot of every sheet."""
    return f"negosim {__version__}, scenario {compiled.scenario.digest}, {NOTICE}"


def _rivals(compiled: CompiledMoves, actor: str) -> str:
    names = Names(compiled.scenario)
    return listed([names.subject(other) for other in compiled.players if other != actor]) or "nobody else"


def _own_facts(compiled: CompiledMoves, actor: str) -> Iterator[Block]:
    yield from _points_by_issue(compiled, actor)
    on_top = [*_on_top(compiled, actor)]
    if on_top:
        yield Heading("What counts on top, in points")
        yield Bullets(tuple(on_top))
    at_home = [*_at_home(compiled, actor)]
    if at_home:
        yield Heading("At home")
        yield Bullets(tuple(at_home))
    levers = [*_levers(compiled, actor)]
    if levers:
        yield Heading("Levers")
        yield Bullets(tuple(levers))


def _points_by_issue(compiled: CompiledMoves, actor: str) -> Iterator[Block]:
    facts, numbers, names = compiled.scenario.facts, compiled.scenario.numbers, Names(compiled.scenario)
    stakes = facts.stakes.get(actor, {})
    if not stakes:
        return
    yield Heading("Your points")
    yield Paragraph(_SCALE)
    rows, ends = [], []
    for issue in stakes:
        known, own = facts.issues[issue], facts.actors[actor]
        said = facts.ideals.get(actor, {}).get(issue) or own.ideal
        wanted = _level(said.value if said is not None else 0.0, known)
        name, weight = capitalised(known.name), numbers[f"stakes.{actor}.{issue}"].value
        rows.append((name, points(weight), wanted, f"{known.status_quo.value:.3g}"))
        ends.append(f"{name}: 0 is '{_flat(known.at_0)}', 1 is '{_flat(known.at_1)}'")
    yield Table(("issue", "points", "what you want", "today"), tuple(rows), (2.2, 0.8, 3.4, 0.8))
    yield Bullets(tuple(ends))
    moving = [*_moving(compiled, names)]
    if moving:
        yield Paragraph("While fighting goes on:")
        yield Bullets(tuple(moving))


def _moving(compiled: CompiledMoves, names: Names) -> Iterator[str]:
    """Say what a month of fighting does to each issue."""
    for key, issue in compiled.scenario.facts.issues.items():
        if issue.drift is not None and issue.drift.value:
            yield f"{names.issue(key)} moves by {issue.drift.value:+.3g} a month"
        if issue.hazard is not None and issue.hazard.value:
            yield f"{names.issue(key)} jumps to 1 with a chance of {issue.hazard.value:.3g} a month"


def _level(wanted: float, issue: Issue) -> str:
    if wanted in (0.0, 1.0):
        return f"{wanted:.0f}: {_flat(issue.at_1 if wanted else issue.at_0)}"
    return f"{wanted:.3g}, between the two ends"


def _on_top(compiled: CompiledMoves, actor: str) -> Iterator[str]:
    scenario = compiled.scenario
    own = scenario.facts.actors[actor]
    if own.cost_of_fighting is not None:
        yield f"fighting costs you {_amount(own.cost_of_fighting)}{_meaning(own.cost_of_fighting)}"
    if own.value_of_deal is not None:
        yield f"a full deal is worth {_amount(own.value_of_deal)} to you{_meaning(own.value_of_deal)}"
    if own.discount_factor is not None:
        yield f"a month's wait leaves {own.discount_factor.value:.3g} of what something is worth to you"
    yield f"the months looked ahead: {compiled.rules.horizon.value:.3g}"
    for key, term in compiled.rules.terms.items():
        if term.actor == actor:
            yield f"{term.name or key.replace('_', ' ')}: {points(term.amount.value, True)}{_meaning(term.amount)}"


def _at_home(compiled: CompiledMoves, actor: str) -> Iterator[str]:
    names = Names(compiled.scenario)
    for issue, row in compiled.scenario.facts.audience.get(actor, {}).items():
        parts = [f"{_amount(row.fixed)} for any shortfall"] if row.fixed.value else []
        parts += [f"{_amount(row.slope)} for the whole way from 0 to 1, less in proportion"] if row.slope.value else []
        ends = listed([_KINDS[kind] for kind in row.kinds], "or")
        red = f"falling short of {row.red_line.value:.3g} on {names.issue(issue)} costs you"
        still = "" if row.while_fighting else "; nothing while fighting goes on"
        yield f"after {ends}, {red} {listed(parts) or 'nothing'}{still}"


def _levers(compiled: CompiledMoves, actor: str) -> Iterator[str]:
    scenario, names = compiled.scenario, Names(compiled.scenario)
    for key, lever in scenario.facts.levers.items():
        name, when = names.lever(key), _BITES[lever.scales_with].format(names.subject(lever.target))
        if lever.owner == actor:
            follows = "" if lever.scales_with == "refusal" else " (it follows from the outcome, no choice of yours)"
            yield f"yours, on {names.subject(lever.target)}: {name}, which bites {when}{follows}; {_cost_words(lever)}"
        if lever.target == actor:
            made_good = f", of which others make good {lever.replaced.value:.0%}" if lever.replaced.value else ""
            season = f", by season ({lever.strength.season})" if lever.strength.season else ""
            hurt = f"{_amount(lever.strength)} in full{season}{made_good}"
            yield f"{names.subject(lever.owner)} can use {name} on you: it costs you {hurt}, {when}"


def _cost_words(lever: Lever) -> str:
    """Say what a lever costs and brings its owner."""
    parts = (("threaten it", lever.cost.threaten), ("carry it out", lever.cost.use))
    costs = listed([f"{_amount(part)} to {word}" for word, part in parts if part.value])
    gain = f"; it brings you {_amount(lever.gain)} in full" if lever.gain.value else ""
    return f"it costs you {costs or 'nothing'}{gain}"


def _amount(number: Number) -> str:
    """Return a quantity of utility in points."""
    return f"{points(number.value)} points" + (f" a {number.per}" if number.per else "")


def _meaning(number: Number) -> str:
    return f" ({_flat(number.means)})" if number.means else ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def _options(compiled: CompiledMoves, actor: str) -> Iterator[str]:
    names = Names(compiled.scenario)
    for key, move in compiled.rules.moves.items():
        if move.actor == actor:
            for name, option in move.options.items():
                uses = f", using {listed([names.lever(lever) for lever in option.uses])}" if option.uses else ""
                yield f"{names.option(compiled.key, actor, name)}{uses}{_seeing(compiled.rules, key, names)}"


def _seeing(rules: MovesRules, key: str, names: Names) -> str:
    """Say what the mover has seen when it chooses."""
    seen = [names.short(rules.moves[other].actor) for other in seen_moves(rules, key)]
    return f" (after seeing what {listed(list(dict.fromkeys(seen)))} did)" if seen else ""


def _other_options(compiled: CompiledMoves, actor: str) -> Iterator[str]:
    names = Names(compiled.scenario)
    for move in compiled.rules.moves.values():
        if move.actor != actor:
            said = [names.option(compiled.key, move.actor, option) for option in move.options]
            yield f"{names.actor(move.actor)}: {listed(said, 'or')}"


def _ends(compiled: CompiledMoves) -> Iterator[Block]:
    """Say how the game can end, and where an outcome leaves things: everybody knows this."""
    facts, names = compiled.scenario.facts, Names(compiled.scenario)
    reached = [key for key in dict.fromkeys(end.outcome for end in compiled.situations) if key in facts.outcomes]
    if not reached:
        return
    ends = {key: facts.outcomes[key] for key in reached}
    shares = {key: {"fighting": end.fighting, "strikes": end.strikes, "deal": end.deal} for key, end in ends.items()}
    told = [word for word in ("fighting", "strikes", "deal") if any(row[word].value for row in shares.values())]
    rows = [
        (heading(names.outcome(key)), _KINDS[end.kind], *(f"{shares[key][word].value:.0%}" for word in told))
        for key, end in ends.items()
    ]
    yield Heading("How it can end")
    yield Table(("outcome", "kind", *told), tuple(rows), (2.4, 1.2, *(1.0 for _ in told)))


def _table_payoffs(compiled: CompiledMoves, actor: str) -> Iterator[Block]:
    """Return an actor's own column of a plain payoff table."""
    names = Names(compiled.scenario)
    movers = [move.actor for move in compiled.rules.moves.values()]
    rows = []
    for end in compiled.situations:
        path = ".".join(("games", compiled.key, "payoffs", *end.made.values(), actor))
        done = zip(movers, end.made.values(), strict=True)
        said = [names.option(compiled.key, who, option) for who, option in done]
        rows.append((*said, f"{compiled.scenario.numbers[path].value:.4g}"))
    yield Heading("Your points")
    yield Paragraph("What each way that it can end is worth to you, on a scale of your own.")
    yield Table((*(names.actor(who) for who in movers), "your points"), tuple(rows), (*(2.0 for _ in movers), 1.0))


def _unknown(compiled: CompiledMoves, actor: str) -> Iterator[str]:
    """Say what the scenario keeps from an actor in this game, and what it keeps from the others of the actor's own."""
    scenario, rules, names = compiled.scenario, compiled.rules, Names(compiled.scenario)
    said = []
    for path in rules.private:
        owner, field = path.split(".")[1:]
        belief: Belief = getattr(scenario.facts.actors[owner], field).belief
        what = number_words(path, scenario)
        if owner == actor:
            said.append(f"the others do not know {what}: they believe in {_belief_words(belief)}")
        else:
            said.append(f"{what}: you believe in {_belief_words(belief)}")
    for key in [key for key, move in rules.moves.items() if move.actor == actor]:
        earlier = list(rules.moves)[: list(rules.moves).index(key)]
        hidden = [rules.moves[other].actor for other in earlier if other not in seen_moves(rules, key)]
        said += [f"what {names.subject(other)} does before you choose" for other in hidden if other != actor]
    yield from said or ["in this game the scenario keeps nothing from you but the others' sheets"]


def _belief_words(belief: Belief) -> str:
    """Return a belief in points."""
    if belief.uniform:
        low, high = points(belief.uniform.low.value), points(belief.uniform.high.value)
        return f"anything from {low} to {high} points, all equally likely"
    if belief.types:
        kinds = belief.types.values()
        said = [f"{points(kind.value.value)} points with a chance of {kind.probability.value:.2g}" for kind in kinds]
        return listed(said, "or")
    assert belief.exponential
    return f"small values rather than large ones, {points(belief.exponential.mean.value)} points on average"


def instructor_sheet(finding: Finding, target: str) -> Sheet:
    """Return the instructor's sheet: the solution, the reasons, and what to ask afterwards."""
    rules = finding.compiled.rules
    blocks: list[Block] = [
        Paragraph(f"{finding.scenario.facts.title}. {rules.name}. Not for the actors: it has everybody's numbers."),
        Heading("The solution and the reasons"),
        Page(tuple(solve_page([finding], target))),
        Heading("What to ask afterwards"),
        Bullets(tuple(_debriefing(finding))),
    ]
    return Sheet("instructor", "For the instructor", tuple(blocks), foot_of(finding.compiled))


def _debriefing(finding: Finding) -> Iterator[str]:
    scenario, names = finding.scenario, Names(finding.scenario)
    yield "Who predicted the others rightly, and from what on their own sheet?"
    yield "Which of your options did you never consider, and what would it have led to?"
    for explained in finding.explanations[:1]:
        for reason in explained.reasons:
            who, other = names.subject(reason.actor), reason.alternative.option
            best, second = (names.option(finding.game, reason.actor, key) for key in (reason.chosen, other))
            yield f"In the solution {who} {best}. Who took '{second}' in its place, and what was counted differently?"
    for flip in finding.outcome_flips[:2]:
        number, at = number_words(flip.path, scenario), f"{flip.value:.4g} (now {flip.now:.4g})"
        said = f"In the model the answer changes at {at}: {becomes_words(flip, finding)}."
        yield f"Would the talks have ended otherwise with another {number}? {said}"
    if scenario.facts.record and finding.recorded:
        yield f"On record is {names.outcome(finding.recorded)}: {record_words(finding)}. What does the model leave out?"
    yield "Whose points did you compare with your own? What would it take to compare them?"
    if scale_of(scenario, finding.game) != 1:
        yield "Which number on your sheet would you not defend?"
