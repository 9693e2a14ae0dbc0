"""Quantities: numbers that carry their meaning, range, status and source."""

import math
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, StringConstraints, ValidationInfo, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
ClaimId = Annotated[str, StringConstraints(pattern=r"^C[0-9]+$")]
Real = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Part(BaseModel):
    """Base of everything in a scenario file: unknown keys are refused, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Row(Part):
    """A part that may bear the claims behind it and a note."""

    claim: ClaimId | tuple[ClaimId, ...] | None = None
    """The claim, or claims, of the source that give this its direction."""
    note: str | None = None
    """Anything else that a reader should know."""

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims borne, none, one or several."""
        return () if self.claim is None else (self.claim,) if isinstance(self.claim, str) else self.claim


class Normal(Part):
    """A normal distribution around the value, cut to the legal domain."""

    sd: Annotated[Real, Field(gt=0)]
    """Standard deviation, in the number's own unit."""


class NormalDist(Part):
    """`{normal: {sd: S}}`."""

    normal: Normal


class Number(Row):
    """A number, bare or with its meaning, range, status and source."""

    legal: ClassVar[tuple[float, float]] = (-math.inf, math.inf)

    value: Real
    """The number that is used."""
    low: Real | None = None
    """The least that the author thinks plausible; sampled, never enforced."""
    high: Real | None = None
    """The most that the author thinks plausible; sampled, never enforced."""
    dist: Literal["uniform", "triangular"] | NormalDist | None = None
    """The analyst's doubt; uniform from low to high unless said."""
    per: Literal["month"] | None = None
    """`month` for a flow, which is summed with discounting over a game's horizon."""
    unit: str | None = None
    means: str | None = None
    """One sentence: what the number stands for."""
    source: str | None = None
    """The source that gives the value; the number is then measured."""

    @model_validator(mode="before")
    @classmethod
    def _take_bare_number(cls, data: Any) -> Any:
        return {"value": data} if isinstance(data, int | float) and not isinstance(data, bool) else data

    @model_validator(mode="after")
    def _check_range(self, info: ValidationInfo) -> "Number":
        bottom, top = self.legal
        for word in ("value", "low", "high"):
            amount = getattr(self, word)
            if amount is not None and not bottom <= amount <= top:
                raise PydanticCustomError(f"legal_{word}", f"{word} {amount:g} is outside {_interval(bottom, top)}")
        if (self.low is None) != (self.high is None):
            raise PydanticCustomError("range", "a range needs both low and high")
        if self.low is not None and self.high is not None:
            if self.low > self.high:
                raise PydanticCustomError("range", f"the range is upside down: low {self.low:g} is above high {self.high:g}")
            if not (self.low <= self.value <= self.high or (info.context or {}).get("any_value")):
                raise PydanticCustomError(
                    "range", f"value {self.value:g} is outside its own range {self.low:g} to {self.high:g}"
                )
        if self.low is None and self.dist in ("uniform", "triangular"):
            raise PydanticCustomError("range", f"a {self.dist} dist needs low and high")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler(core)
        bare: dict[str, Any] = {"type": "number"}
        bare.update({word: end for word, end in zip(("minimum", "maximum"), cls.legal, strict=True) if math.isfinite(end)})
        return {"anyOf": [bare, whole]}


def _interval(bottom: float, top: float) -> str:
    if math.isinf(top):
        return f"its legal domain, {bottom:g} or more"
    return f"its legal domain, {bottom:g} to {top:g}"


class Share(Number):
    """A number from 0 to 1."""

    legal = (0.0, 1.0)


class Shift(Number):
    """A number from -1 to 1."""

    legal = (-1.0, 1.0)


class Size(Number):
    """A number of 0 or more."""

    legal = (0.0, math.inf)


class Months(Number):
    """A number of months, more than none and at most ten years."""

    legal = (1e-6, 120.0)


class Uniform(Part):
    """Rivals think every value from `low` to `high` equally likely."""

    low: Number
    high: Number


class Exponential(Part):
    """Rivals think smaller values likelier, with this mean."""

    mean: Size


class Type(Part):
    """One thing that rivals think the number may be."""

    value: Number
    probability: Share


class Belief(Part):
    """What rivals believe of a number that only its owner knows: exactly one of the three."""

    uniform: Uniform | None = None
    exponential: Exponential | None = None
    types: dict[Key, Type] | None = None

    @model_validator(mode="after")
    def _check_one(self) -> "Belief":
        if sum(form is not None for form in (self.uniform, self.exponential, self.types)) != 1:
            raise PydanticCustomError("belief", "a belief is exactly one of uniform, exponential and types")
        if self.uniform and self.uniform.low.value > self.uniform.high.value:
            raise PydanticCustomError("belief", "the belief is upside down: low is above high")
        if self.types is not None:
            total = sum(kind.probability.value for kind in self.types.values())
            if abs(total - 1) > 1e-9:
                raise PydanticCustomError("belief", f"the probabilities of the types sum to {total:g}, not to 1")
        return self


class Believed(Size):
    """A number of 0 or more that rivals may have beliefs about."""

    belief: Belief | None = None


class BelievedShare(Share):
    """A number from 0 to 1 that rivals may have beliefs about."""

    belief: Belief | None = None


class Strength(Believed):
    """How hard a lever bites; strength in a month = value x (floor + (1 - floor) x season)."""

    season: str | None = None
    """A name of `time.seasons`."""
    floor: Share = Share(value=0.0)
    """The share of the strength that does not depend on the season."""
