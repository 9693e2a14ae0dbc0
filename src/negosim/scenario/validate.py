"""From a tree to validated facts: games resolved, every part well-formed, everything consistent."""

from pydantic import ValidationError

from negosim.errors import InputError
from negosim.scenario.checks import complaints_about
from negosim.scenario.complaint import faults_of
from negosim.scenario.facts import Facts
from negosim.scenario.faults import complaints_of
from negosim.scenario.inheritance import Aliases, resolve_games
from negosim.scenario.syntax import Tree


def validate(tree: Tree) -> tuple[Facts, Aliases]:
    """Return the facts of a whole tree, and where the numbers stand that games inherit. Raises InputError."""
    whole, aliases = resolve_games(tree)
    try:
        facts = Facts.model_validate(whole.data)
    except ValidationError as error:
        raise InputError(faults_of(complaints_of(error, whole))) from None
    faults = faults_of(complaints_about(facts, whole, aliases))
    if faults:
        raise InputError(faults)
    return facts, aliases
