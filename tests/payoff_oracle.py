"""The payoffs of moves games, recomputed in plain Python from the design's `Payoffs are sums of named terms`.

Slow and obvious on purpose, and without a line of the package's own arithmetic: it walks over the facts as plain data.
"""

from collections.abc import Iterator, Mapping
from typing import Any

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Terms = dict[str, dict[str, float]]
"""From actor and path to the sum of its terms."""


def plain_data(scenario: Any, values: Any) -> dict[str, Any]:
    """Return the facts as nested dictionaries that hold the given values of all numbers."""
    data: dict[str, Any] = scenario.facts.model_dump(by_alias=True)
    for path, k in scenario.numbers.index.items():
        if path == "time.start":
            data["time"]["start"] = int(values[k])
            continue
        part: Any = data
        for step in path.split("."):
            part = part[step]
        part["value"] = float(values[k])
    return data


def ends(game: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield every way in which the moves can be made, in order of play."""
    made_so_far: list[dict[str, str]] = [{}]
    for key, move in game["moves"].items():
        longer = []
        for made in made_so_far:
            if holds(move["when"], made):
                longer += [{**made, key: option} for option in move["options"]]
            else:
                longer.append(made)
        made_so_far = longer
    yield from made_so_far


def holds(when: Mapping[str, Any], made: Mapping[str, str]) -> bool:
    """Whether a condition holds."""
    return all(move in made and made[move] in options for move, options in when.items())


def terms(data: dict[str, Any], key: str, made: Mapping[str, str]) -> Terms:
    """Return the terms of every player at one end of a game."""
    game = data["games"][key]
    players = list(dict.fromkeys(move["actor"] for move in game["moves"].values()))
    if game["payoffs"]:
        row: Any = game["payoffs"]
        for option in made.values():
            row = row[option]
        options = ".".join(made.values())
        return {actor: {f"games.{key}.payoffs.{options}.{actor}": row[actor]["value"]} for actor in players}
    end = _End(data, key, made)
    return {actor: end.terms_of(actor) for actor in players}


class _End:
    """One end of a game: the outcome, the levers used, and how much each actor refuses."""

    def __init__(self, data: dict[str, Any], key: str, made: Mapping[str, str]) -> None:
        self.data, self.key, self.made = data, key, made
        self.game = data["games"][key]
        self.horizon = self.game["horizon"]["value"]
        self.outcome_key = next(r["outcome"] for r in self.game["outcome_rules"] if holds(r["when"], made))
        self.outcome = data["outcomes"][self.outcome_key]
        self.used: set[str] = set()
        self.refusal: dict[str, float] = dict.fromkeys(data["actors"], 0.0)
        for move, option in made.items():
            chosen, actor = self.game["moves"][move]["options"][option], self.game["moves"][move]["actor"]
            self.used |= set(chosen["uses"])
            self.refusal[actor] = max(self.refusal[actor], chosen["refuses"]["value"])

    def terms_of(self, actor: str) -> dict[str, float]:
        """Return the terms of one actor by path."""
        found: dict[str, float] = {}
        for path, amount in self._terms_of(actor):
            found[path] = found.get(path, 0.0) + amount
        return found

    def _terms_of(self, actor: str) -> Iterator[tuple[str, float]]:
        about = self.data["actors"][actor]
        for issue, weight in self.data["stakes"].get(actor, {}).items():
            yield f"stakes.{actor}.{issue}", weight["value"] * (1 - abs(self._x(issue) - self._ideal(actor, issue)))
        for issue, row in self.data["audience"].get(actor, {}).items():
            yield from self._audience(actor, issue, row)
        if about["cost_of_fighting"]:
            cost = self._worth(about["cost_of_fighting"], actor)
            yield f"actors.{actor}.cost_of_fighting", -cost * self.outcome["fighting"]["value"]
        if about["value_of_deal"]:
            yield f"actors.{actor}.value_of_deal", about["value_of_deal"]["value"] * self.outcome["deal"]["value"]
        for name, lever in self.data["levers"].items():
            yield from self._lever(actor, name, lever)
        for name, term in self.game["terms"].items():
            if term["actor"] == actor and holds(term["when"], self.made):
                yield f"games.{self.key}.terms.{name}.amount", self._worth(term["amount"], actor)

    def _audience(self, actor: str, issue: str, row: dict[str, Any]) -> Iterator[tuple[str, float]]:
        if self.outcome["kind"] not in row["kinds"]:
            return
        ideal = self._ideal(actor, issue)
        shortfall = max(0.0, abs(self._x(issue) - ideal) - abs(row["red_line"]["value"] - ideal))
        share = 1.0 if row["while_fighting"] else 1.0 - self.outcome["fighting"]["value"]
        if shortfall > 1e-12:
            yield f"audience.{actor}.{issue}.fixed", -row["fixed"]["value"] * share
            yield f"audience.{actor}.{issue}.slope", -row["slope"]["value"] * shortfall * share

    def _lever(self, actor: str, name: str, lever: dict[str, Any]) -> Iterator[tuple[str, float]]:
        options = [option for move in self.game["moves"].values() for option in move["options"].values()]
        usable = any(name in option["uses"] for option in options)
        used = 1.0 if name in self.used else 0.0
        refused = self.refusal[lever["to"]]
        if usable:
            intensity = used * (refused if lever["scales_with"] == "refusal" else 1.0)
        else:
            intensity = 0.0 if lever["scales_with"] == "refusal" else self.outcome[lever["scales_with"]]["value"]
        path = f"levers.{name}"
        if actor == lever["to"]:
            bite = self._worth(lever["strength"], actor) * (1 - lever["replaced"]["value"])
            yield f"{path}.strength", -bite * intensity
        if actor == lever["from"]:
            yield f"{path}.gain", self._worth(lever["gain"], actor) * intensity
            yield f"{path}.cost.threaten", -lever["cost"]["threaten"]["value"] * used
            yield f"{path}.cost.use", -lever["cost"]["use"]["value"] * used * refused

    def _ideal(self, actor: str, issue: str) -> float:
        own = self.data["ideals"].get(actor, {}).get(issue) or self.data["actors"][actor]["ideal"]
        return float(own["value"])

    def _x(self, issue: str) -> float:
        """Return where the issue ends, a position from 0 to 1."""
        if issue in self.outcome["settles"]:
            x = self.outcome["settles"][issue]["value"]
        else:
            about = self.data["issues"][issue]
            start = about["status_quo"]["value"]
            if about["hazard"]:
                effect = (1 - start) * (1 - (1 - about["hazard"]["value"]) ** self.horizon)
            else:
                effect = (about["drift"]["value"] if about["drift"] else 0.0) * self.horizon
            x = min(1.0, max(0.0, start + self.outcome["fighting"]["value"] * effect))
        for name in self.used:
            lever = self.data["levers"][name]
            if issue in lever["shifts"]:
                x += lever["shifts"][issue]["value"] * self.refusal[lever["to"]]
        return float(min(1.0, max(0.0, x)))

    def _worth(self, quantity: dict[str, Any], actor: str) -> float:
        """Return a number's worth over the horizon: a flow summed month by month with discounting, else once."""
        if quantity["per"] is None:
            return float(quantity["value"] * self._season(quantity, 0))
        about = self.data["actors"][actor]["discount_factor"]
        discount = about["value"] if about else 1.0
        total, month = 0.0, 0
        while month < self.horizon:
            inside = min(1.0, self.horizon - month)
            total += inside * discount**month * quantity["value"] * self._season(quantity, month)
            month += 1
        return total

    def _season(self, quantity: dict[str, Any], month: int) -> float:
        if not quantity.get("season"):
            return 1.0
        year = self.data["time"]["seasons"][quantity["season"]]
        share = year[MONTHS[(self.data["time"]["start"] + month) % 12]]["value"]
        floor = quantity["floor"]["value"]
        return float(floor + (1 - floor) * share)
