"""Writes docs/claims.md from the scenario and what is measured: `python docs/write_claims.py`. A test compares them.

The sentences that are judgements stand in `VERDICTS`; every share, margin, flip and path of the page is computed.
"""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import measure_bargaining as bargaining
import measure_claims as measured
import measure_demands as demands
import measure_truce as truce
from held_out import held_out
from pydantic import BaseModel
from signs import DRAWS, SEED, STEPS, Held, held, scenario, together

from negosim.explain import Explanation, explanation
from negosim.explain.number_names import number_words
from negosim.explain.words import flip_words, points
from negosim.models import build, compile_game
from negosim.scenario.names import Names
from negosim.scenario.quantity import Row
from negosim.solve import solve
from negosim.whatif.compare import Case, Expectation, expectations
from negosim.whatif.sampling import firmness

PAGE = Path(__file__).with_name("claims.md")
SHOWN = 4

MODELS = {
    "C1": "moves, bargaining",
    "C2": "truce",
    "C3": "truce",
    "C4": "stopping, campaign",
    "C5": "screening",
    "C6": "truce",
    "C7": "screening, bargaining",
    "C8": "moves, signalling",
    "C9": "screening, moves",
    "C10": "staying_power",
    "C11": "attrition",
    "C12": "stopping, screening",
    "C13": "bargaining_chip",
    "C14": "signalling, screening",
    "C15": "crisis, bargaining, moves",
    "C16": "bargaining, bargaining_chip",
    "C17": "bargaining",
    "C18": "shifting_power, campaign, moves",
    "C19": "moves, bargaining",
    "C20": "screening, moves",
    "C21": "truce",
    "C22": "truce",
    "C23": "truce, campaign",
    "C24": "moves",
    "C25": "stopping, attrition, campaign",
    "C26": "bargaining",
    "C27": "campaign",
    "C28": "campaign",
    "C29": "screening, campaign",
    "C30": "screening, moves",
}
"""The models that can reproduce a claim."""

VERDICTS = {
    "C1": "reproduced: for each opening Russia's reply is never less full the costlier war is to it. The outcome "
    "follows, except where the United States would rather see fighting wear aid away than have a full "
    "ceasefire",
    "C8": "reproduced: the larger the penalty the more of Ukraine's types accept. At the file's own numbers all "
    "accept anyway, so there it changes nothing",
    "C9": "reproduced only where nobody's answer depends on the value of a partial deal and pressure on Moscow does"
    " not end in a truce. Elsewhere a partial deal worth more makes Russia offer less, which is a reason to "
    "press",
    "C15": "reproduced: with a steeper cost at home Russia needs more pressure before it stops with a foothold left",
    "C18": "reproduced only where something other than Kursk still bars a ceasefire once Kursk is settled: in few "
    "draws, and not at the file's own numbers, where the next condition is named but does not bind",
    "C19": "not reproduced at the file's own numbers, where Russia offers a ceasefire with a foothold left. "
    "Reproduced only where the fixed cost at home is higher ({fixed}); a prohibitive one suffices without any"
    " cost over the regions",
    "C20": "reproduced: withheld aid is always worth something to Russia, and cheaper threats never lower the "
    "pressure on Kyiv. That they raise it is rare",
    "C24": "not reproduced at the file's own numbers: both inequalities of its sign hold there, so the call changes "
    "much. The sign itself is reproduced",
    "C30": "reproduced only where neither war nor pressure moves the level of aid. Elsewhere pressure on Kyiv may "
    "serve the United States to have aid end",
}
"""What `moves` makes of the claims that it carries."""


SIGNS = (*measured.SIGNS, *truce.SIGNS, *demands.SIGNS, *bargaining.SIGNS)
"""The signs that models other than the campaign are tested for."""

CAMPAIGN = ("C4", "C23", "C25", "C27", "C28", "C29")
"""The claims on which docs/campaign.md has the verdict."""


def page() -> str:
    """Return the whole page."""
    parts = [_head(), _verdicts(), _shares(), _together(), _theorems(), _inequalities(), _headline(), _what_ifs()]
    parts.append(held_out(scenario()))
    return "\n\n".join(parts) + "\n"


def _head() -> str:
    return (
        "# The claims, and what the models make of them\n\n"
        "Thirty claims of one press article are carried by `scenarios/march-2025.yaml`, whose numbers were chosen\n"
        "before any game was solved. This page is written by `python docs/write_claims.py`, and `tests/claims` fails\n"
        "when it is out of date. Shares are of assumption sets within the stated ranges, never chances of an event;\n"
        "utilities of two actors are never compared. Model output, not a forecast."
    )


def _verdicts() -> str:
    rows = [_table_row("claim", "it says", "carried by", "reproduced by", "today"), _table_row(*["---"] * 5)]
    for claim, row in scenario().facts.claims.items():
        rows.append(_table_row(claim, row.says, _carriers(claim), MODELS[claim], _verdict(claim)))
    return "## Verdicts\n\n" + "\n".join(rows)


def _verdict(claim: str) -> str:
    if claim in tested():
        every = (VERDICTS, truce.VERDICTS, demands.VERDICTS, bargaining.VERDICTS)
        texts = [verdicts.get(claim, "") for verdicts in every]
        found = "; ".join(text for text in texts if text).format(fixed=_flip_of(measured.HOME_FIXED))
        return f"{found}. In the campaign: docs/campaign.md" if claim in CAMPAIGN else found
    if claim in CAMPAIGN:
        return "tested in the campaign, not here: docs/campaign.md has the sign, how often it holds and the verdict"
    return "carried; no sign of it is tested"


def tested() -> set[str]:
    """Return the claims of which some model's signs are tested here."""
    return {*VERDICTS, *truce.VERDICTS, *demands.VERDICTS, *bargaining.VERDICTS}


def _flip_of(path: str) -> str:
    """Say where the nearest value of one number flips the headline."""
    return flip_words(next(flip for flip in _headline_reasons().outcome_flips if flip.path == path), scenario())


@cache
def _headline_reasons() -> Explanation:
    return explanation(scenario(), solve(build(scenario(), "call")))


def _table_row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _carriers(claim: str) -> str:
    """Name the numbers that bear a claim, and the rows that bear it without holding a number."""
    paths = carriers(claim)
    more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
    return ", ".join(f"`{path}`" for path in paths[:SHOWN]) + more


def carriers(claim: str) -> list[str]:
    """Return the paths of the numbers, and of the rules and options, that bear a claim."""
    numbers = [entry.path for entry in scenario().numbers.entries if claim in entry.claims]
    rows = [path for path, row in _rows(scenario().facts, "") if claim in row.claims]
    own = [path for path in rows if _in_headline(path) == path or _in_headline(path) not in rows]
    return numbers + [path for path in own if not any(number.startswith(path) for number in numbers)]


def _in_headline(path: str) -> str:
    """Return where a row of any game would stand in the headline game, which the others may extend."""
    games, *steps = path.split(".")
    return ".".join([games, scenario().headline, *steps[1:]]) if games == "games" else path


def _rows(part: Any, path: str) -> Iterator[tuple[str, Row]]:
    """Yield every row of the games, the outcomes and the levers."""
    if isinstance(part, Row):
        yield path, part
    fields = part
    if isinstance(part, BaseModel):
        fields = {name: getattr(part, name) for name in type(part).model_fields}
    if isinstance(part, tuple):
        fields = dict(enumerate(part, start=1))
    for key, value in fields.items() if isinstance(fields, dict) else ():
        if key not in ("claims", "what_ifs"):
            yield from _rows(value, f"{path}.{key}" if path else str(key))


def _shares() -> str:
    rows = [_table_row("claim", "sign as tested", "holds", "and something changes", "of"), _table_row(*["---"] * 5)]
    rows += [
        _table_row(s.claim, f"{s.says} (`{s.model}`){' *' if s.aside else ''}", *_percents(held(s))) for s in SIGNS
    ]
    return (
        "## How often the signs hold\n\n"
        f"The same {DRAWS:,} draws of all ranged numbers for every game, the number in question swept over its\n"
        f"stated range in {STEPS} steps (`docs/signs.py`, seed {SEED}; asserted in `tests/claims`).\n"
        "A star: with some numbers set to values that were not drawn, to show where the sign would hold.\n\n"
        + "\n".join(rows)
        + f"\n\nC18: with Kursk settled, at the file's own numbers, {_next_condition()}."
    )


def _next_condition() -> str:
    """Say what counts most against a ceasefire once Kursk is settled, and whether it bars one."""
    settled = scenario().what_if({measured.KURSK: 1.0})
    reasons = explanation(settled, solve(build(settled, "call")), flips=False).reasons
    russia = next(reason for reason in reasons if reason.actor == "russia")
    worst = min(russia.terms, key=lambda term: term.amount)
    stops = russia.chosen == "full_ceasefire"
    what = f"{number_words(worst.path, settled)} ({points(worst.amount, True)} points)"
    return f"{what} counts most against a ceasefire for Russia, and {'does not bar' if stops else 'bars'} it"


def _percents(found: Held) -> tuple[str, str, str]:
    """Return the cells of one measured sign."""
    every = "all draws" if found.of == 1 else f"{100 * found.of:.1f} % of draws"
    return f"{100 * found.weak:.1f} %", f"{100 * found.strict:.1f} %", every


def _together() -> str:
    """Return in which share of draws the signs of a claim hold, alone and with those of other claims."""
    head = ("claim", "its signs", "and the others of its models", "and the claims that are reproduced")
    rows = [_table_row(*head), _table_row(*["---"] * 4)]
    sure = [sign for sign in SIGNS if _verdict(sign.claim).startswith("reproduced: ")]
    for claim in (claim for claim in scenario().facts.claims if any(sign.claim == claim for sign in SIGNS)):
        own = [sign for sign in SIGNS if sign.claim == claim]
        models = {sign.model for sign in own}
        near = [sign for sign in SIGNS if sign.model in models]
        rows.append(_table_row(claim, *(_percent(together(each)) for each in (own, [*own, *near], [*own, *sure]))))
    names = dict.fromkeys(sign.model for sign in SIGNS)
    models = [f"`{m}` {_percent(together([sign for sign in SIGNS if sign.model == m]))}" for m in names]
    every, firm = _percent(together(SIGNS)), _percent(together(sure))
    return (
        "## Alone and together\n\n"
        "In which share of draws nothing goes against any sign of the claim; against it or any sign of a model that\n"
        "carries it; against it or any sign of the claims whose verdict is `reproduced` without a condition. Signs\n"
        "with a star are left out. All signs of a model hold at once in:\n"
        f"{', '.join(models)}.\n"
        f"All of these claims do in {every}, and those that are reproduced in {firm}. The campaign's signs are in\n"
        "docs/campaign.md.\n\n" + "\n".join(rows)
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _theorems() -> str:
    """Return what stands behind each sign, and where it fails."""
    rows = [_table_row("claim", "model", "theorem, condition, source", "where it fails"), _table_row(*["---"] * 4)]
    cells = dict.fromkeys((s.claim, f"`{s.model}`", s.theorem, s.counterexample) for s in SIGNS)
    rows += [_table_row(*(cell.replace("|", "\\|") for cell in each)) for each in cells if each[3] != "the same"]
    return (
        "## The theorems behind the signs\n\n"
        "g, l: what a month's strikes bring and cost; d: discount factor; r, q: detection, false alarms; b: bias, or\n"
        "breaking point; x: demand; e: the mediator's eagerness; l_i, k: strength and effort cost of a lever; C: the\n"
        "highest cost believed in; K: what a refusal costs as far as it counts; s, g_t, c: worth now, a month's gain\n"
        "and cost; h, J: hazard and worth of what is waited for; z: chance of obstinacy; a, v: slope at home, prize.\n"
        "Each counterexample is solved in `tests/models` or `tests/claims`.\n\n" + "\n".join(rows)
    )


def _inequalities() -> str:
    at = measured.Played(measured.compiled("call"), scenario().numbers.base[None])
    pressure = float((at[measured.SANCTIONS] * at[measured.REFUSED])[0])
    apart = float((measured.reservation_strength(at) * at[measured.REFUSED])[0])
    added, cost = float(measured.added_value(at)[0]), float(at["levers.us_sanctions.cost.threaten"][0])
    return (
        "## C24's two inequalities, at the file's own numbers\n\n"
        "| | left | | right | |\n| --- | --- | --- | --- | --- |\n"
        f"| strength of sanctions x what a truce refuses > u_Russia(truce) - u_Russia(ceasefire) | {pressure:.4f} | "
        f"{'>' if pressure > apart else '<='} | {apart:.4f} | {_holds(pressure > apart)} |\n"
        f"| added value of the full deal to the United States > its cost of pressing Moscow | {added:.4f} | "
        f"{'>' if added > cost else '<='} | {cost:.4f} | {_holds(added > cost)} |"
    )


def _holds(is_true: bool) -> str:
    return "holds" if is_true else "does not hold"


def _headline() -> str:
    found, names = _headline_reasons(), Names(scenario())
    outcome, record = found.reasons[0].outcomes[0][0], scenario().facts.record
    assert record is not None
    choices = "; ".join(f"{names.actor(r.actor)} {names.option('call', r.actor, r.chosen)}" for r in found.reasons)
    flips = found.outcome_flips[:4]
    near = [f"{number_words(f.path, scenario())} {f.now:.4g}: {flip_words(f, scenario())}" for f in flips]
    firm = firmness(compile_game(scenario(), "call"))
    shares = ", ".join(f"{names.outcome(label)} {100 * share:.2g} %" for label, share in firm.shares)
    verdict = "agrees with" if outcome == record.outcome else "differs from"
    wanted, instead = names.outcome(record.outcome), names.outcome(found.outcome_flips[0].to)
    return (
        "## The headline\n\n"
        f"At the file's own numbers the call ends in {names.outcome(outcome)}: {choices}.\n"
        f"On record is {wanted}: the model {verdict} the record. The answer is fragile: one of these numbers\n"
        f"alone would change it to {instead}.\n\n" + "\n".join(f"- {line}" for line in near) + "\n\n"
        f"Of {firm.samples:,} assumption sets within the stated ranges: {shares}."
    )


def _what_ifs() -> str:
    rows = [_table_row("what if", "changes", "leads to", "expected", "came of it"), _table_row(*["---"] * 5)]
    rows += [_table_row(*cells) for cells in what_if_rows()]
    return (
        "## The what-ifs\n\n"
        "Expectations were written before any game was solved. A margin is by how many points an option beats the\n"
        "actor's best other one at the move that is reached, before and after. `null`: no effect, as the\n"
        "margins show.\n\n"
    ) + "\n".join(rows)


def what_if_rows() -> list[tuple[str, str, str, str, str]]:
    """Return the cells of each what-if, a row for each expectation."""
    names, before = Names(scenario()), Case("base", scenario(), "call")
    rows = []
    for name, case in scenario().facts.what_ifs.items():
        after = Case(name, scenario().what_if(case.set), "call")
        outcome = next((names.outcome(o) for o in scenario().facts.outcomes if after.outcome_is(o)), "several outcomes")
        changes = ", ".join(f"`{path}` = {value}" for path, value in case.set.items())
        for found in expectations(before, after, case.expect):
            rows.append(
                (f"`{name}`", changes, outcome, f"`{found.figure}` {found.word.replace('_', ' ')}", _came(found))
            )
    return rows


def _came(found: Expectation) -> str:
    if found.before is None or found.after is None:
        return f"**{found.verdict}**"
    return f"**{found.verdict}** ({points(found.before, True)} to {points(found.after, True)})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE}\n")
