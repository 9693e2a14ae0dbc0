"""What a person writes: the scenario language, from text to validated facts and a table of numbers."""

from negosim.scenario.changes import Change
from negosim.scenario.numbers import START, Entry, Numbers
from negosim.scenario.read import find, read, read_text
from negosim.scenario.scenario import Scenario
from negosim.scenario.shipped import shipped_names

__all__ = ["START", "Change", "Entry", "Numbers", "Scenario", "find", "read", "read_text", "shipped_names"]
