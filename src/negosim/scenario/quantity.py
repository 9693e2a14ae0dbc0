"""Quantities: numbers that carry their meaning, range, status and source."""

import math
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

KEY_PATTERN = "^[a-z][a-z0-9_]*$"
Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=60)]
ClaimId = Annotated[str, StringConstraints(pattern=r"^C[0-9]+$")]
Real = Annotated[float, Field(strict=True, allow_inf_nan=False)]


def one_or_more(data: Any) -> Any:
    """Take one word for a list of one."""
    return [data] if isinstance(data, str) else data


Claims = Annotated[tuple[ClaimId, ...], BeforeValidator(one_or_more, ClaimId | tuple[ClaimId, ...])]


class Part(BaseModel):
    """Base of everything in a scenario file: unknown keys are refused, and nothing changes after reading.

    An optional key that is null counts as not given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_nulls(cls, data: Any) -> Any:
        if not isinstance(data, dict) or None not in data.values():
            return data
        optional = {field.alias or name for name, field in cls.model_fields.items() if not field.is_required()}
        return {key: value for key, value in data.items() if value is not None or key not in optional}


class Row(Part):
    """A part that may bear the claims behind it and a note."""

    claim: Claims | None = None
    """The claim, or claims, of the source that give this its direction."""
    note: str | None = None
    """Anything else that a reader should know."""

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims borne, none, one or several."""
        return self.claim or ()


class Normal(Part):
    """A normal distribution around the value, cut to the legal domain."""

    sd: Annotated[Real, Field(gt=0)]
    """Standard deviation, in the number's own unit."""


class NormalDist(Part):
    """`{normal: {sd: S}}`."""

    normal: Normal
    """A normal distribution with its mean at the value."""


class Number(Row):
    """A number, bare or with its meaning, range, status and source."""

    legal: ClassVar[tuple[float, float]] = (-math.inf, math.inf)
    domain: ClassVar[str] = "any finite number"

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
    """What the number is counted in."""
    means: str | None = None
    """One sentence: what the number stands for."""
    source: str | None = None
    """The source that gives the value; the number is then measured."""

    @model_validator(mode="before")
    @classmethod
    def _take_bare_number(cls, data: Any) -> Any:
        return {"value": data} if isinstance(data, int | float) and not isinstance(data, bool) else data

    @model_validator(mode="after")
    def _check_domain(self) -> "Number":
        bottom, top = self.legal
        for word in ("value", "low", "high"):
            amount = getattr(self, word)
            if amount is not None and not bottom <= amount <= top:
                raise at(word, f"{word} {amount:g} is outside its legal domain", f"write {self.domain}")
        return self

    @model_validator(mode="after")
    def _check_range(self) -> "Number":
        low, high = self.low, self.high
        if (low is None) != (high is None):
            raise at("", "a range needs both low and high", f"add `{'low' if low is None else 'high'}:`")
        if low is None or high is None:
            if self.dist in ("uniform", "triangular"):
                raise at("dist", f"a {self.dist} dist needs a range", "add `low:` and `high:`")
        elif low > high:
            raise at("low", f"the range is upside down: low {low:g} is above high {high:g}", "swap them")
        elif not low <= self.value <= high:
            what = f"value {self.value:g} is outside its own range, {low:g} to {high:g}"
            raise at("low" if self.value < low else "high", what, "widen the range or change the value")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler(core)
        ends = zip(("minimum", "maximum"), cls.legal, strict=True)
        limits = {word: end for word, end in ends if math.isfinite(end)}
        bare = {"type": "number"} | limits
        for word in ("value", "low", "high"):
            field = whole["properties"][word]
            next(kind for kind in field.get("anyOf", [field]) if kind["type"] == "number").update(limits)
        return {"anyOf": [bare, whole]}


def at(word: str, what: str, fix: str) -> PydanticCustomError:
    """Return the error of a part, told at one of its keys, or at the part itself where `word` is empty."""
    return PydanticCustomError("told", "{what}", {"at": word, "what": what, "fix": fix})


class Share(Number):
    """A number from 0 to 1."""

    legal = (0.0, 1.0)
    domain = "a number from 0 to 1"


class Shift(Number):
    """A number from -1 to 1."""

    legal = (-1.0, 1.0)
    domain = "a number from -1 to 1"


class Size(Number):
    """A number of 0 or more."""

    legal = (0.0, math.inf)
    domain = "a number of 0 or more"


class Months(Number):
    """A number of months, more than none and at most ten years."""

    legal = (1e-6, 120.0)
    domain = "more than 0 and at most 120 months"


class Uniform(Part):
    """Rivals think every value from `low` to `high` equally likely."""

    low: Number
    """The least that rivals think possible."""
    high: Number
    """The most that rivals think possible."""


class Exponential(Part):
    """Rivals think smaller values likelier, with this mean."""

    mean: Size
    """The mean of what rivals think possible."""


class Type(Part):
    """One thing that rivals think the number may be."""

    value: Number
    """What the number is then."""
    probability: Share
    """How likely rivals think it; the probabilities of all types sum to one."""


class Belief(Part):
    """What rivals believe of a number that only its owner knows: exactly one of the three."""

    uniform: Uniform | None = None
    """Every value from low to high is equally likely."""
    exponential: Exponential | None = None
    """Smaller values are likelier."""
    types: Annotated[dict[Key, Type], Field(min_length=1)] | None = None
    """A few values, each with its probability."""

    @model_validator(mode="after")
    def _check_one(self) -> "Belief":
        if sum(form is not None for form in (self.uniform, self.exponential, self.types)) != 1:
            raise at("", "a belief is exactly one of uniform, exponential and types", "keep one of them")
        if self.uniform and self.uniform.low.value > self.uniform.high.value:
            raise at("uniform", "the belief is upside down: low is above high", "swap them")
        if self.types is not None:
            total = sum(kind.probability.value for kind in self.types.values())
            if abs(total - 1) > 1e-9:
                what = f"the probabilities of the types sum to {total:.10g}, not to 1"
                change = "lower" if total > 1 else "raise"
                raise at("types", what, f"{change} one by {abs(total - 1):.6g}")
        return self

    def ends(self) -> list[float]:
        """Return the values at the ends of what is believed possible."""
        if self.uniform:
            return [self.uniform.low.value, self.uniform.high.value]
        if self.types:
            return [kind.value.value for kind in self.types.values()]
        return [0.0, math.inf]


_Believed = TypeVar("_Believed", "Believed", "BelievedShare")


def _admit_belief(number: _Believed) -> _Believed:
    """Refuse a belief in values that the number cannot have."""
    bottom, top = number.legal
    if number.belief and not all(bottom <= end <= top for end in number.belief.ends()):
        raise at("belief", "rivals believe in a value outside the number's legal domain", f"write {number.domain}")
    return number


class Believed(Size):
    """A number of 0 or more that rivals may have beliefs about."""

    belief: Belief | None = None
    """What rivals believe of it; never sampled."""

    @model_validator(mode="after")
    def _check_belief(self) -> "Believed":
        return _admit_belief(self)


class BelievedShare(Share):
    """A number from 0 to 1 that rivals may have beliefs about."""

    belief: Belief | None = None
    """What rivals believe of it; never sampled."""

    @model_validator(mode="after")
    def _check_belief(self) -> "BelievedShare":
        return _admit_belief(self)


class Strength(Believed):
    """How hard a lever bites; strength in a month = value x (floor + (1 - floor) x season)."""

    season: str | None = None
    """A name of `time.seasons`."""
    floor: Share = Share(value=0.0)
    """The share of the strength that does not depend on the season."""
