"""``prosperity explain``: every step from raw values to a score, with sources."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.errors import ProsperityError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalogue.records import Area, Dataset, Framework, Indicator, SeriesRef
    from generator.catalogue.store import Change
    from generator.composite.arrays import Floats
    from generator.index.cells import Cell
    from generator.index.results import Index, Node
    from generator.text.rules import SentenceRules

NAME = "explain"
HELP = "show every step from raw values to a score, with sources"

INSIDE = "inside"
SMALL_AREA = re.compile(r"(?=.*\d)[0-9A-Z]{8,9}")
"""The code of a small area; no slug looks like one."""
_INDENT, _ROUNDING = "  ", 1e-9


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the council and the node."""
    parser.add_argument("council", metavar="COUNCIL", help="name, slug or code")
    parser.add_argument(
        "node",
        nargs="?",
        default="overall",
        metavar="NODE",
        help="slug of a domain, pillar, element or indicator, inside, or the code of a small area "
        "(default: overall)",
    )


def run(args: argparse.Namespace) -> int:
    """Compute the index and print the steps; of small areas, print the rows."""
    if args.node == INSIDE or SMALL_AREA.fullmatch(args.node):
        sys.stdout.write("\n".join(explain_from_inside(args.council, args.node)) + "\n")
        return 0
    from generator.catalogue import store
    from generator.index.run import compute_index
    from generator.paths import PROJECT
    from generator.text.rules import load_rules

    framework, areas = store.load_framework(PROJECT), store.load_areas(PROJECT)
    councils = [area for area in areas if area.kind == "council"]
    place = find_council(councils, args.council)
    observations = store.load_observations(PROJECT, framework, areas)
    index = compute_index(framework, observations, areas, edition=store.load_edition(PROJECT))
    report = Report(
        index,
        framework,
        store.load_datasets(PROJECT),
        councils[place],
        place,
        rules=load_rules(PROJECT.templates / "text" / "findings.yml"),
        changes=store.load_changes(PROJECT),
    )
    sys.stdout.write("\n".join(report.explain(args.node)) + "\n")
    return 0


def explain_from_inside(text: str, node: str) -> Iterator[str]:
    """Yield the lines about the small areas of a council, or about one of them.

    Args:
        text: name, slug or code of the council.
        node: "inside", or the code of a small area.

    Raises:
        ProsperityError: there is no such council or small area.
    """
    from generator.catalogue.inside import load_inside
    from generator.catalogue.store import load_areas
    from generator.paths import PROJECT
    from generator.text.about_inside import explain_inside, explain_small_area

    areas = load_areas(PROJECT)
    councils = [area for area in areas if area.kind == "council"]
    council = councils[find_council(councils, text)]
    inside = load_inside(PROJECT, areas)
    if node == INSIDE:
        return explain_inside(council, inside)
    return explain_small_area(council, node, inside)


def find_council(councils: Sequence[Area], text: str) -> int:
    """Return the position of the council with this code, slug or name.

    Raises:
        ProsperityError: no council is called so.
    """
    wanted = text.casefold()
    for place, council in enumerate(councils):
        if wanted in (
            council.code.casefold(),
            council.slug,
            council.name.casefold(),
            council.short_name.casefold(),
        ):
            return place
    near = sorted(council.slug for council in councils if wanted[:4] in council.slug)
    raise ProsperityError(
        f"No council is called '{text}'.",
        field="COUNCIL",
        expected="a name, slug or code of data/areas.csv",
        mend=f"did you mean: {', '.join(near[:6])}" if near else "see data/areas.csv",
    )


@dataclass(frozen=True)
class Report:
    """Explains the scores of one council.

    Attributes:
        place: position of the council on axis A.
        rules: words of statuses and reasons.
        changes: former councils.
    """

    index: Index
    framework: Framework
    datasets: Mapping[str, Dataset]
    council: Area
    place: int
    rules: SentenceRules
    changes: Sequence[Change] = ()

    def explain(self, key: str) -> Iterator[str]:
        """Yield the lines about a node or an indicator.

        Raises:
            ProsperityError: the framework has no such node.
        """
        keys = [node.key for node in self.index.structure.nodes]
        yield f"{self.council.name} ({self.council.code})"
        if key in keys:
            yield from self._explain_node(keys.index(key))
        elif key in self.index.structure.indicators:
            leaf = self.index.structure.indicators.index(key)
            yield from self._explain_indicator(leaf, indent="")
            yield from self._explain_years(leaf)
        else:
            raise ProsperityError(
                f"The framework has no node '{key}'.",
                expected="overall, or a slug of data/framework.yml",
                mend="see the first columns of framework.csv",
            )

    def _explain_node(self, number: int) -> Iterator[str]:
        from generator.index.aggregation import contributions, effective_weights, level_points

        scores = self.index.level.scores
        node, place = self.index.structure.nodes[number], self.place
        given = self.index.level.indicator_score[place]
        offered = self.index.panel.group[place] >= 0
        shares = effective_weights(self.index.structure, given == given, offered=offered)
        weights = shares[number]
        parts = contributions(self.index.structure, given, offered=offered)[number]
        if not self.index.nation.rank[place, number]:
            yield f"{_title(node)}: no score, coverage {scores.coverage[place, number]:.1%}"
        else:
            yield (
                f"{_title(node)}: score {scores.score[place, number]:.4f}, coverage "
                f"{scores.coverage[place, number]:.1%}"
            )
            yield from self._explain_ranks(number)
            level = float(level_points(self.index.structure, shares, self.index.level.reference)[number])
            yield from _add_up(float(scores.score[place, number]), float(parts.sum()), level)
        yield from self._explain_below(number, weights, parts)

    def _explain_ranks(self, number: int) -> Iterator[str]:
        """Say the rank in the nation and in the UK, or why there is none."""
        share = float(self.index.structure.uk_share[number])
        for whose, standing in (("in the nation", self.index.nation), ("in the UK", self.index.uk)):
            rank, ranked, low, high = (
                int(each[self.place, number])
                for each in (standing.rank, standing.ranked, standing.low, standing.high)
            )
            if rank:
                yield f"  rank {whose} {rank} of {ranked}, in most draws {low} to {high}"
            else:
                yield f"  no rank {whose}: {share:.0%} of the weight is measured alike in all four nations"

    def _explain_below(self, number: int, weights: Floats, parts: Floats) -> Iterator[str]:
        structure, scores = self.index.structure, self.index.level.scores
        for child, node in enumerate(structure.nodes):
            if node.parent == number:
                inside = self._indicators_under(child)
                weight, points = (float(values[inside].sum()) for values in (weights, parts))
                yield ""
                score = float(scores.score[self.place, child])
                yield f"{node.level} {node.key}: " + (
                    f"score {score:.4f}, share {weight:.4%}, {points:.4f} points"
                    if score == score
                    else "no score, too little of it is known"
                )
                yield from self._explain_below(child, weights, parts)
        for leaf in [i for i, element in enumerate(structure.element_of.tolist()) if element == number]:
            yield ""
            yield from self._explain_indicator(leaf, indent=_INDENT, share=float(weights[leaf]))

    def _indicators_under(self, number: int) -> list[int]:
        structure = self.index.structure
        found = []
        for leaf, element in enumerate(structure.element_of.tolist()):
            node = element
            while node > number:
                node = structure.nodes[node].parent
            if node == number:
                found.append(leaf)
        return found

    def _explain_indicator(self, leaf: int, *, indent: str, share: float | None = None) -> Iterator[str]:
        from generator.index.cells import read_level

        indicator, cell = self.framework.indicators[leaf], read_level(self.index, self.place)[leaf]
        yield f"{indent}{indicator.name} ({indicator.slug}), {indicator.direction} is better"
        ref = next((one for one in indicator.series if self.council.nation in one.nations), None)
        inner = indent + _INDENT
        if ref is not None:
            yield from (f"{inner}{line}" for line in self._trace(ref, whole=share is None))
        if cell.value is None:
            yield f"{inner}no value ({cell.reason.word}): {self._describe(cell)}"
            yield f"{inner}its weight goes to the others"
            return
        yield f"{inner}value: {cell.value} {indicator.unit}, {cell.period}, {cell.status.label}"
        yield f"{inner}how: {self._describe(cell)}"
        yield from (f"{inner}{line}" for line in self._name_former(cell))
        yield from (f"{inner}{line}" for line in self._explain_score(leaf, indicator))
        if share is not None:
            score = float(self.index.level.indicator_score[self.place, leaf])
            yield f"{inner}share {share:.4%} x {score:.4f} = {share * score:.4f} points"

    def _trace(self, ref: SeriesRef, *, whole: bool) -> Iterator[str]:
        """Yield where a series comes from, back to the publisher's file; ``whole`` with its faults."""
        dataset = self.datasets[ref.dataset]
        series = next(one for one in dataset.series if one.slug == ref.series)
        yield f"source: {dataset.publisher}, {dataset.publication}; {dataset.link}"
        yield f"licence: {dataset.licence}"
        yield f"raw file: {dataset.raw_file}, sha256 {dataset.raw_sha256}"
        measure = f", measure {series.raw_measure!r}" if series.raw_measure else ""
        scaled = f", multiplied by {series.scale:g}" if series.scale != 1 else ""
        yield f"raw rows: indicator {series.raw_indicator!r}{measure}, unit {series.raw_unit!r}{scaled}"
        if series.derivation:
            yield f"on the way: {series.derivation}"
        yield f"series: data/datasets/{ref.dataset}/observations.csv, {ref.series}"
        if whole:
            yield from (f"known problem: {problem}" for problem in dataset.known_problems)

    def _describe(self, cell: Cell) -> str:
        from generator.text.about_cells import describe_cell

        return describe_cell(cell, nation=self.council.nation, rules=self.rules)

    def _name_former(self, cell: Cell) -> Iterator[str]:
        """Yield the councils that a recast value was made from, with the people each brought."""
        from generator.index.results import Status

        if cell.status != Status.RECAST:
            return
        parts = sorted(
            (change.predecessor_name, change.share)
            for change in self.changes
            if change.successor_code == self.council.code and change.kind == "merge"
        )
        named = (name if share is None else f"{name} ({share:.1%} of the people)" for name, share in parts)
        yield f"former councils: {', '.join(named)}"

    def _explain_years(self, leaf: int) -> Iterator[str]:
        """Yield the cell of each year of the panel; years that read the same are told together."""
        from itertools import groupby

        from generator.index.cells import read_year

        panel, unit = self.index.panel, self.framework.indicators[leaf].unit
        yield f"{_INDENT}by year:"
        cells = ((year, read_year(panel, self.place, leaf, year=year)) for year in panel.years)
        for told, years in groupby(cells, key=lambda each: self._tell_cell(each[1], unit=unit)):
            span = [year for year, _ in years]
            when = str(span[0]) if len(span) == 1 else f"{span[0]} to {span[-1]}"
            yield f"{_INDENT * 2}{when} {told}"

    def _tell_cell(self, cell: Cell, *, unit: str) -> str:
        if cell.value is None:
            return f"no value: {self._describe(cell)}"
        period = f", {cell.period}" if cell.period else ""
        note = f": {self._describe(cell)}" if cell.note else ""
        return f"{cell.value:g} {unit}{period}, {cell.status.label}{note}"

    def _explain_score(self, leaf: int, indicator: Indicator) -> Iterator[str]:
        from generator.composite.elementary import log

        goalposts, group = self.index.goalposts, self.index.panel.group[self.place, leaf]
        low, high = float(goalposts.low[leaf, group]), float(goalposts.high[leaf, group])
        value = float(self.index.level.value[self.place, leaf])
        if goalposts.logged[leaf]:
            value = float(log(value))
            yield f"natural logarithm, because the values are skewed: {value:.6g}"
        kind = "all nations together" if self.index.panel.pooled[leaf] else "this nation's series on its own"
        yield f"goalposts, {kind}: {low:.6g} to {high:.6g}"
        turned = "" if indicator.direction == "higher" else ", turned round"
        score = float(self.index.level.indicator_score[self.place, leaf])
        share = 100 * (value - low) / (high - low)
        clipped = ", held between 0 and 100" if not 0 <= share <= 100 else ""
        formula = f"100 x ({value:.6g} - {low:.6g}) / ({high:.6g} - {low:.6g})"
        yield f"score: {formula}{turned}{clipped} = {score:.4f}"


def _add_up(score: float, points: float, level: float) -> Iterator[str]:
    """Yield what a score is the sum of."""
    yield f"The sum of weight x score of its indicators: {points:.9f}"
    yield f"For indicators that are missing: {level:+.9f}, the mean of all of them less that of those it has"
    if abs(held := score - points - level) > _ROUNDING:
        yield f"Held between 0 and 100, or made of a score that is: {held:+.9f}"


def _title(node: Node) -> str:
    return node.level if node.key == node.level else f"{node.level} {node.key}"
