"""Backward induction told one step at a time, from the last moves to the first."""

from negosim.errors import UsageError
from negosim.explain.words import points, scale_of
from negosim.games import ExtensiveFormGame
from negosim.games.extensive_form import own_moves
from negosim.report.finding import Finding
from negosim.report.layout import wrapped
from negosim.scenario.names import Names
from negosim.solve.backward import induce


def steps_page(finding: Finding) -> list[str]:
    """Return the lines of `solve --steps`. Raises UsageError for a game without an order of moves."""
    game = finding.result.game
    if not isinstance(game, ExtensiveFormGame):
        raise UsageError(f"--steps shows backward induction, and {finding.game} has no order of moves")
    names, scale = Names(finding.scenario), scale_of(finding.scenario, finding.game)
    found = induce(game)
    lines = [f"Backward induction in {finding.game}, from the last moves to the first", ""]
    for step, sets in enumerate(_layers(game), start=1):
        movers = ", ".join(dict.fromkeys(names.actor(game.players[game.information_sets[k].player]) for k in sets))
        lines.append(f"STEP {step}  {movers} chooses, knowing what follows")
        for k in sets:
            known = game.information_sets[k]
            actor = game.players[known.player]
            best = int(found.profile[k].argmax())
            worths = ", ".join(
                f"{names.option(finding.game, actor, action)} {points(float(worth), scale=scale)}"
                for action, worth in zip(known.actions, found.worth[k], strict=True)
            )
            chosen = names.option(finding.game, actor, known.actions[best])
            lines += wrapped(f"after {known.label}: {chosen} (worth {worths})", 4)
        lines.append("")
    return [*lines, "Not a forecast and no advice: only what follows from these assumptions."]


def _layers(game: ExtensiveFormGame) -> list[list[int]]:
    """Return the information sets in layers, those with the most moves after them last to be seen: deepest first."""

    depth = [len(own_moves(game, known.nodes[0])) for known in game.information_sets]
    return [[k for k, d in enumerate(depth) if d == level] for level in sorted(set(depth), reverse=True)]
