"""Writes docs/models.md from the tables of the code: `python docs/write_models.py`. A test compares them."""

from collections.abc import Iterator
from pathlib import Path

from negosim.models import MODELS, CompiledModel, model_class
from negosim.scenario.rules import RULES, Rules

_MOVES = "who does what, move by move, and what follows"
PAGE = Path(__file__).with_name("models.md")
_HEAD = """# Models

One scenario, several looks: each model is a way in which the literature looks at a negotiation. A game of a scenario
names its `model` and only what that model needs beyond the shared facts; this page says what each asks, answers and
reads. It is written by `python docs/write_models.py` from the tables of the code.

A figure that stands for each actor or issue has its key behind a dot, such as `price.russia`. Figures stand under
`figures` in `--json`; one that has no finite value is null. The answer of such a game is a word, its regime; the
inequalities behind it, and the nearest single number that would turn each, are printed by `negosim solve` and stand
under `reasons` in `--json`. None of them is a forecast.
"""


def page() -> str:
    """Return the text of the page."""
    return "\n".join([_HEAD, *_overview(), *(line for name in MODELS for line in _model(name))]) + "\n"


def models() -> Iterator[tuple[str, type[CompiledModel]]]:
    """Yield the models that have tables of figures."""
    for name in MODELS:
        kind = model_class(name)
        if issubclass(kind, CompiledModel):
            yield name, kind


def _overview() -> list[str]:
    rows = ["| model | question | type of game | source |", "| --- | --- | --- | --- |"]
    rows.append(
        "| `moves` | who does what, move by move, and what follows | normal or extensive form | docs/which-concept.md |"
    )
    for name, kind in models():
        rows.append(f"| `{name}` | {kind.SAYS} | {kind.REPRESENTATION.replace('_', ' ')} | {kind.SOURCE} |")
    return rows


def _model(name: str) -> list[str]:
    kind = model_class(name)
    if not issubclass(kind, CompiledModel):
        return []
    rules = [f"| `{key}` | {field.description} |" for key, field in RULES[name].model_fields.items() if _is_own(key)]
    figures = [f"| `{key}` | {figure.means} | {figure.unit} |" for key, figure in kind.FIGURES.items()]
    regimes = [f"| {word} | {means} |" for word, means in kind.REGIMES.items()]
    return [
        "",
        f"## {name}",
        "",
        f"{kind.SAYS[0].upper()}{kind.SAYS[1:]}. Concepts: {', '.join(f'`{word}`' for word in kind.CONCEPTS)}.",
        "",
        *_table("key of the game", "what it says", rules),
        *_table("figure", "what it means | unit", figures),
        *_table("answer", "what it means", regimes)[:-1],
    ]


def _is_own(key: str) -> bool:
    return key not in Rules.model_fields


def _table(first: str, rest: str, rows: list[str]) -> list[str]:
    columns = 2 + rest.count("|")
    return [f"| {first} | {rest} |", "|" + " --- |" * columns, *rows, ""]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
