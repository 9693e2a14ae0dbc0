"""Measures how often the signs of the claims hold in the models truce, staying_power, shifting_power and signalling.

As in `measure_claims`: the number that a claim is about is swept over its stated range while every other ranged number
that the game reads is drawn from its own. A critical discount factor that does not exist counts as more than any.
"""

import numpy as np
from signs import Held, Sign, compiled, draws, rises, scenario, so, steps

from negosim.games import FloatArray
from negosim.scenario import START
from negosim.scenario.numbers import month_number

HALT, OUTLASTING, REARMING, RELUCTANCE, BOAST = "energy_halt", "outlasting", "rearming", "reluctance", "boast"
DETECT, ALARM = "truce.monitoring.detect", "truce.monitoring.false_alarm"
BLAME = "truce.monitoring.blame.ukraine"
GAIN = {"russia": "levers.strikes_on_grid.gain", "ukraine": "levers.strikes_on_oil.gain"}
HIT = {"russia": "levers.strikes_on_oil.strength", "ukraine": "levers.strikes_on_grid.strength"}
RESOURCES = "actors.russia.resources"
COST = "actors.ukraine.cost_of_fighting"
LATER = "games.rearming.later"
PENALTIES = ("levers.us_aid.strength", "games.call.terms.own_offer.amount")
US_IDEAL = "ideals.us.aid"
MARCH, JUNE = (float(month_number(f"2025-{month}")) for month in ("03", "06"))

Figures = dict[str, FloatArray]


def at(key: str, changes: dict[str, float | FloatArray] | None = None) -> Figures:
    """Return the figures of a game at all draws, with some numbers held."""
    points = draws().copy()
    for path, value in (changes or {}).items():
        points[:, scenario().numbers.index[path]] = value
    return compiled(key).figures(points)


def column(key: str, path: str) -> FloatArray:
    """Return what a number is in each draw."""
    return np.asarray(draws()[:, scenario().numbers.index[path]])


def needs_more(side: str, path: str, turned: float = 1.0) -> Held:
    """A side's critical patience never falls as a number rises, or where `turned` is -1 as it falls."""
    along = [at(HALT, {path: float(x)})[f"critical_discount_factor.{side}"] for x in steps(path)[:: int(turned)]]
    return rises(along)


def vaguer(side: str) -> Held:
    """A side's critical patience never falls as false alarms rise and detection falls together."""
    pairs = zip(steps(DETECT)[::-1], steps(ALARM), strict=True)
    return rises([at(HALT, {DETECT: float(r), ALARM: float(q)})[f"critical_discount_factor.{side}"] for r, q in pairs])


def shorter_life() -> Held:
    """The life of the truce falls with false alarms."""
    return rises([-at(HALT, {ALARM: float(q)})["expected_life"] for q in steps(ALARM)])


def no_patience_past(side: str) -> Held:
    """No patience holds a side once the other's answer is blamed with a chance of 1 - gain/loss or more."""
    other = {"russia": "ukraine", "ukraine": "russia"}[side]
    loss = at(HALT)[f"loss_spared.{side}"]
    threshold = np.clip(1.0 - column(HALT, GAIN[side]) / loss, 0.0, 1.0)
    past = at(HALT, {f"truce.monitoring.blame.{other}": threshold})[f"critical_discount_factor.{side}"]
    return so(np.isnan(past))


def spares_less() -> Held:
    """The loss that the halt spares Ukraine over its own length falls from March to June."""
    return rises([-at(HALT, {START: month})["loss_spared.ukraine"] for month in (MARCH, JUNE)])


def slack_rises() -> Held:
    """Ukraine's slack is larger in June than in March."""
    return rises([at(HALT, {START: month})["slack.ukraine"] for month in (MARCH, JUNE)])


def slack_rises_where() -> Held:
    """The same where the sum of its winters reaches March: where d(1-q) is at least .9."""
    far = column(HALT, "actors.ukraine.discount_factor") * (1.0 - column(HALT, ALARM)) >= 0.9
    return rises([at(HALT, {START: month})["slack.ukraine"] for month in (MARCH, JUNE)], far)


def russia_stays() -> Held:
    """Russia's own loss is the same in each month."""
    months = [at(HALT, {START: MARCH + k})["loss_spared.russia"] for k in range(12)]
    same = np.asarray(np.ptp(np.stack(months), axis=0) < 1e-12)
    return Held(same, np.zeros_like(same), np.ones_like(same))


def overtakes_in_spring() -> Held:
    """Ukraine needs no more patience than Russia in March, and more in June."""
    ahead = []
    for month in (MARCH, JUNE):
        seen = at(HALT, {START: month})
        need = [np.nan_to_num(seen[f"critical_discount_factor.{side}"], nan=9e9) for side in ("ukraine", "russia")]
        ahead.append(need[0] > need[1])
    return so(~ahead[0] & ahead[1])


def none_past_loss() -> Held:
    """No patience holds Ukraine in June where its gain exceeds its loss then."""
    seen = at(HALT, {START: JUNE})
    exceeds = column(HALT, GAIN["ukraine"]) > seen["loss_spared.ukraine"]
    return so(np.isnan(seen["critical_discount_factor.ukraine"]), exceeds)


def loses_faith() -> Held:
    """Each attributed breach lowers the chance of Russia's good faith."""
    seen, base = at(HALT), "truce.good_faith.russia"
    prior = column(HALT, f"{base}.prior")
    likelier = column(HALT, f"{base}.breach_if_bad") > column(HALT, f"{base}.breach_if_good")
    clear = likelier & (column(HALT, DETECT) > column(HALT, ALARM))
    return rises([-prior, *(-seen[f"posterior.russia.{n}"] for n in range(1, 7))], clear)


def outlasts() -> Held:
    """Russia's chance of outlasting rises with its resources."""
    return rises([at(OUTLASTING, {RESOURCES: float(x)})["chance.russia"] for x in steps(RESOURCES)])


def removes_deals() -> Held:
    """A shift to the most that is thought plausible removes every deal."""
    return so(at(REARMING, {LATER: float(steps(LATER)[-1])})["excess"] > 0)


def removes_deals_where() -> Held:
    """The same where a month of war would cost Ukraine .01, a fifth of the least that is thought plausible."""
    return so(at(REARMING, {LATER: float(steps(LATER)[-1]), COST: 0.01})["excess"] > 0)


def larger_shift() -> Held:
    """The larger the shift the more war now beats the best peace."""
    return rises([at(REARMING, {LATER: float(x)})["excess"] for x in steps(LATER)])


def accepts_more(path: str, figure: str = "sends_first_most") -> Held:
    """The larger the penalty for refusing the likelier is a yes, in the intuitive equilibrium where it is likeliest."""
    order = steps(path) if path == PENALTIES[0] else steps(path)[::-1]
    return rises([at(RELUCTANCE, {path: float(x)})[figure] for x in order])


def says_nothing() -> Held:
    """Words tell nothing exactly where the ideals are a quarter apart or more."""
    seen = at(BOAST)
    agrees = (seen["intervals"] == 1) == (seen["bias"] >= 0.25)
    return Held(agrees, agrees & (seen["intervals"] > 1), np.ones_like(agrees))


def tells_more() -> Held:
    """The nearer the United States' ideal is to Russia's, the more words tell."""
    return rises([at(BOAST, {US_IDEAL: float(x)})["intervals"] for x in steps(US_IDEAL)])


_GRIM = "d* = g / [g(1-q) + (r-q) f], with f = (1 - blame) l - g, for r > q (Friedman 1971; Green and Porter 1984)"
_SEASON = "slack = d(r-q) D[m+1] - g with D[m] = f[m] + d(1-q) D[m+1] (derived in `models/truce/seasons.py`)"
_BAYES = "odds x (b_good r + (1-b_good) q) / (b_bad r + (1-b_bad) q) for each breach (Bayes)"
_RUIN = "P = (1 - rho^k) / (1 - rho^N), rho = q/p, rises with k for given N - k (Feller; Smith and Stam 2004)"
_FEARON = "no deal iff d p2 - p1 > (1-d) c_D + d(1-a)(c_D + c_R), no share below 0 (Fearon 1995; Powell 2006)"
_POOL = "a type that dislikes the proposal by D accepts iff the penalty is at least D (pooling, Cho and Kreps 1987)"
_TALK = "2b N(N-1) < 1 (Crawford and Sobel 1982): one interval from b = 1/4 on"

SIGNS = (
    Sign("C2", "truce", "the worse breaches are seen, the more patience Russia needs", _GRIM,
         "r <= q: no patience suffices, whatever detection", lambda: needs_more("russia", DETECT, -1)),
    Sign("C2", "truce", "the same of Ukraine", _GRIM, "the same", lambda: needs_more("ukraine", DETECT, -1)),
    Sign("C2", "truce", "the more a strike brings Russia, the more patience it needs", _GRIM, "the same",
         lambda: needs_more("russia", GAIN["russia"])),
    Sign("C2", "truce", "the same of Ukraine", _GRIM, "the same", lambda: needs_more("ukraine", GAIN["ukraine"])),
    Sign("C3", "truce", "the halt spares Ukraine less over its own length in June than in March", "the season's sum",
         "no season (floor 1): the same all year", spares_less),
    Sign("C3", "truce", "Ukraine's slack is larger in June than in March", _SEASON,
         "low d(1-q), impatience or many false alarms: winter is too far to count and slack falls", slack_rises),
    Sign("C3", "truce", "the same where d(1-q) is at least .9", _SEASON, "the same", slack_rises_where),
    Sign("C3", "truce", "Russia's own loss is the same in each month", "no season on its loss", "none", russia_stays),
    Sign("C6", "truce", "the more false alarms, the shorter the truce", "life 1/q (Green and Porter 1984)",
         "limited punishment: the truce comes back", shorter_life),
    Sign("C6", "truce", "the more blame an answering Ukraine bears, the more patience Russia needs", _GRIM,
         "Ukraine's own patience does not depend on it", lambda: needs_more("russia", BLAME)),
    Sign("C6", "truce", "no patience keeps Russia from striking once blame is 1 - g/l", _GRIM, "below it some may",
         lambda: no_patience_past("russia")),
    Sign("C8", "signalling", "the harder aid bites, the likelier a yes at its likeliest intuitive equilibrium", _POOL,
         "where no type would rather refuse nothing changes", lambda: accepts_more(PENALTIES[0])),
    Sign("C8", "signalling", "the same of the credit that a refusal costs", _POOL, "the same",
         lambda: accepts_more(PENALTIES[1])),
    Sign("C8", "signalling", "the harder aid bites, the likelier a yes at every intuitive equilibrium", _POOL,
         "a penalty that bites hard enough also holds both types to a no, if a yes is taken for the unwilling type's",
         lambda: accepts_more(PENALTIES[0], "sends_first_least")),
    Sign("C10", "staying_power", "the more resources Russia has, the likelier it outlasts", _RUIN,
         "both doubled: the side that loses more rounds loses chance", outlasts),
    Sign("C14", "signalling", "words tell nothing exactly where the ideals are a quarter apart or more", _TALK,
         "below it they tell something", says_nothing),
    Sign("C14", "signalling", "the nearer the ideals, the more words tell", _TALK, "the same", tells_more),
    Sign("C18", "shifting_power", "the largest plausible shift removes every deal", _FEARON,
         "war too costly, the future too light, or the shift slow", removes_deals),
    Sign("C18", "shifting_power", "the same if a month of war cost Ukraine .01", _FEARON, "the same",
         removes_deals_where, aside=True),
    Sign("C18", "shifting_power", "the larger the shift, the more war now beats the best peace", _FEARON,
         "where war costs the declining side more than it can win, nothing changes", larger_shift),
    Sign("C21", "truce", "the vaguer the terms, the more patience Russia needs", _GRIM, "r <= q",
         lambda: vaguer("russia")),
    Sign("C21", "truce", "the same of Ukraine", _GRIM, "r <= q", lambda: vaguer("ukraine")),
    Sign("C22", "truce", "Ukraine needs no more patience than Russia in March, and more in June", _GRIM,
         "g/((1-blame) l) on the same side in both months", overtakes_in_spring),
    Sign("C22", "truce", "no patience holds Ukraine where its gain exceeds its loss", _GRIM, "below it some may",
         none_past_loss),
    Sign("C23", "truce", "each attributed breach lowers the chance of Russia's good faith", _BAYES,
         "r < q, or breaches likelier in good faith: it rises", loses_faith),
)  # fmt: skip


VERDICTS = {
    "C2": "reproduced: with worse detection or a larger gain neither side ever needs less patience. At the file's own"
    " numbers no patience suffices for either side",
    "C3": "reproduced: the halt spares Ukraine less in June than in March, and Russia's loss keeps. That Ukraine's "
    "slack is larger in June is so only where it looks far enough ahead: where it is impatient, or false alarms are "
    "many, winter is too far off",
    "C6": "reproduced: false alarms shorten the truce, and blame on Ukraine's answer raises the patience that Russia "
    "needs, until none suffices, as at the file's own numbers",
    "C8": "in `signalling` the likeliest yes never gets less likely. A penalty that bites hard enough may also hold "
    "both types to a no, if a yes is taken for an unwilling one",
    "C10": "reproduced: more resources of Russia alone always raise its chance of outlasting Ukraine",
    "C14": "reproduced: words that cannot be checked tell nothing once the ideals are a quarter apart. At the file's "
    "own numbers they are half apart",
    "C18": "in `shifting_power` not at the file's own numbers, where a war costs Ukraine more than it could win, so "
    "that some deal is left whatever the shift; only where war is cheap does a large shift remove every deal",
    "C21": "reproduced: the vaguer the terms, the more patience either side needs",
    "C22": "reproduced only where Russia's gain over its answered loss lies between Ukraine's of March and of June, "
    "which it rarely does; at the file's own numbers no patience holds either side. That none suffices once "
    "Ukraine's gain exceeds its loss is reproduced",
    "C23": "reproduced: each attributed breach lowers the chance that Russia means the truce",
}
"""What these models make of the claims that they carry."""
