"""What a picture of lines over one number draws."""

from dataclasses import dataclass

from negosim.games import FloatArray


@dataclass(frozen=True, eq=False)
class Line:
    """A line with its label; in the colour of `actor` where it is one's own."""

    label: str
    y: FloatArray
    actor: str | None = None


@dataclass(frozen=True, eq=False)
class LineChart:
    """Lines over one number.

    `marks` are (x, label) of vertical lines, `now` is the scenario's own x, `stated` its range, and
    `top` the least upper end of y.
    """

    title: str
    x: FloatArray
    x_label: str
    y_label: str
    lines: tuple[Line, ...]
    marks: tuple[tuple[float, str], ...] = ()
    now: float | None = None
    stated: tuple[float, float] | None = None
    top: float | None = None
