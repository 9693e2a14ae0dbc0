"""Signals: two types before a receiver, least-cost separation, and cheap talk.

Definition. A sender knows something that a receiver does not; what it says or does is seen, and the receiver acts on
it. Three forms: two types with up to four messages and replies, whose payoffs are sums of the scenario's numbers
(`assessments`: all perfect Bayesian equilibria, with the intuitive criterion); effort that costs one type more than the
other (`least_cost`); and words that cost nothing about an issue on which the two sides' ideals differ (`cheap_talk`,
where the bias is the distance between their ideals). Sources stand in these files.

A reply that uses a lever carries it out: its strength, less what others make good, falls on the sender, its costs on
the receiver. The regime counts intuitive equilibria; where several are, that is the answer. Figures: equilibria,
intuitive_equilibria, sends_first_least, sends_first_most, indifference; bias, intervals, receiver_loss, silent_loss;
least_effort, largest_effort, pooling_limit.
"""

from negosim.models.signalling.compiled import CompiledSignalling, EffortLines, SignalPlans, TalkCuts

__all__ = ["CompiledSignalling", "EffortLines", "SignalPlans", "TalkCuts"]
