"""The rules of games: one file for each model, which holds what its games say beyond the shared facts.

Adding a model's rules is one file here and one line in `RULES`.
"""

from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import Discriminator, Tag

from negosim.scenario.rules.attrition import AttritionRules
from negosim.scenario.rules.bargaining import BargainingRules
from negosim.scenario.rules.bargaining_chip import BargainingChipRules
from negosim.scenario.rules.base import Lack, ModelRules, Names, Rules
from negosim.scenario.rules.crisis import CrisisRules
from negosim.scenario.rules.graph_model import GraphModelRules
from negosim.scenario.rules.moves import MovesRules
from negosim.scenario.rules.screening import ScreeningRules
from negosim.scenario.rules.shifting_power import ShiftingPowerRules
from negosim.scenario.rules.signalling import SignallingRules
from negosim.scenario.rules.staying_power import StayingPowerRules
from negosim.scenario.rules.stopping import StoppingRules
from negosim.scenario.rules.truce import TruceGameRules

DEFAULT = "moves"
RULES: dict[str, type[Rules]] = {
    "moves": MovesRules,
    "bargaining": BargainingRules,
    "bargaining_chip": BargainingChipRules,
    "screening": ScreeningRules,
    "stopping": StoppingRules,
    "attrition": AttritionRules,
    "crisis": CrisisRules,
    "graph_model": GraphModelRules,
    "truce": TruceGameRules,
    "shifting_power": ShiftingPowerRules,
    "staying_power": StayingPowerRules,
    "signalling": SignallingRules,
}
"""The rules of each model; a game that names no model is of the first."""


def tag_of(model: str) -> str:
    """Return a model's tag in error locations, which no key of a file can be."""
    return f"model={model}"


def model_of(tag: str | int) -> str | None:
    """Return the model that a step of an error location is the tag of, or None."""
    word, _, model = str(tag).partition("=")
    return model if word == "model" and model in RULES else None


def _choose(game: Any) -> str:
    if isinstance(game, Rules):
        return tag_of(next(model for model, rules in RULES.items() if isinstance(game, rules)))
    model = game.get("model") if isinstance(game, dict) else None
    return tag_of(DEFAULT if model is None else str(model))


if TYPE_CHECKING:
    GameRules = Rules
else:
    GameRules = Annotated[
        Union[tuple(Annotated[rules, Tag(tag_of(model))] for model, rules in RULES.items())],  # noqa: UP007
        Discriminator(_choose),
    ]
    """The rules of a game of any model, told apart by `model`."""

__all__ = ["DEFAULT", "RULES", "GameRules", "Lack", "ModelRules", "MovesRules", "Names", "Rules", "model_of", "tag_of"]
