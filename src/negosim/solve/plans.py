"""Equilibria of a tree in plans: solve its reduced strategic form, and say each equilibrium as behaviour (Kuhn 1953).

Under perfect recall a mixture of plans and the behavioural strategy that plays like it do equally well against whatever
the others do, so the Nash equilibria of the strategic form are those of the tree.
"""

from fractions import Fraction

import numpy as np

from negosim.games import ExtensiveFormGame
from negosim.games.strategic_form import StrategicForm, mixed_plans, strategic_form
from negosim.solve.certificate import regret
from negosim.solve.result import Complete, Concept, Equilibrium, Result

_SAME = 12
"""Decimals to which behaviour is compared."""


def solve_in_plans(tree: ExtensiveFormGame, concept: Concept, exact: bool = False) -> Result:
    """Return a concept's equilibria of the reduced strategic form as behavioural profiles of the tree.

    Mixtures of plans that play alike are one equilibrium; regret is that of the behaviour in the strategic form. Raises
    UnsolvedError without perfect recall, beyond 200,000 profiles of plans, and where the concept does.
    """
    form = strategic_form(tree, exact)
    found = concept.solve(form.game)
    equilibria: list[Equilibrium] = []
    index: dict[bytes, int] = {}
    place = []
    for equilibrium in found.equilibria:
        played = _played(form, equilibrium)
        key = b"".join((np.round(strategy, _SAME) + 0.0).tobytes() for strategy in played.profile)
        place.append(index.setdefault(key, len(equilibria)))
        equilibria += [played] if place[-1] == len(equilibria) else []
    components = tuple(tuple(sorted({place[k] for k in component})) for component in found.components)
    why = f"{found.why_complete}, in the reduced strategic form of {' x '.join(map(str, form.game.shape))} plans"
    isolated = found.complete is Complete.EXTREME and all(len(component) == 1 for component in components)
    complete = Complete.ALL if isolated else found.complete
    return Result(tree, concept, tuple(equilibria), complete, why, components, (*found.notes, *_left_out(form)))


def _left_out(form: StrategicForm) -> tuple[str, ...]:
    """Return the note on information sets at which some plan does not say what to do, if there are any."""
    owners = [known.player for known in form.tree.information_sets]
    if all(len(plan) == owners.count(player) for player, own in enumerate(form.plans) for plan in own):
        return ()
    return ("where a player's own moves rule play out, what it would do is not said, and its first action stands",)


def _played(form: StrategicForm, equilibrium: Equilibrium) -> Equilibrium:
    """Return an equilibrium of the strategic form as behaviour."""
    profile = form.behaviour(equilibrium.profile)
    gap = regret(form.game, tuple(mixed_plans(own, profile) for own in form.plans))
    exact: tuple[tuple[str, ...], ...] = ()
    if equilibrium.exact:
        fractions = tuple(np.array([Fraction(share) for share in mixed], dtype=object) for mixed in equilibrium.exact)
        exact = tuple(tuple(map(str, strategy)) for strategy in form.behaviour(fractions))
    return Equilibrium(profile, equilibrium.payoffs, gap, equilibrium.notes, exact=exact)
