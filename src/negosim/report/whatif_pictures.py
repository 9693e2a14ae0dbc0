"""What the figures of tipping points and of sensitivity are given to draw."""

from matplotlib.axes import Axes

from negosim import plots
from negosim.errors import UsageError
from negosim.explain.number_names import number_words
from negosim.explain.words import flip_words
from negosim.plots import InfluenceBar, TippingBar
from negosim.report.finding import Finding
from negosim.report.words import outcome_words, percent
from negosim.scenario.names import Names
from negosim.whatif.answers import can_batch
from negosim.whatif.batch import MovesSubject
from negosim.whatif.flips import Flip
from negosim.whatif.sensitivity import Sensitivity, sensitivity
from negosim.whatif.tipping import Tip, tipping

WHATIF_FIGURES = ("tipping", "sensitivity")


def has_whatif_figures(finding: Finding) -> bool:
    """Whether the figures of what-ifs can be drawn: some number states a range, and batches can be solved."""
    return finding.has_ranges and can_batch(finding.result.game)


def draw_whatif(name: str, finding: Finding) -> Axes:
    """Draw one of the figures of what-ifs."""
    names = Names(finding.scenario)
    if name == "tipping":
        found = tipping(MovesSubject(finding.compiled))
        bars = [_tipping_bar(tip, finding) for tip in found.tips if _has_room(tip.path, finding)]
        return plots.tipping(bars, outcome_words(found.answer, finding.scenario), names=names)
    result = sensitivity(MovesSubject(finding.compiled))
    if not result.influences:
        raise UsageError(f"every set of numbers within the ranges gives {finding.game} the same answer")
    bars_of = [
        InfluenceBar(number_words(x.path, finding.scenario), x.first, x.total, x.total_interval)
        for x in result.influences
    ]
    answer = outcome_words(result.answer, finding.scenario)
    return plots.sensitivity(bars_of, answer, names=names, title=_sensitivity_title(result, finding))


def _has_room(path: str, finding: Finding) -> bool:
    low, high = (getattr(finding.scenario.numbers[path].quantity, end) for end in ("low", "high"))
    return low is not None and high is not None and high > low


def _tipping_bar(tip: Tip, finding: Finding) -> TippingBar:
    entry = finding.scenario.numbers[tip.path]
    low, high = entry.quantity.low, entry.quantity.high
    assert low is not None and high is not None
    inside = [flip for flip in tip.flips if flip.in_range]
    shares = {flip.up: (flip.value - entry.value) / (high - low) for flip in inside}
    return TippingBar(
        number_words(tip.path, finding.scenario),
        (low - entry.value) / (high - low),
        (high - entry.value) / (high - low),
        shares.get(False),
        shares.get(True),
        "; ".join(_said(flip, finding) for flip in inside),
    )


def _said(flip: Flip, finding: Finding) -> str:
    return f"{flip_words(flip, finding.scenario)}: {outcome_words(flip.to, finding.scenario)}"


def _sensitivity_title(found: Sensitivity, finding: Finding) -> str:
    """Say how many numbers decide, where few do, else which decides most; and in how many assumption sets."""
    answer, drawn = outcome_words(found.answer, finding.scenario), f"{found.samples:,} sets of numbers"
    if found.deciding is None:
        most = number_words(found.influences[0].path, finding.scenario)
        return f"Whether it is {answer} hangs most on {most}, in {drawn} within the ranges"
    count, share = len(found.deciding.paths), percent(min(1.0, found.deciding.share))
    which = "One number decides" if count == 1 else f"{count} numbers of {len(found.paths)} decide"
    said = f"{which} whether it is {answer}: {share} of the variation in {drawn} within the ranges"
    return f"{said} hangs on the first {'bar' if count == 1 else f'{count} bars'}"
