"""What is told: the equilibria of a signalling game, the intervals of cheap talk, or the effort that separates."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from negosim.games import FloatArray, Origin
from negosim.models.signalling import EffortLines, SignalPlans, TalkCuts
from negosim.plots.lettering import wrapped
from negosim.plots.style import (
    GREY,
    INK,
    PALE,
    TINT,
    Frame,
    Margins,
    actor_colours,
    frame_axes,
    house_style,
    title_axes,
)
from negosim.scenario.names import Names, capitalised, listed

_WIDTH, _ROW, _LEAST = 6.4, 0.75, 1.2


@house_style
def signals(
    told: SignalPlans | TalkCuts | EffortLines,
    ax: Axes | None = None,
    names: Names | None = None,
    title: str | None = None,
) -> Axes:
    """Draw what is told in whichever of the three forms a signal has."""
    names = names or Names()
    said = title or _finding(told, names)
    rows = len(told.equilibria) if isinstance(told, SignalPlans) else 3
    if ax is None:
        origin = names.scenario.origin if names.scenario else Origin()
        margins = Margins(1.9, 0.3, 0.6, 0.45) if isinstance(told, SignalPlans) else Margins(0.75, 0.4, 0.6, 0.25)
        ax = frame_axes((_WIDTH - margins.left, max(_LEAST, _ROW * rows)), Frame(said, origin), margins)
    else:
        title_axes(ax, said)
    if isinstance(told, SignalPlans):
        _plans(ax, told, names)
    elif isinstance(told, TalkCuts):
        _talk(ax, told, names)
    else:
        _effort(ax, told)
    return ax


def _plans(ax: Axes, plans: SignalPlans, names: Names) -> None:
    """Draw a bar for each equilibrium and type: how often it sends the first message, and what is answered."""
    colours = actor_colours(names.actors or plans.players)
    shades = _shades(colours[plans.players[0]], len(plans.messages))
    ticks, labels = [], []
    for k, each in enumerate(plans.equilibria):
        for t, kind in enumerate(plans.types):
            height = -k - 0.32 * t + 0.16
            done = 0.0
            for m, share in enumerate(each.sends[t]):
                alpha = 1.0 if each.intuitive else 0.45
                ax.barh(height, share, 0.28, left=done, color=shades[m], alpha=alpha)
                done += float(share)
            ticks.append(height)
            labels.append(f"{each.kind}: as {kind}" if t == 0 else f"as {kind}")
        answers = [f"to '{m}': {_answer(plans.replies, r)}" for m, r in zip(plans.messages, each.replies, strict=True)]
        note = "" if each.intuitive else " (not intuitive)"
        ax.text(0.01, -k - 0.42, "answer " + "; ".join(answers) + note, size=8, color=INK, va="center")
    ax.set_yticks(ticks, labels)
    ax.set_ylim(-len(plans.equilibria) + 0.4, 0.45)
    ax.set_xlim(0.0, 1.0)
    first, *others = (f"'{message}'" for message in plans.messages)
    ax.set_xlabel(f"how often each type sends {first}; {_others(plans, others)}")


def _others(plans: SignalPlans, others: list[str]) -> str:
    """Say what is drawn pale, or that nobody sends it."""
    sent = np.stack([each.sends for each in plans.equilibria])[..., 1:].max(axis=(0, 1)) > 0
    if not sent.any():
        return f"nobody sends {listed(others, 'or')}"
    return f"pale{'r and paler' if len(others) > 1 else ''}: {', '.join(others)}"


def _shades(colour: str, count: int) -> list[tuple[float, ...]]:
    """Return a colour for each message, from the sender's own to the palest."""
    own, pale = np.array(to_rgb(colour)), np.array(to_rgb(PALE))
    return [tuple(own + (pale - own) * k / (count - 1)) for k in range(count)]


def _answer(replies: Sequence[str], shares: FloatArray) -> str:
    used = [k for k, share in enumerate(shares) if share > 0]
    if len(used) == 1:
        return replies[used[0]]
    return f"{replies[used[-1]]} in {100 * float(shares[used[-1]]):.0f} %"


def _talk(ax: Axes, talk: TalkCuts, names: Names) -> None:
    """Draw the intervals that words tell apart, and the middle that the receiver takes in each."""
    ends = np.array([0.0, *talk.cuts, 1.0])
    for k, (low, high) in enumerate(pairwise(ends)):
        ax.axvspan(low, high, ymin=0.35, ymax=0.75, color=TINT if k % 2 else PALE, linewidth=0)
        ax.plot([(low + high) / 2], [0.55], "o", color=INK)
    sender, receiver = (names.subject(actor) for actor in talk.players)
    bar, told = ("The bar", "whatever is said") if len(ends) == 2 else ("A bar", "when told that it lies there")
    note = f"{bar}: values that words do not tell apart. Dot: what {receiver} takes {talk.issue} for, {told}."
    ax.text(0.01, 0.97, wrapped(note, _WIDTH - 1.4, 8), size=8, color=GREY, va="top")
    ax.set_ylim(0.0, 1.0)
    ax.set_yticks([])
    ax.set_xlim(0.0, 1.0)
    ax.set_xlabel(f"{talk.issue}: what {sender} knows, from 0 to 1")


def _effort(ax: Axes, lines: EffortLines) -> None:
    """Draw what each type gets by effort that has it taken for the high type, and the low worth beside it."""
    effort = np.linspace(0.0, 1.15 * lines.separates[1], 100)
    for cost, label in zip(lines.cost, ("high type", "low type"), strict=True):
        worth = lines.worth[0] - cost * effort
        ax.plot(
            effort,
            worth,
            color=INK,
            linewidth=2 if label == "high type" else 1,
            linestyle="-" if cost == lines.cost[0] else "--",
        )
        ax.annotate(label, (effort[-1], worth[-1]), va="center", annotation_clip=False, size=8)
    ax.axhline(lines.worth[1], color=GREY, linewidth=1)
    ax.axvspan(*lines.separates, color=TINT, zorder=0, linewidth=0)
    ax.set_xlabel("effort; tinted: it tells the types apart")
    ax.set_ylabel("worth if taken for the\nhigh type; grey: if not")


def _finding(told: SignalPlans | TalkCuts | EffortLines, names: Names) -> str:
    if isinstance(told, EffortLines):
        low, high = told.separates
        return capitalised(f"effort from {low:.3g} to {high:.3g} tells the types of {names.subject(told.sender)} apart")
    sender, receiver = (names.subject(actor) for actor in told.players)
    if isinstance(told, TalkCuts):
        count = len(told.cuts) + 1
        what = f"nothing of {told.issue}" if count == 1 else f"in which of {count} intervals {told.issue} lies"
        return capitalised(f"with ideals {told.bias:.2f} apart words of {sender} tell {receiver} {what}")
    others = sum(not each.intuitive for each in told.equilibria)
    more = f"; {others} equilibri{'um is' if others == 1 else 'a are'} not intuitive" if others else ""
    return capitalised(f"{told.says}{more}")
