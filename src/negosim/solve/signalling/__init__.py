"""Sequential equilibria of signalling games: a first choice, which others see in part, and a reply."""

from negosim.solve.signalling.equilibria import Assessment, Assessments, Mixtures, assessments
from negosim.solve.signalling.form import SignallingForm, signalling_form

__all__ = ["Assessment", "Assessments", "Mixtures", "SignallingForm", "assessments", "signalling_form"]
