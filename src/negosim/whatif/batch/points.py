"""What a game leads to at many points at once: how many solutions there are, and what they have in common."""

from dataclasses import dataclass

from negosim.games import FloatArray, IntArray

SEVERAL = " or "
"""What stands between the outcomes, and between the plays, of several solutions."""
TOGETHER = " + "
"""What stands between the outcomes of one solution that mixes them."""
THEN = "; "
"""What stands between the choices of a play, each `actor=option`. Where an actor's types choose differently it is
`actor=option[type+type]|option[type]`, where an actor mixes `actor=option|option`."""
EITHER = "|"


@dataclass(frozen=True, eq=False)
class Points:
    """What was found at points of one game.

    `count[point]` solutions there are, and `answer[point]` and `play[point]` say where they lead and what is done in
    them, as indices into `answers` and `plays`. `figures[point, figure]` are the subject's, such as the probability of
    each outcome, NaN where solutions differ in one or it has no finite value. `low[point, player]` and
    `high[point, player]` are the least and the most that a player gets in a solution, NaN where there is none.
    """

    count: IntArray
    answer: IntArray
    play: IntArray
    figures: FloatArray
    low: FloatArray
    high: FloatArray
    answers: tuple[str, ...]
    plays: tuple[str, ...]
