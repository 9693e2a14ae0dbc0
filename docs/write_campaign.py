"""Writes the measured parts of docs/campaign.md: `python docs/write_campaign.py` (some minutes).

The page holds them between `<!-- measured -->` and `<!-- end -->`, and what is held out between `<!-- held out -->` and
`<!-- end -->`. Tests compare the second with what is found now, and the first at fewer draws.
"""

import sys
from pathlib import Path

import measure_campaign as m
import numpy as np

from negosim.campaign import CampaignGame, CompiledCampaign, solve
from negosim.campaign.simulate import Draw, simulate
from negosim.campaign.summary import Summary
from negosim.campaign.thumbs import Thumb
from negosim.scenario import read

PAGE = Path(__file__).with_name("campaign.md")
KM2 = 108_800
"""Area of the four regions, in square kilometres, as the scenario's notes use it."""
RUNS, SEED = 10_000, 1


def measured() -> str:
    """Return the table of signs."""
    rows = [
        ("C4", "the faster the front moves, the more months Russia plays for time", m.c4()),
        ("C4", "the same where a foothold costs Russia .40 at home *", m.c4(held=m.FOOTHOLD)),
        ("C4", "the costlier war is to Russia, the fewer months it plays for time", m.c4_cost()),
        ("C4", "the more a foothold costs at home, the more states Russia waits in", m.c4_home()),
        ("C18", "with Kursk settled, Russia still plays for time in the first month", m.c18()),
        ("C23", "a breach that Russia is seen to make lowers the belief that it means its truces", m.c23()),
        ("C25", "the likelier US support is to end, the more states Russia waits in, none left out", m.c25()),
        ("C25", "the same of the number of states", m.c25_count()),
        ("C25", "the same where a foothold costs Russia .40 at home *", m.c25(held=m.FOOTHOLD)),
        ("C25", "the likelier US support is to end, the more the campaign is worth to Russia", m.c25_worth()),
        ("C27", "the more a partial deal counts, the more months of partial deals", m.c27()),
        ("C27", "the same where Kursk cannot fall and no ceasefire may leave it *", m.c27(held=m.STUCK)),
        ("C28", "with Kursk lost the front moves faster", m.c28()),
        ("C29", "the more others make good, the less often Ukraine, pressed, takes a ceasefire", m.c29()),
        ("C29", "the same where Ukraine dreads a pause and its own offer binds it to nothing *", m.c29(held=m.WARY)),
    ]
    lines = [
        "| claim | sign as tested | never against it | and something changes | draws |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [f"| {c} | {says} | {100 * s.weak:.0f} % | {100 * s.strict:.0f} % | {s.draws} |" for c, says, s in rows]
    return "\n".join(lines)


def held_out() -> str:
    """Return the table of later figures beside paths on which Russia never gives in."""
    scenario = read("march-2025")
    game = CampaignGame(CompiledCampaign(scenario), scenario.numbers.base[np.newaxis], 24)
    draw = Draw(game, solve(game.monthly), 24, Thumb("russia", "always_stall"))
    summary = Summary(draw, simulate(draw, RUNS, SEED))
    front = game.space.coordinate("front")[summary.paths.place]
    lost = game.space.coordinate("kursk")[summary.paths.place] >= 1.0
    moved = KM2 * (front[:, 1] - front[:, 0])
    rows = [
        ("Kursk at the end of March 2025", "80 km2 held", f"all lost on {100 * lost[:, 1].mean():.0f} % of paths"),
        ("Kursk in August 2025", "10 km2 held", f"all lost on {100 * lost[:, 5].mean():.0f} % of paths"),
        ("advance of March 2025", "143 to 240 km2, three counts", _range(moved, "{:.0f} km2")),
        ("share of the four regions in autumn 2025", ".803, plus or minus .03", _range(front[:, 7], "{:.3f}")),
    ]
    lines = ["| later figure | seen | simulated |", "| --- | --- | --- |"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


def _range(values: np.ndarray, form: str) -> str:  # type: ignore[type-arg]  # a docs script
    low, high = np.quantile(values, [0.05, 0.95])
    return f"{form.format(values.mean())} on average ({form.format(low)} to {form.format(high)} on nine paths of ten)"


def part(text: str, name: str) -> str:
    """Return what a page holds between two marks."""
    return text.split(f"<!-- {name} -->\n")[1].split("\n<!-- end -->")[0]


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    for name, found in (("held out", held_out), ("measured", measured)):
        page = page.replace(part(page, name), found())
        PAGE.write_text(page, encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE}\n")
