"""The options that several commands have in common."""

from typing import Annotated

import typer


def _shipped(begun: str) -> list[str]:
    """Complete the name of a shipped scenario; the shell completes files where none fits."""
    from negosim.scenario.shipped import shipped_names

    return [name for name in shipped_names() if name.startswith(begun)]


Target = Annotated[
    str,
    typer.Argument(
        metavar="TARGET",
        help="a shipped scenario's name, a scenario file, or a .nfg or .efg file",
        autocompletion=_shipped,
    ),
]
Game = Annotated[str | None, typer.Option("--game", metavar="G", help="one game of the scenario")]
Sets = Annotated[list[str], typer.Option("--set", metavar="PATH=VALUE", help="set one number; may be repeated")]
Withs = Annotated[list[str], typer.Option("--with", metavar="NAME_OR_FILE", help="lay a what-if or a file on top")]
FigureName = Annotated[
    str, typer.Option("--figure", metavar="NAME", help="ask for a figure instead of the outcome, such as payoff_russia")
]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]
ConceptName = Annotated[str | None, typer.Option("--concept", metavar="C", help="the solution concept")]
Exact = Annotated[bool, typer.Option("--exact", help="exact fractions: nash of two players, sequential of signalling")]
Lambda = Annotated[float | None, typer.Option("--lambda", metavar="X", help="logit's lambda, per unit of utility")]
