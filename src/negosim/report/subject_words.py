"""Words for what is asked of a game, which sweeps, tipping points and sensitivity share: answers and figures."""

from collections.abc import Mapping, Sequence

from negosim.explain.words import POINTS, scale_of
from negosim.models import CompiledModel
from negosim.report import model_words
from negosim.report.layout import ends, wrapped
from negosim.report.words import outcome_words
from negosim.scenario.campaign import CAMPAIGN
from negosim.scenario.names import Names, capitalised, heading, listed, spaced
from negosim.whatif.answers import NONE
from negosim.whatif.batch.figure import FigureSubject
from negosim.whatif.batch.model import ModelSubject
from negosim.whatif.batch.points import SEVERAL, TOGETHER
from negosim.whatif.batch.subject import Subject

_SIGN_WORDS = {"positive": "above 0", "zero": "0", "negative": "below 0", "none": "without a single finite value"}


def head_lines(subject: Subject, withs: Sequence[str] = ()) -> list[str]:
    """Return the first lines of a page: the scenario's title, which overlays lie on it and what numbers are changed."""
    scenario, campaign = subject.scenario, subject.scenario.facts.campaign
    changed = "; ".join(f"{path} = {value}" for path, value in scenario.changed)
    state = "WITH AN OVERLAY" if withs else "numbers as in the scenario, none changed"
    months = f": {campaign.months} months" if campaign is not None and subject.key == CAMPAIGN else ""
    return [
        *ends(scenario.facts.title, "CHANGED NUMBERS" if changed else state),
        *(wrapped(f"with {', '.join(withs)}{months}") if withs else []),
        *(wrapped(f"changed: {changed}") if changed else []),
    ]


def is_plain(subject: Subject) -> bool:
    """Whether the game is a plain payoff table, whose outcomes are what is chosen."""
    return bool(getattr(subject.scenario.facts.games.get(subject.key), "payoffs", None))


def has_moves(subject: Subject) -> bool:
    """Whether the game is one of moves, and not of another model."""
    return model_of(subject) == "moves"


def model_of(subject: Subject) -> str:
    """Return the model of the game, or what stands for the campaign."""
    found = subject.scenario.facts.games.get(subject.key)
    return found.model if found else subject.key


def figure_words(subject: Subject, figure: str = "") -> str:
    """Return what a figure is called: that of the subject unless named."""
    name = figure or subject.figure_asked
    kind, _, key = name.partition("_")
    names = Names(subject.scenario)
    if kind == "payoff" and key in subject.players:
        return f"payoff of {names.short(key)}"
    if kind == "probability" and has_moves(subject) and not is_plain(subject):
        return f"probability of {names.outcome(key)}"
    model = _model_of(subject)
    return model_words.figure_words(name, model) if model else spaced(name)


def figure_meaning(subject: Subject) -> list[str]:
    """Return lines on what the figure asked for means, where its model says so; else none."""
    model = _model_of(subject)
    figure = model.FIGURES.get(subject.figure_asked.partition(".")[0]) if model else None
    if model is None or figure is None:
        return []
    return wrapped(f"{capitalised(figure_words(subject))}: {model.means(figure.means)}.")


def has_plays(subject: Subject) -> bool:
    """Whether there is more to say of a point than its answer: what is done, or what a figure's answer is."""
    return bool(subject.figure_asked) or (has_moves(subject) and not is_plain(subject))


def figure_scale(subject: Subject, figure: str = "") -> float:
    """Return what a unit of a figure is shown as: 100 points for a payoff or a model's utility."""
    name, model = figure or subject.figure_asked, _model_of(subject)
    if model:
        return POINTS if model_words.is_in_points(model_words.unit_of(name, model), model) else 1.0
    return scale_of(subject.scenario, subject.key) if name.startswith("payoff_") else 1.0


def figure_unit(subject: Subject, figure: str = "") -> str:
    """Return the unit of a model's figure as it follows an amount: points, months, or nothing."""
    model = _model_of(subject)
    name = figure or subject.figure_asked
    return model_words.short_unit(model_words.unit_of(name, model), model) if model else ""


def _model_of(subject: Subject) -> CompiledModel | None:
    """Return the compiled game of another model than moves that a subject, or one of its figures, is of."""
    inner = subject.inner if isinstance(subject, FigureSubject) else subject
    return inner.compiled if isinstance(inner, ModelSubject) else None


def answer_words(answer: str, subject: Subject) -> str:
    """Return an answer with the names of outcomes, as a heading; of a payoff table, with what is chosen."""
    return heading(sentence_words(answer, subject))


def sentence_words(answer: str, subject: Subject) -> str:
    """Return an answer as it stands within a sentence."""
    if subject.figure_asked:
        return f"{figure_words(subject)} {_SIGN_WORDS[answer]}"
    return outcomes_of(answer, subject)


def outcomes_of(answer: str, subject: Subject) -> str:
    """Return where solutions lead; of another model than moves, the regime."""
    model = _model_of(subject)
    if model:
        return model.called(answer)
    parts = answer.split(SEVERAL)
    words = {part: _answer_words(part, subject) for part in parts if TOGETHER not in part}
    said = SEVERAL.join(words[part] if part in words else _mix_words(part, words, subject) for part in parts)
    return f"{said} likeliest" if subject.concept == "logit" else said


def _mix_words(mix: str, known: Mapping[str, str], subject: Subject) -> str:
    """Return what a solution is called that mixes outcomes, some of them named before."""
    ends = mix.split(TOGETHER)
    if known.keys() == set(ends):
        return f"a mix of {'both' if len(ends) == 2 else 'them'}"
    return f"a mix of {listed([_answer_words(end, subject) for end in ends])}"


def _answer_words(answer: str, subject: Subject) -> str:
    """Return what a solution that mixes no outcomes leads to."""
    if is_plain(subject) and answer != NONE:
        return _options_words(answer.split(" / "), subject)
    return outcome_words(answer, subject.scenario)


def _options_words(options: list[str], subject: Subject) -> str:
    """Return the end of a plain payoff table, which is what is chosen, with the names of actors and options."""
    names, players = Names(subject.scenario), subject.players
    if len(options) != len(players):
        return ", ".join(map(spaced, options))
    said = zip(players, options, strict=True)
    return ", ".join(f"{names.short(actor)} {names.option(subject.key, actor, option)}" for actor, option in said)
