"""The page, the JSON object and the picture of a class's logged plays."""

from typing import Any

from matplotlib.figure import Figure

from negosim import plots
from negosim.classroom.class_results import Choice, ClassDecision, ClassResults
from negosim.classroom.opponents import tree_of
from negosim.plots.figures.class_results import ClassBars
from negosim.report.layout import ends, row, wrapped
from negosim.report.moves import seen_words, type_of, type_words
from negosim.report.records import head
from negosim.report.words import FOOT, counted
from negosim.scenario.names import Names, capitalised

_WIDTHS = (30, -10, -13, -11)


def class_page(found: ClassResults) -> list[str]:
    """Return the lines of the page: each decision with the class, the equilibrium and the fit side by side."""
    scenario, key = found.compiled.scenario, found.compiled.key
    lines = ends(scenario.facts.title, f"game: {key}")
    lines += [*wrapped(f"{found.compiled.rules.name}: {_counts(found)}"), ""]
    for decision in found.decisions:
        lines += wrapped(_question(found, decision), 0)
        lines += row(["", "class", "equilibrium", "logit fit"], _WIDTHS)
        for choice in decision.choices:
            name = Names(scenario).option(key, decision.actor, choice.option)
            share = f"{choice.count} ({100 * choice.count / decision.count:.0f} %)"
            lines += row([f"  {name}", share, _equilibrium_words(choice), f"{100 * choice.fitted:.0f} %"], _WIDTHS)
        lines.append("")
    return [*lines, *wrapped(_fit_words(found)), *_several(found), FOOT]


def _counts(found: ClassResults) -> str:
    plays = f"{counted(found.plays, 'play')}, {found.finished} of them finished"
    if not found.predictions:
        return plays
    return f"{plays}; {found.right} of {counted(found.predictions, 'prediction')} as in the equilibrium"


def _question(found: ClassResults, decision: ClassDecision) -> str:
    names, tree = Names(found.compiled.scenario), tree_of(found.result.game)
    seen = seen_words(tree, names, decision.actor, decision.at)
    kind = f", {type_words([type_of(decision.at)])}" if type_of(decision.at) else ""
    return f"{names.actor(decision.actor)}{kind}{f', after {seen}' if seen else ''}"


def _equilibrium_words(choice: Choice) -> str:
    chances = {round(share, 9) for share in choice.equilibria}
    return " or ".join(f"{100 * share:.0f} %" for share in sorted(chances, reverse=True)) or "none"


def _fit_words(found: ClassResults) -> str:
    fit = found.fit
    if fit is None:
        return "The log holds no choice, so there is nothing to fit."
    low = f"from {fit.low:.3g}" if fit.low is not None else "from near 0"
    high = f"to {fit.high:.3g}" if fit.high is not None else "up without a bound"
    return (
        f"Logit response fits best at lambda {fit.lam:.3g} per unit of payoff (95 % interval: {low} {high}). Near 0"
        " every option is as likely as any other; the larger lambda, the closer to best replies."
    )


def _several(found: ClassResults) -> list[str]:
    count = len(found.result.equilibria)
    return wrapped(f"The game has {count} equilibria; where they differ, both chances are shown.") if count > 1 else []


def class_record(found: ClassResults, target: str) -> dict[str, Any]:
    """Return the object of `class-results --json`."""
    fit = found.fit
    rows = [
        {
            "actor": decision.actor,
            "at": decision.at,
            "option": choice.option,
            "count": choice.count,
            "share": choice.count / decision.count,
            "equilibria": list(choice.equilibria),
            "logit": choice.fitted,
        }
        for decision in found.decisions
        for choice in decision.choices
    ]
    return {
        **head(found.compiled.scenario, target),
        "game": found.compiled.key,
        "plays": found.plays,
        "finished": found.finished,
        "predictions": {"made": found.predictions, "as_in_equilibrium": found.right},
        "lambda": None if fit is None else {"value": fit.lam, "low": fit.low, "high": fit.high},
        "rows": rows,
    }


def class_picture(found: ClassResults) -> Figure:
    """Draw the decisions with most choices."""
    names, key = Names(found.compiled.scenario), found.compiled.key
    bars = [
        ClassBars(
            decision.actor,
            _question(found, decision),
            tuple(names.option(key, decision.actor, choice.option) for choice in decision.choices),
            tuple(choice.count for choice in decision.choices),
            tuple(_only(choice) for choice in decision.choices),
            tuple(choice.fitted for choice in decision.choices),
        )
        for decision in found.decisions
    ]
    figure = plots.class_results(bars, _title(found), names=names)[0].get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def _only(choice: Choice) -> float | None:
    return choice.equilibria[0] if len({round(share, 9) for share in choice.equilibria}) == 1 else None


def _title(found: ClassResults) -> str:
    """Say how much of the class chose as in an equilibrium at the decision with most choices."""
    if not found.decisions or not found.result.equilibria:
        return "What the class chose"
    decision = found.decisions[0]
    same = sum(choice.count for choice in decision.choices if max(choice.equilibria) > 0.5)
    who = Names(found.compiled.scenario).subject(decision.actor)
    return capitalised(f"{same} of {decision.count} who played {who} chose as in an equilibrium")
