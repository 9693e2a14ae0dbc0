"""Dividing issues under the shadow of fighting on: range, frontier and agreements.

Two parties divide the issues that they control. A settlement x gives each its stakes, less what falling short of a red
line costs it at home, plus what a full deal is worth to it; fighting and strikes end. Otherwise they fight on for the
horizon: what that does to the issues, what fighting costs and strikes do. These payoffs are the disagreement
point of a bargaining problem (Nash 1950). The bargaining range are the settlements that leave both no worse; it is
empty where neither can give enough (Fearon 1995), and then the figure `miss` says by how much each side falls short
when the other gets just its due.

Each agreement is a settlement of each issue: nash_agreement, kalai_smorodinsky, egalitarian, utilitarian (the last two
compare the parties' utilities), alternating_offers, in which the first party named makes the first offer and a month
passes between offers, patient, its limit as offers follow each other at once (asymmetric Nash, Binmore, Rubinstein and
Wolinsky 1986), and adjusted_winner (Brams and Taylor 1996), which looks at stakes alone. issue_by_issue settles each
issue on its own, a side's other gains and costs spread over the issues by its stakes; linkage is what the Nash
agreement on all issues together adds to that, by log-rolling where the sides weigh the issues differently.

A fixed cost at home is a red line: it is met, or paid once. An owner may sit at the table who gives what it alone
controls if the parties agree: `owner_gain` says whether that is worth it to the owner. It takes or leaves what the two
agree on; agreements among three bargainers are not sought. A proposal on the table is held
against fighting on for each party. A party may have an `outside` option, an outcome that it can leave the talks for
instead of making its own offer: it bears on alternating_offers and patient alone, and only where it is worth more than
what they would give without it (Binmore, Shaked and Sutton 1989). Figures with a key behind a dot are of a party or an
issue: surplus, miss, gain, range_low, range_high, linkage, patience, outside.

Sources: Nash 1950; Kalai and Smorodinsky 1975; Kalai 1977; Rubinstein 1982; Raiffa 1982; Binmore, Rubinstein and
Wolinsky 1986; Putnam 1988; Fearon 1995; Brams and Taylor 1996.
"""

from negosim.models.bargaining.compiled import CompiledBargaining
from negosim.models.bargaining.pie import bargaining_range, finite_share, limit_share, rubinstein_share

__all__ = ["CompiledBargaining", "bargaining_range", "finite_share", "limit_share", "rubinstein_share"]
