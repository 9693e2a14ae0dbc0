"""The JSON object of `negosim tipping --json`."""

from typing import Any

from negosim.report.records import head
from negosim.report.subject_words import has_moves
from negosim.report.tipping import TippingPage
from negosim.whatif.flips import Flip, is_searched_whole, searched_interval
from negosim.whatif.joint import Joint
from negosim.whatif.tipping import Tip


def tipping_record(page: TippingPage, target: str) -> dict[str, Any]:
    """Return a row for each number that the game reads, in the order of the page, and the joint change if asked for."""
    return {
        **head(page.scenario, target),
        "game": page.subject.key,
        "concept": page.subject.concept,
        "parameters": dict(page.subject.parameters),
        "answer": page.found.answer,
        "toward": page.found.toward or None,
        "rows": [_row(tip, page) for tip in page.found.tips],
        "joint": _joint(page.joint, page) if page.joint is not None else None,
    }


def _row(tip: Tip, page: TippingPage) -> dict[str, Any]:
    entry, numbers = page.scenario.numbers[tip.path], page.scenario.numbers
    low, high = searched_interval(numbers, tip.path)
    who = "actor" if has_moves(page.subject) else "condition"
    return {
        "path": tip.path,
        "now": entry.value,
        "low": entry.quantity.low,
        "high": entry.quantity.high,
        "status": entry.status,
        "flips": [_flip(flip) for flip in tip.flips],
        "play": {**_flip(tip.play), who: tip.mover or None} if tip.play is not None else None,
        "searched": {"low": low, "high": high, "whole": is_searched_whole(numbers, tip.path)},
    }


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "value": flip.value,
        "last": flip.last,
        "beyond": flip.beyond,
        "up": flip.up,
        "to": flip.to,
        "share_of_range": flip.share,
        "in_range": flip.in_range,
        "certified": flip.is_certified,
    }


def _joint(joint: Joint, page: TippingPage) -> dict[str, Any]:
    numbers = page.scenario.numbers
    return {
        "norm": "largest share of its range by which any number moves",
        "size": joint.size,
        "to": joint.to,
        "exact": joint.is_exact,
        "certified": joint.is_certified,
        "tried_nearer": joint.tried,
        "ranges": joint.ranges,
        "moves": [{"path": path, "now": numbers[path].value, "value": value} for path, value in joint.values.items()],
    }
