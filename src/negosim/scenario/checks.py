"""Consistency checks that the schema cannot make: names that must exist, weights, rules and games that must fit."""

from negosim.scenario.book import Book
from negosim.scenario.check_campaign import check_campaign
from negosim.scenario.check_facts import check_facts
from negosim.scenario.check_games import check_games
from negosim.scenario.check_what_ifs import check_what_ifs
from negosim.scenario.complaint import Complaint
from negosim.scenario.facts import Facts
from negosim.scenario.syntax import Tree


def complaints_about(facts: Facts, tree: Tree, aliases: dict[str, str]) -> list[Complaint]:
    """Return what is wrong with a scenario whose parts are well-formed. `tree` has the games' `extends` resolved."""
    book = Book(facts, tree, aliases)
    for check in (check_facts, check_games, check_campaign, check_what_ifs):
        check(book)
    return book.complaints
