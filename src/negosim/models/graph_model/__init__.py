"""The graph model for conflict resolution: what lasts where anybody may move next, by the order of preferences alone.

A state is what every actor has chosen. An actor moves by changing its own choices, the others' standing; nothing says
who moves next, and what is not final can be taken back (Kilgour, Hipel and Fang 1987; Fang, Hipel and Kilgour 1993).
Each state is held against the four definitions of `negosim.solve.concepts`: Nash stability (R), general metarationality
(GMR), symmetric metarationality (SMR) and sequential stability (SEQ), for each actor and for each group of actors
(Kilgour, Hipel, Fang and Peng 2001). From the status quo, improvements and other moves are followed (Li, Kilgour and
Hipel 2005), and for a wanted state it is said which preferences would make it stable (Kinsara and others 2015).

Choices and preferences are given by options, rankings and statements in order of priority, or taken from a game of
moves: there every move's option stands, also where the game would not ask for it, and a state is worth what the history
that follows from the standing options is worth. Only the order of payoffs is read, so whatever raises a payoff without
passing another changes nothing here: where this model and the game of moves agree, the answer does not hang on how much
a number is, but on which is more.

Figures: nash_stable, general_metarational, symmetric_metarational, sequentially_stable, coalition_stable, steps.
"""

from negosim.models.graph_model.compiled import CompiledConflict

__all__ = ["CompiledConflict"]
