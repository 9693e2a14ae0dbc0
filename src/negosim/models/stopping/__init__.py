"""Stopping: when a side that could settle stops stalling for better terms.

Each month it may settle an issue for what the issue stands at, or fight on: fighting moves the issue, may bring what
it waits for (the other side's support ends), and may break it, so that it must settle at once. See `stall` for
definitions, theorem and sources. What a settlement is worth is the staller's stake in the issue less what signing it
costs at home.

With a partner, offers look ahead. What the staller holds out for is the position that, settled now, is worth as much
to it as stalling. If the issue reaches so far, and the partner would rather give that now than bear the stall, it is
bought off: a stall wastes both sides' costs, so with full information one remains only where the shift to come
exceeds what the partner can give (Fearon 1995 and Powell 2006 on commitment).

Figures: settles_after, expected_months, value_now, value_of_stalling, holds_out_for, hazard_to_wait, cost_to_settle,
and partner_gain where offers look ahead. What fighting does to other issues, and a deal's worth beside the issue, is
left to other games.
"""

from negosim.models.stopping.compiled import CompiledStopping

__all__ = ["CompiledStopping"]
