"""The published tables as a reader finds them: plain look-ups, nothing of the engine."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from math import nan
from pathlib import Path
from statistics import median
from typing import TypeVar

from generator.verify.evidence import Cell, Row, Told
from generator.verify.sentence_numbers import match_names, read_numbers

LEVELS = ("domain", "pillar", "element")
EVIDENCE = ("finding_id", "name", "item", "value", "text")
FIRST_WORD = re.compile(r"[A-Z][\w-]*")
FEWEST_IN_REGION = 3
OWN_FIGURES = ("observed", "derived", "estimated", "recast")
"""Statuses of figures of the place itself."""
Have = TypeVar("Have")
MAINLY = 0.5
"""Share above which a score counts as the place's own."""
MANY = 25
"""Councils with which a nation is a set of its own."""


def read_rows(file: Path) -> Iterator[Row]:
    """Yield the rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def like_years(told: Told) -> tuple[str, ...]:
    """Return what findings on change have in common that are about the same years."""
    span = told.row["finding_id"].split("/")[3:]
    return ("moved" if span else told.kind, told.node, told.row["comparison"], *span)


@dataclass(frozen=True)
class Standing:
    """A rank, how many are ranked, its range, and the chances of the fifths at both ends; 0 for none."""

    rank: float
    n: float
    low: float
    high: float
    top: float
    bottom: float

    def percentile(self, rank: float) -> float:
        """Return the share of the councils below a rank, and half of its own place, 0 to 100."""
        return 100 * (1 - (rank - 0.5) / self.n)


@dataclass(frozen=True)
class PublicTables:
    """The tables of one built site; ``folder`` is its root."""

    folder: Path

    @cached_property
    def edition(self) -> tuple[str, int]:
        """Name and year of the edition."""
        manifest = json.loads((self.folder / "manifest.json").read_text("utf-8"))
        return str(manifest["edition"]), int(manifest["date"][:4])

    @cached_property
    def findings(self) -> list[Row]:
        """Every finding; a site without the table has none to check."""
        file = self.folder / "data" / "findings.csv"
        return list(read_rows(file)) if file.is_file() else []

    @cached_property
    def reliability(self) -> dict[tuple[str, str], Row]:
        """What the audit says of the error of each indicator in each nation."""
        rows = read_rows(self.folder / "data" / "audit" / "reliability.csv")
        return {(row["indicator"], row["nation"]): row for row in rows}

    @cached_property
    def evidence(self) -> tuple[dict[str, dict[tuple[str, str], Cell]], list[str]]:
        """Numbers and words of each finding by its id, and the ids of those that have one of them twice."""
        file = self.folder / "data" / "evidence.csv"
        cells: dict[str, dict[tuple[str, str], Cell]] = {}
        twice: list[str] = []
        if file.is_file():
            with file.open(encoding="utf-8", newline="") as stream:
                rows = csv.reader(stream)
                place = {name: number for number, name in enumerate(next(rows))}
                of, name, item, value, text = (place[each] for each in EVIDENCE)
                for row in rows:
                    own, key = cells.setdefault(row[of], {}), (row[name], row[item])
                    twice += [row[of]] if key in own else []
                    own[key] = float(row[value]) if row[value] else row[text]
        return cells, twice

    @cached_property
    def told(self) -> list[Told]:
        """Every finding with its evidence; without the table of it, findings without any."""
        cells, _ = self.evidence
        return [Told(row, cells.get(row.get("finding_id", ""), {})) for row in self.findings]

    @cached_property
    def told_of(self) -> dict[str, list[Told]]:
        """The findings of each place by its code."""
        found: dict[str, list[Told]] = {}
        for each in self.told:
            found.setdefault(each.code, []).append(each)
        return found

    @cached_property
    def spelt_names(self) -> re.Pattern[str]:
        """Words that hold a number and are none: "after 16", "Three Rivers", and bands."""
        nodes = [node.replace("-", " ") for node in self.level]
        names = [row[key] for row in self.areas.values() for key in ("name", "short_name")]
        return match_names({name for name in (*nodes, *names, *self.bands) if read_numbers(name)})

    @cached_property
    def named(self) -> dict[str, list[tuple[str, set[str]]]]:
        """Names of councils and regions with their codes, by their first word, the longest first."""
        codes: dict[str, set[str]] = {}
        for code, area in self.areas.items():
            for name in (area["name"], area["short_name"]) if area["kind"] in ("council", "region") else ():
                codes.setdefault(name.replace("\u2019", "'"), set()).add(code)
        found: dict[str, list[tuple[str, set[str]]]] = {}
        for name in sorted(codes, key=len, reverse=True):
            if first := FIRST_WORD.match(name):
                found.setdefault(first[0], []).append((name, codes[name]))
        return found

    @cached_property
    def node_names(self) -> dict[str, str]:
        """Name of every part of the framework, as the files beside a report give it; none without reports."""
        report = next(self.folder.glob("councils/*/data.csv"), None)
        rows = read_rows(report) if report else ()
        return {row["node"]: row["name"] for row in rows if row["level"] != "indicator"}

    @cached_property
    def areas(self) -> dict[str, Row]:
        """Places by code."""
        return {row["code"]: row for row in self._read("areas")}

    @cached_property
    def councils(self) -> dict[str, Row]:
        """Councils by code."""
        return {code: row for code, row in self.areas.items() if row["kind"] == "council"}

    @cached_property
    def members(self) -> dict[str, set[str]]:
        """Codes of the councils of each cluster, region and nation, by slug or code."""
        found: dict[str, set[str]] = {}
        for row in self._read("clusters"):
            found.setdefault(row["cluster"], set()).add(row["area_code"])
        for code, area in self.areas.items():
            slug = f"{area['kind']}-{area['slug']}"
            if slug in found:
                found[code] = found[slug]
        return found

    @cached_property
    def member_shares(self) -> dict[tuple[str, str], float]:
        """Share of a member's people whom a cluster means, where parts of councils are meant."""
        rows = self._read("clusters")
        return {(row["cluster"], row["area_code"]): float(row["share"]) for row in rows if row.get("share")}

    def part_of(self, cluster: str, code: str) -> float | None:
        """Return the share of a member's people to whom the rule applies; None where whole councils count."""
        return self.member_shares.get((cluster, code))

    @cached_property
    def clusters(self) -> dict[str, str]:
        """Slug of each cluster by its title."""
        return {row["area_name"]: code for (code, _), row in self.scores.items() if row["kind"] == "cluster"}

    @cached_property
    def scores(self) -> dict[tuple[str, str], Row]:
        """Rows of scores by place and node."""
        return {(row["area_code"], row["node"]): row for row in self._read("scores")}

    @cached_property
    def bands(self) -> frozenset[str]:
        """The words of every band that a council is in."""
        return frozenset(row["band"] for row in self.scores.values() if row["band"])

    @cached_property
    def level(self) -> dict[str, str]:
        """Level of each node."""
        return {row["node"]: row["level"] for row in self._read("scores")}

    @cached_property
    def trend(self) -> dict[tuple[str, str, int], float]:
        """Scores of the trend by place, node and year."""
        return {
            (row["area_code"], row["node"], int(row["year"])): float(row["score"])
            for row in self._read("trend")
        }

    @cached_property
    def gaps(self) -> dict[tuple[str, str], dict[str, Row]]:
        """Rows of the table of gaps by node and what they are compared with, and by place."""
        found: dict[tuple[str, str], dict[str, Row]] = {}
        for row in self._read("gaps"):
            found.setdefault((row["node"], row["compared_with"]), {})[row["area_code"]] = row
        return found

    @cached_property
    def counted_inside(self) -> dict[str, list[Row]]:
        """Rows of the table of small areas that count people, by place."""
        found: dict[str, list[Row]] = {}
        for row in self._read("inside"):
            if row["people"]:
                found.setdefault(row["area_code"], []).append(row)
        return found

    def scope_of(self, group: set[str]) -> str:
        """Return the nation of some councils, or UK where they lie in several."""
        nations = {self.councils[code]["nation"] for code in group}
        return min(nations) if len(nations) == 1 else "UK"

    @cached_property
    def values(self) -> dict[tuple[str, str], Row]:
        """Rows of values by council and indicator."""
        return {(row["area_code"], row["indicator"]): row for row in self._read("values")}

    @cached_property
    def nations(self) -> tuple[str, ...]:
        """All nations in their usual order, as the framework names them where it has figures of all."""
        return max((tuple(row["nations"].split("|")) for row in self.whole_framework), key=len)

    @cached_property
    def all_nations(self) -> frozenset[str]:
        """Those in which councils lie."""
        return frozenset(area["nation"] for area in self.councils.values())

    def nations_of(self, comparison: str) -> frozenset[str]:
        """Return the nations of a comparison set by its key, such as "uk" or "group:England+Wales"."""
        kind, _, names = comparison.partition(":")
        return self.all_nations if kind == "uk" else frozenset(names.split("+"))

    @cached_property
    def framework(self) -> dict[str, Row]:
        """Indicators that count for the score, by slug."""
        return {row["indicator"]: row for row in self.whole_framework if row["counts_for"] == "score"}

    @cached_property
    def whole_framework(self) -> list[Row]:
        """All indicators, those that count for the trend alone too."""
        return list(self._read("framework"))

    @cached_property
    def indicators_under(self) -> dict[str, list[str]]:
        """Indicators that count for the score, below each node."""
        found: dict[str, list[str]] = {}
        for slug, row in self.framework.items():
            for node in ("overall", row["domain"], row["pillar"], row["element"]):
                found.setdefault(node, []).append(slug)
        return found

    @cached_property
    def bands_by_length(self) -> tuple[str, ...]:
        """The words of every band, the longest first: one may be part of another."""
        return tuple(sorted(self.bands, key=len, reverse=True))

    @cached_property
    def titles(self) -> dict[str, str]:
        """Title of each cluster by its slug."""
        return {slug: title for title, slug in self.clusters.items()}

    @cached_property
    def units(self) -> dict[str, str]:
        """Unit of each indicator."""
        return {row["indicator"]: row["unit"] for row in self._read("indicators")}

    @cached_property
    def decimals(self) -> dict[str, int]:
        """Digits after the point that pages print, by indicator."""
        return {row["indicator"]: int(row["decimals"]) for row in self._read("indicators")}

    @cached_property
    def claims(self) -> dict[tuple[str, str], tuple[str, str]]:
        """What a low and a high figure say, by indicator and nation."""
        return {
            (row["indicator"], nation): (row["claim_low"], row["claim_high"])
            for row in self._read("indicators")
            for nation in row["nations"].split("|")
        }

    def claim(self, indicator: str, nation: str, *, high: bool) -> str:
        """Return what a high or a low figure of an indicator says in a nation."""
        return self.claims[indicator, nation][high]

    def figures(self, indicator: str, nations: frozenset[str]) -> list[float]:
        """Return the values of an indicator in the councils of these nations, the lowest first."""
        key = (indicator, nations)
        if key not in self.listed:
            self.listed[key] = sorted(
                float(self.values[code, indicator]["value"])
                for code, area in self.councils.items()
                if area["nation"] in nations and self.values[code, indicator]["value"]
            )
        return self.listed[key]

    def print_figures(self, indicator: str, nations: frozenset[str]) -> list[Decimal]:
        """Return the same as pages print them, halves rounded up."""
        key = (indicator, nations)
        if key not in self.printed:
            step = Decimal(1).scaleb(-self.decimals[indicator])
            self.printed[key] = [
                Decimal(repr(value)).quantize(step, ROUND_HALF_UP)
                for value in self.figures(indicator, nations)
            ]
        return self.printed[key]

    @cached_property
    def printed(self) -> dict[tuple[str, frozenset[str]], list[Decimal]]:
        """What ``print_figures`` has found."""
        return {}

    @cached_property
    def listed(self) -> dict[tuple[str, frozenset[str]], list[float]]:
        """What ``figures`` has found."""
        return {}

    def compared_with(self, indicator: str, nation: str) -> frozenset[str]:
        """Return the nations with whose councils those of a nation are compared: its own, if it has many."""
        own = frozenset({nation})
        return own if len(self.figures(indicator, own)) >= MANY else self.comparable_with(indicator, nation)

    def comparable_with(self, indicator: str, nation: str) -> frozenset[str]:
        """Return the nations whose councils can be compared with those of a nation on an indicator."""
        comparable = self.framework[indicator]["comparable"]
        if comparable == "uk":
            return self.all_nations
        if comparable == "nation":
            return frozenset({nation})
        return next((some for some in self.series_nations[indicator] if nation in some), frozenset())

    @cached_property
    def series_nations(self) -> dict[str, list[frozenset[str]]]:
        """The nations of each series of an indicator."""
        found: dict[str, list[frozenset[str]]] = {}
        for row in self._read("indicators"):
            found.setdefault(row["indicator"], []).append(frozenset(row["nations"].split("|")))
        return found

    @cached_property
    def bent(self) -> dict[tuple[str, str], frozenset[int]]:
        """Years from and to which no change is told, by indicator and nation."""
        return {
            (row["indicator"], nation): frozenset(map(int, filter(None, row["bent_years"].split("|"))))
            for row in self._read("indicators")
            for nation in row["nations"].split("|")
        }

    def is_bent(self, node: str, nation: str, year: int) -> bool:
        """Say whether a year bent all that a nation has below a node."""
        return all(
            year in self.bent.get((slug, nation), (year,)) for slug in self.parts_under(node, "indicator")
        )

    def parts_under(self, node: str, level: str) -> list[str]:
        """Return the parts of a level of the framework that lie below a node or are it, in their order."""
        key = (node, level)
        if key not in self.parts:
            rows = (
                row for row in self.whole_framework if node in ("overall", *(row[each] for each in LEVELS))
            )
            self.parts[key] = list(dict.fromkeys(row[level] for row in rows))
        return self.parts[key]

    @cached_property
    def parts(self) -> dict[tuple[str, str], list[str]]:
        """What ``parts_under`` has found."""
        return {}

    @cached_property
    def medians(self) -> dict[tuple[str, frozenset[str]], tuple[int, float]]:
        """Number and median of the values of an indicator in nations, as far as asked for."""
        return {}

    def compare(self, indicator: str, nations: frozenset[str]) -> tuple[int, float]:
        """Return how many councils of these nations have a value of an indicator, and the middle one."""
        key = (indicator, nations)
        if key not in self.medians:
            found = self.figures(indicator, nations)
            self.medians[key] = len(found), median(found)
        return self.medians[key]

    def scatter(self, indicator: str, nations: frozenset[str]) -> float:
        """Return the median distance of the values of an indicator in these nations from the middle one."""
        key = (indicator, nations)
        if key not in self.scatters:
            _, middle = self.compare(indicator, nations)
            self.scatters[key] = median(abs(value - middle) for value in self.figures(indicator, nations))
        return self.scatters[key]

    @cached_property
    def scatters(self) -> dict[tuple[str, frozenset[str]], float]:
        """What ``scatter`` has found."""
        return {}

    def all_changes(self, node: str, start: int, end: int) -> tuple[dict[str, float], dict[str, float]]:
        """Return the first score and the change of all councils that have both years, by code."""
        key = (node, start, end)
        if key not in self.changes:
            first = {
                code: self.trend[code, node, start]
                for code in self.councils
                if (code, node, start) in self.trend and (code, node, end) in self.trend
            }
            moved = {code: self.trend[code, node, end] - before for code, before in first.items()}
            self.changes[key] = first, moved
        return self.changes[key]

    def country_change(self, node: str, start: int, end: int) -> float:
        """Return the change of the mean of the councils that have both years, weighted by population."""
        return self.mean_by_people(self.all_changes(node, start, end)[1])

    def spread(self, node: str, start: int, end: int, nations: frozenset[str] | None) -> float:
        """Return the median absolute deviation of changes: of all councils, or see ``changes_in``."""
        key = (node, start, end, nations)
        if key not in self.spreads:
            if nations is None:
                _, changes = self.all_changes(node, start, end)
            else:
                changes, _ = self.changes_in(node, start, end, nations)
            middle = median(changes.values())
            self.spreads[key] = median(abs(change - middle) for change in changes.values())
        return self.spreads[key]

    @cached_property
    def spreads(self) -> dict[tuple[str, int, int, frozenset[str] | None], float]:
        """What ``spread`` has found."""
        return {}

    def region_change(
        self, code: str, node: str, start: int, end: int, nations: frozenset[str]
    ) -> float | None:
        """Return the change of the mean of a council's region, or of its nation where it lies in none.

        None where fewer than three of its councils have both years, or they hold less than half of its
        people, or it is a nation that is compared with itself alone.
        """
        here = self.councils[code]
        region = here["region_code"] or here["nation"]
        key = (region, node, start, end, nations)
        if key not in self.regional:
            inside = [
                each
                for each, area in self.councils.items()
                if (area["region_code"] or area["nation"]) == region
            ]
            changes, _ = self.changes_in(node, start, end, nations)
            have = {each: changes[each] for each in inside if each in changes}
            held, whole = (
                sum(float(self.councils[each]["population"]) for each in some) for some in (have, inside)
            )
            alone = nations == {region}
            enough = len(have) >= FEWEST_IN_REGION and held >= whole / 2 and not alone
            self.regional[key] = self.mean_by_people(have) if enough else None
        return self.regional[key]

    @cached_property
    def regional(self) -> dict[tuple[str, str, int, int, frozenset[str]], float | None]:
        """What ``region_change`` has found."""
        return {}

    def usual_years(self, told: Told) -> tuple[int, int]:
        """Return the years that most findings like this one name: of its kind, part, span and comparison."""
        return self.years[like_years(told)]

    @cached_property
    def years(self) -> dict[tuple[str, ...], tuple[int, int]]:
        """The years of findings on change, by ``like_years``."""
        counts: dict[tuple[str, ...], Counter[tuple[int, int]]] = {}
        for each in self.told:
            if each.has("start_year") and each.has("end_year"):
                counts.setdefault(like_years(each), Counter())[each.years] += 1
        return {key: count.most_common(1)[0][0] for key, count in counts.items()}

    def both_ends(self, node: str, start: int, end: int, group: set[str]) -> dict[str, tuple[float, float]]:
        """Return both scores of the trend of the councils of a group that have them, by code."""
        trend = {
            code: (self.trend.get((code, node, start)), self.trend.get((code, node, end))) for code in group
        }
        return self.cover(
            {c: (a, b) for c, (a, b) in trend.items() if a is not None and b is not None}, group
        )

    def then_and_now(self, node: str, group: set[str]) -> dict[str, Row]:
        """Return the rows of the table of gaps of the councils of a group, by code; see ``cover``."""
        rows = self.gaps.get((node, self.scope_of(group)), {})
        return self.cover({code: rows[code] for code in group if code in rows}, group)

    def cover(self, have: dict[str, Have], group: set[str]) -> dict[str, Have]:
        """Return councils by code, but for nations where they hold less than half of the group's people."""
        people: dict[str, list[float]] = {}
        for code in sorted(group):
            held = people.setdefault(self.councils[code]["nation"], [0.0, 0.0])
            held[0] += float(self.councils[code]["population"]) * (code in have)
            held[1] += float(self.councils[code]["population"])
        kept = {nation for nation, (held, whole) in people.items() if held >= whole / 2}
        return {code: have[code] for code in sorted(have) if self.councils[code]["nation"] in kept}

    def changes_in(
        self, node: str, start: int, end: int, nations: frozenset[str]
    ) -> tuple[dict[str, float], float]:
        """Return changes of councils of these nations, see ``both_ends``, and their mean by population."""
        key = (node, start, end, nations)
        if key not in self.moves:
            compared = {code for code, area in self.councils.items() if area["nation"] in nations}
            ends = self.both_ends(node, start, end, compared)
            changes = {code: after - before for code, (before, after) in ends.items()}
            self.moves[key] = changes, self.mean_by_people(changes) if changes else nan
        return self.moves[key]

    @cached_property
    def moves(self) -> dict[tuple[str, int, int, frozenset[str]], tuple[dict[str, float], float]]:
        """What ``changes_in`` has found."""
        return {}

    def mean_by_people(self, numbers: Mapping[str, float]) -> float:
        """Return the mean of numbers of councils, by code, weighted by population."""
        people = {code: float(self.councils[code]["population"]) for code in numbers}
        return sum(number * people[code] for code, number in numbers.items()) / sum(people.values())

    @cached_property
    def changes(self) -> dict[tuple[str, int, int], tuple[dict[str, float], dict[str, float]]]:
        """What ``all_changes`` has found."""
        return {}

    def own_scores(self, node: str) -> dict[str, float]:
        """Return the scores that rest mainly on figures of the council's own, by code."""
        if node not in self.owned:
            self.owned[node] = {
                code: float(self.scores[code, node]["score"])
                for code in self.councils
                if self.scores[code, node]["score"] and self.own_share(code, node) > MAINLY
            }
        return self.owned[node]

    @cached_property
    def owned(self) -> dict[str, dict[str, float]]:
        """What ``own_scores`` has found."""
        return {}

    def own_share(self, code: str, node: str) -> float:
        """Return the share of a council's score that rests on figures of its own, 0 to 1."""
        if (code, node) not in self.shares:
            self.shares[code, node] = self._find_own_share(code, node)
        return self.shares[code, node]

    @cached_property
    def shares(self) -> dict[tuple[str, str], float]:
        """What ``own_share`` has found."""
        return {}

    def _find_own_share(self, code: str, node: str) -> float:
        if self.level[node] == "element":
            weighed = [
                (float(self.framework[slug]["weight"]), self.values[code, slug]["status"])
                for slug in self.indicators_under[node]
                if self.values[code, slug]["value"]
            ]
            own = sum(weight for weight, status in weighed if status in OWN_FIGURES)
            return own / sum(weight for weight, _ in weighed)
        below = [
            (child, weight) for child, weight in self.children[node] if self.scores[code, child]["score"]
        ]
        total = sum(weight for _, weight in below)
        return sum(weight * self.own_share(code, child) for child, weight in below) / total

    def own_median(self, code: str) -> float:
        """Return the middle place of a council's elements: the share of councils ranked below, 0 to 100."""
        ranked = [
            score
            for node, level in self.level.items()
            if level == "element" and (score := self.scores[code, node])["nation_rank"]
        ]
        return median(
            100 * (1 - (float(one["nation_rank"]) - 0.5) / float(one["nation_n"])) for one in ranked
        )

    def middle_score(self, code: str, node: str) -> float:
        """Return the median score of those that a council is ranked with: in the UK if its nation has few."""
        row = self.scores[code, node]
        whole = bool(row["rank"]) and int(row["nation_n"]) < MANY
        nation = "" if whole else self.councils[code]["nation"]
        if (node, nation) not in self.middles:
            scores = (
                self.scores[code, node]["score"]
                for code, council in self.councils.items()
                if nation in ("", council["nation"])
            )
            self.middles[node, nation] = median(float(score) for score in scores if score)
        return self.middles[node, nation]

    @cached_property
    def middles(self) -> dict[tuple[str, str], float]:
        """What ``middle_score`` has found."""
        return {}

    @cached_property
    def ranked(self) -> dict[str, int]:
        """Number of councils with a rank, by node."""
        return {node: int(row["n"]) for (_, node), row in self.scores.items() if row["n"]}

    def count_rank(self, code: str, node: str) -> int:
        """Return how many councils of its nation have a council's very rank."""
        return self.ranks[node, self.councils[code]["nation"], self.scores[code, node]["nation_rank"]]

    @cached_property
    def ranks(self) -> Counter[tuple[str, str, str]]:
        """Number of councils of each rank, by node and nation."""
        return Counter(
            (node, self.councils[code]["nation"], row["nation_rank"])
            for (code, node), row in self.scores.items()
            if row["nation_rank"]
        )

    def standing(self, code: str, node: str, *, few: bool = False) -> Standing:
        """Return where a council stands: in the UK where nations can be compared, else in its nation.

        Args:
            code: of the council.
            node: part of the framework.
            few: in the UK only where the nation has few councils besides.
        """
        row = self.scores[code, node]
        whole = bool(row["rank"]) and not (few and int(row["nation_n"]) >= MANY)
        start = "" if whole else "nation_"
        return Standing(
            **{
                name: float(row[f"{start}{column}"] or 0)
                for name, column in (
                    *(("rank", "rank"), ("n", "n"), ("low", "rank_low"), ("high", "rank_high")),
                    *(("top", "p_top_fifth"), ("bottom", "p_bottom_fifth")),
                )
            }
        )

    @cached_property
    def band_ends(self) -> dict[str, tuple[float, float]]:
        """The fifths from which to which most findings say that a band goes, by the word of it."""
        counts: dict[str, Counter[tuple[float, float]]] = {}
        for each in self.told:
            if each.kind == "position" and each.has("band_low") and each.has("band_high"):
                word = self.scores[each.code, each.node]["nation_band"]
                counts.setdefault(word, Counter())[each.number("band_low"), each.number("band_high")] += 1
        return {word: count.most_common(1)[0][0] for word, count in counts.items() if word}

    @cached_property
    def children(self) -> dict[str, list[tuple[str, float]]]:
        """Nodes right below a node, with their weights; the overall score is the mean of the pillars."""
        found: dict[str, dict[str, float]] = {}
        for row in self.framework.values():
            found.setdefault(row["pillar"], {})[row["element"]] = float(row["element_weight"])
            found.setdefault(row["domain"], {})[row["pillar"]] = 1.0
            found.setdefault("overall", {})[row["pillar"]] = 1.0
        return {node: list(below.items()) for node, below in found.items()}

    def _read(self, name: str) -> Iterator[Row]:
        return read_rows(self.folder / "data" / f"{name}.csv")
