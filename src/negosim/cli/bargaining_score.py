"""`negosim bargaining-score`."""

from dataclasses import replace
from pathlib import Path

from negosim.cli.inputs import Request
from negosim.cli.output import print_json, print_lines, warn, written_together
from negosim.errors import UsageError
from negosim.models import compile_game
from negosim.models.bargaining import CompiledBargaining
from negosim.models.bargaining.score import score
from negosim.report.bargaining_score import read_deals, score_lines, score_rows
from negosim.report.model_finding import find_model
from negosim.report.records import head


def bargaining_score_command(request: Request, csv: Path, out: Path | None, as_json: bool) -> None:
    """Print a class's agreements against the frontier, and draw them where asked."""
    scenario = request.scenario()
    own = [key for key, rules in scenario.facts.games.items() if rules.model == "bargaining"]
    key = request.game or next(iter(own), scenario.headline)
    _, key = replace(request, game=key).one_game()
    compiled = compile_game(scenario, key)
    if not isinstance(compiled, CompiledBargaining):
        known = f"choose one with --game: {', '.join(own)}" if own else "this scenario has none"
        raise UsageError(f"`{key}` is of the model {compiled.rules.model}, and agreements are of bargaining; {known}")
    finding, deals = find_model(compiled), read_deals(csv, compiled.rules.issues)
    scores = score(compiled, deals.settlements)
    if out is not None:
        from matplotlib.figure import Figure

        from negosim import plots
        from negosim.report.pictures import save
        from negosim.scenario.names import Names

        plots.kind_of(out)
        drawing = replace(compiled.drawing("bargaining_range"), reached=scores.payoffs)
        figure = plots.bargaining_range(drawing, names=Names(scenario)).get_figure(root=True)
        assert isinstance(figure, Figure)
        with written_together(out) as folder:
            save(figure, folder / out.name, finding)
        warn(f"wrote {out}")
    if as_json:
        print_json({**head(scenario, request.target), "game": key, "rows": score_rows(finding, deals, scores)})
    else:
        print_lines(score_lines(finding, deals, scores))
