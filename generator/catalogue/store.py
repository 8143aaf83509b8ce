"""What ``data/`` holds, loaded and checked: edition, framework, datasets, areas, clusters, observations."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from os.path import lexists
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel

from generator.catalogue.bent_years import load_bent
from generator.catalogue.council_changes import CouncilChange, Known, load_council_changes
from generator.catalogue.denominators import find_wrong_denominator, load_denominators
from generator.catalogue.doubts import Judged, judge, mark_doubts
from generator.catalogue.editions import ISO_DAY, NAME
from generator.catalogue.framework import check_framework
from generator.catalogue.goalposts import MEND, check_goalposts
from generator.catalogue.left_out import LeftOut
from generator.catalogue.names import load_names
from generator.catalogue.observations import (
    COLUMNS,
    REIMPORT,
    STATUSES,
    read_dataset,
    read_observations,
)
from generator.catalogue.period import parse_period
from generator.catalogue.records import (
    NATIONS,
    Area,
    Beside,
    Change,
    Cluster,
    ClusterHead,
    Dataset,
    Edition,
    FixedGoalposts,
    Framework,
    Indicator,
    Member,
    MemberShare,
    Neighbour,
    Series,
    SeriesRef,
)
from generator.catalogue.stated_errors import load_stated
from generator.catalogue.weight_limits import limit_weights
from generator.errors import ProsperityError
from generator.files.documents import find_key, find_text, load_record, read_document
from generator.files.faults import Faults
from generator.files.tables import Records, read_records, read_table, refuse_twins
from generator.paths import Paths

__all__ = ["OBSERVATION_COLUMNS", "STATUSES", "Change", "read_observations"]

OBSERVATION_COLUMNS = COLUMNS
COUNTS = "import.yml"
_STATED = ("errors", "events", "cautions", "averages", "limits")
"""What `errors.yml` adds to a framework."""
_LATEST = 5
"""Years after which figures are too old to be published as those of today."""
_BY_HAND = "correct the line; what stands in this file by hand an import keeps"


def load_edition(paths: Paths) -> Edition:
    """Read ``edition.yml``.

    Raises:
        ProsperityError: a value that does not fit, a name or a date that is none, years out of order.
    """
    document = read_document(paths.edition, Edition)
    edition, faults = document.record, Faults(paths.edition)

    def note(problem: str, name: str, expected: str) -> None:
        faults.add(problem, line=document.line(name), name=name, expected=expected)

    if not NAME.fullmatch(edition.name):
        note("an edition cannot have this name", "name", "a year, a dot and a number, such as 2026.1")
    if edition.first_year > edition.year:
        note("the first year is after the year of the edition", "first_year", f"{edition.year} or before")
    try:
        published = date.fromisoformat(edition.date if ISO_DAY.fullmatch(edition.date) else "")
    except ValueError:
        note(f"there is no day {edition.date!r}", "date", "a day such as 2026-11-23")
    else:
        if edition.year > published.year:
            note("the year is after the day of publication", "year", f"{published.year} or before")
        elif published.year > edition.year + _LATEST:
            told = f"at most {_LATEST} years after {edition.year}"
            note(f"the figures of {edition.year} would be published in {published.year}", "date", told)
        elif NAME.fullmatch(edition.name) and abs(int(edition.name[:4]) - published.year) > 1:
            note(f"the edition {edition.name} is dated {published.year}", "name", f"{published.year}.1")
    faults.check()
    return edition


def load_framework(paths: Paths) -> Framework:
    """Read ``framework.yml`` with the goalposts, and check it against the datasets.

    Raises:
        ProsperityError: a slug used twice, a series that does not exist or does not cover the nations claimed
            for it, a nation covered twice, a clause without ``{value}``; goalposts that do not fit.
    """
    framework = load_tree(paths)
    goalposts = load_goalposts(paths, framework)
    bent = load_bent(paths, load_datasets(paths))
    return load_errors(paths, framework).model_copy(update={"goalposts": goalposts, "bent": bent})


def load_errors(paths: Paths, framework: Framework) -> Framework:
    """Return a framework with what ``errors.yml`` says, and weights within its limits.

    Raises:
        ProsperityError: as for ``load_stated``.
    """
    stated = load_stated(paths, load_datasets(paths), framework)
    told = {name: getattr(stated, name) for name in _STATED}
    return limit_weights(framework.model_copy(update=told))


def load_tree(paths: Paths) -> Framework:
    """Read ``framework.yml`` without the goalposts; errors as for ``load_framework``."""
    framework = load_record(paths.framework, Framework)
    if framework.goalposts:
        raise ProsperityError(
            "the fixed goalposts do not belong into this file",
            file=paths.framework,
            field="goalposts",
            mend=f"keep them in {paths.goalposts.name}; goalposts with a reason stand at their indicator",
        )
    beside = {name: paths.errors for name in _STATED} | {"bent": paths.bent_years}
    for field, kept in beside.items():
        if getattr(framework, field):
            raise ProsperityError(
                f"{field} do not belong into this file",
                file=paths.framework,
                line=find_key(paths.framework, field),
                field=field,
                expected="domains only",
                mend=f"keep them in {kept.name}",
            )
    check_framework(framework, datasets=load_datasets(paths), file=paths.framework)
    return framework


def load_goalposts(paths: Paths, framework: Framework) -> tuple[FixedGoalposts, ...]:
    """Read ``goalposts.csv``; none where there is no such file.

    Raises:
        ProsperityError: a row that does not fit the framework; see ``goalposts.check_goalposts``.
    """
    rows: list[FixedGoalposts] = []
    if (found := _goalposts(paths)) is None:
        return ()
    faults = found.faults
    for line, row in found:
        with faults.catch():
            check_goalposts(row, framework, earlier=rows, file=paths.goalposts, line=line)
            rows.append(row)
    faults.check()
    return tuple(rows)


def read_goalposts(paths: Paths) -> tuple[FixedGoalposts, ...]:
    """Read ``goalposts.csv`` as it stands, also where it does not fit the framework."""
    found = _goalposts(paths)
    return found.rows if found is not None else ()


def _goalposts(paths: Paths) -> Records[FixedGoalposts] | None:
    """Return the rows; None where there is no file."""

    def split(row: dict[str, object]) -> dict[str, object]:
        return {**row, "nations": tuple(str(row["nations"]).split("|"))}

    if not lexists(paths.goalposts):
        return None
    return read_records(paths.goalposts, FixedGoalposts, prepare=split, mend=MEND, filled=False)


def load_datasets(paths: Paths) -> dict[str, Dataset]:
    """Read every ``datasets/<slug>/dataset.yml``, by slug, sorted."""
    found = {}
    denominators = load_denominators()
    for file in sorted(paths.datasets.glob("*/dataset.yml")):
        dataset = read_dataset(file)
        _check_dataset(dataset, denominators=denominators, file=file)
        found[dataset.slug] = dataset
    for folder in sorted(paths.datasets.glob("*")):
        if folder.is_dir() and folder.name not in found and not folder.name.startswith("."):
            raise ProsperityError(
                "a dataset is not described",
                file=folder / "dataset.yml",
                expected="the metadata that an import writes beside the figures",
                mend=REIMPORT,
            )
    known = {f"{slug}/{series.slug}" for slug, dataset in found.items() for series in dataset.series}
    for slug, dataset in found.items():
        faults = Faults(paths.datasets / slug / "dataset.yml", REIMPORT)
        for series in dataset.series:
            for one in series.breaks:
                if one.older and one.older not in known:
                    faults.add(
                        f"there is no series {one.older!r}",
                        line=find_text(faults.file, f"older: {one.older}"),
                        name="series.breaks",
                        code=series.slug,
                        expected="dataset/series of data/datasets",
                    )
        faults.check()
    return found


def _check_dataset(dataset: Dataset, *, denominators: Collection[str], file: Path) -> None:
    """Refuse metadata that contradict themselves."""
    faults = Faults(file, REIMPORT)
    if dataset.slug != file.parent.name:
        faults.add(
            "the slug is not the name of the folder",
            line=find_key(file, "slug"),
            name="slug",
            expected=file.parent.name,
        )
    for name in ("link", "publisher", "licence"):
        if not getattr(dataset, name):
            faults.add(
                f"the dataset has no {name}", line=find_key(file, name), name=name, expected="what it is"
            )
    if dataset.rows_kept < 1:
        faults.add(
            "the dataset keeps no rows",
            line=find_key(file, "rows_kept"),
            name="rows_kept",
            expected="1 or more",
        )
    if not re.fullmatch(r"[0-9a-f]{64}", dataset.raw_sha256):
        faults.add(
            "this is no fingerprint",
            line=find_key(file, "raw_sha256"),
            name="raw_sha256",
            expected="64 digits and letters from a to f",
        )
    slugs = [series.slug for series in dataset.series]
    for number, series in enumerate(dataset.series):

        def note(problem: str, name: str, expected: str, of: Series = series) -> None:
            faults.add(
                problem,
                line=find_text(file, f"slug: {of.slug}"),
                name=f"series.{name}",
                code=of.slug,
                expected=expected,
            )

        wrong = find_wrong_denominator(series.kind, series.denominator, denominators)
        if wrong is not None and series.denominator:  # data that are compared may be older than the key
            note(wrong[0], "denominator", wrong[1])
        for name in ("title", "unit", "description"):
            if not getattr(series, name):
                note(f"the series has no {name}", name, "words")
        if series.slug in slugs[:number]:
            note(f"the series {series.slug!r} is described twice", "slug", "each series once")
        for nation in series.nations:
            if nation not in dataset.nations:
                note(f"the dataset does not cover {nation}", "nations", ", ".join(dataset.nations))
        spans = []
        for name in ("first_period", "last_period"):
            if text := getattr(series, name):
                try:
                    spans.append(parse_period(text))
                except ProsperityError as error:
                    note(error.problem, name, error.expected or "a period")
        if len(spans) == 2 and spans[1].start < spans[0].start:
            note("the last period is before the first", "last_period", "a period after the first")
    faults.check()


def load_left_out(paths: Paths) -> LeftOut:
    """Read ``left_out.yml``: raw tables that no recipe reads, with reasons."""
    return load_record(paths.left_out, LeftOut)


def load_areas(paths: Paths) -> tuple[Area, ...]:
    """Read ``areas.csv``: councils, regions, nations, UK, in file order (kind, then code).

    Names that people gave, in ``names.csv``, count before those of the file.

    Raises:
        ProsperityError: a row that does not fit, a code or an address twice, a council without its nation, a
            region that has no row, another number of councils than the last import counted.
    """
    areas = read_records(paths.areas, Area, mend=REIMPORT)
    faults = areas.faults
    refuse_twins(areas, lambda area: area.code, name="code", what="code", faults=faults)
    refuse_twins(
        areas,
        lambda area: ("council" if area.kind == "council" else "place", area.slug),
        name="slug",
        what="slug of",
        faults=faults,
    )
    regions = {area.code for area in areas.rows if area.kind == "region"}
    for line, area in areas:
        for name in ("name", "short_name", "official_name"):
            if not getattr(area, name):
                faults.add("the cell is empty", line=line, name=name, code=area.code, expected="a name")
        if (area.lat is None) != (area.lon is None):
            faults.add(
                "one of two coordinates lacks", line=line, name="lat", code=area.code, expected="both or none"
            )
        if area.population == 0:
            faults.add(
                "nobody lives there", line=line, name="population", code=area.code, expected="1 or more"
            )
        if area.area_km2 == 0:
            faults.add(
                "an area has no size", line=line, name="area_km2", code=area.code, expected="more than 0"
            )
        if area.kind in ("council", "region") and area.nation not in NATIONS:
            faults.add(
                f"there is no nation {area.nation!r}",
                line=line,
                name="nation",
                code=area.code,
                expected=", ".join(NATIONS),
            )
        if area.region_code and area.region_code not in regions:
            faults.add(
                f"there is no region {area.region_code!r}",
                line=line,
                name="region_code",
                code=area.code,
                expected="the code of a region of this file",
            )
    _check_count(paths, areas, "councils", sum(area.kind == "council" for area in areas.rows), faults)
    faults.check()
    # Names of councils that are no more stay in the file, and so may those of councils that have not begun.
    coming = [row.successor_code for row in load_succession(paths)]
    codes = [*(area.code for area in areas.rows), *read_former(paths), *coming]
    return load_names(paths.names, codes=codes).put_on(areas.rows)


def refuse_orphans(areas: Sequence[Area], clusters: Sequence[Cluster], paths: Paths) -> None:
    """Refuse a register in which councils lie in a nation that has no row, or none tells of all together.

    Raises:
        ProsperityError: with each nation that lacks; or with each cluster that is none
            of the regions and nations, though it says so.
    """
    faults = Faults(paths.areas, REIMPORT)
    there = {area.name for area in areas if area.kind == "nation"}
    for nation in sorted({area.nation for area in areas if area.kind == "council"} - there):
        faults.add(
            f"no row of the kind nation tells of {nation}", name="kind", expected="a row for each nation"
        )
    if not any(area.kind == "uk" for area in areas):
        faults.add("no row tells of all councils together", name="kind", expected="a row of the kind uk")
    faults.check()
    faults = Faults(paths.clusters / "clusters.csv", _BY_HAND)
    lines = [line.partition(",")[0] for line in faults.file.read_text("utf-8").splitlines()]
    places = {f"{area.kind}-{area.slug}" for area in areas if area.kind in ("region", "nation")}
    for cluster in clusters:
        if cluster.kind in ("region", "nation") and cluster.slug not in places:
            faults.add(
                f"no {cluster.kind} of areas.csv goes with this cluster",
                line=lines.index(cluster.slug) + 1,
                name="kind",
                code=cluster.slug,
                expected=f"{cluster.kind}- and the slug of one, or another kind",
            )
    faults.check()


def _check_count(paths: Paths, records: Records[Any], name: str, found: int, faults: Faults) -> None:
    """Note another number than the last import counted, where the folder has its counts."""
    file = paths.data / COUNTS
    if not file.is_file():
        return
    told = load_record(file, _Counts, mend=REIMPORT)
    if found != getattr(told, name):
        faults.add(
            f"the file has {found} {name}",
            line=records.lines[-1] if records.lines else 1,
            expected=f"{getattr(told, name)}, as {file.name} says",
        )


class _Counts(BaseModel):
    """What the last import counted, of ``import.yml``."""

    councils: int
    former: int
    postcodes: int | None = None


def count_postcodes(paths: Paths) -> int | None:
    """Return how many postcodes the last import counted, or None where the folder has no counts."""
    file = paths.data / COUNTS
    return load_record(file, _Counts, mend=REIMPORT).postcodes if file.is_file() else None


def read_codes(paths: Paths) -> dict[str, str]:
    """Return the kind of every area by its code."""
    table = read_table(paths.areas, columns=("code", "kind"), mend=REIMPORT, missing=REIMPORT)
    return dict(zip(table.column("code"), table.column("kind"), strict=True))


def _refuse_strangers(
    records: Records[Any], columns: Sequence[str], *, codes: Mapping[str, str], faults: Faults
) -> None:
    """Note codes that are no council's."""
    for line, row in records:
        for name in columns:
            code = getattr(row, name)
            if codes.get(code) != "council":
                kind = codes.get(code)
                faults.add(
                    f"{code} is a {kind}, not a council" if kind else f"there is no council {code!r}",
                    line=line,
                    name=name,
                    code=code,
                    expected="the code of a council of areas.csv",
                )


def load_changes(paths: Paths) -> tuple[Change, ...]:
    """Read ``area_changes.csv``: every predecessor of every current council.

    Raises:
        ProsperityError: a row that does not fit, a change twice, a successor that is no council of today.
    """
    changes = read_records(paths.area_changes, Change, mend=_BY_HAND, missing=REIMPORT)
    faults = changes.faults
    codes = read_codes(paths)
    _refuse_strangers(changes, ("successor_code",), codes=codes, faults=faults)
    refuse_twins(
        changes,
        lambda row: (row.predecessor_code, row.successor_code),
        name="predecessor_code",
        what="change",
        faults=faults,
    )
    faults.check()
    return changes.rows


def load_succession(paths: Paths) -> tuple[CouncilChange, ...]:
    """Read ``council_changes.csv``: councils that replace others, coming and done.

    Raises:
        ProsperityError: see ``council_changes.load_council_changes``.
    """
    councils = (code for code, kind in read_codes(paths).items() if kind == "council")
    known = Known(frozenset(councils), frozenset(read_former(paths)))
    return load_council_changes(paths.council_changes, known)


def read_former(paths: Paths) -> tuple[str, ...]:
    """Return the codes of ``area_changes.csv`` that came before those of today; none without the file."""
    if not paths.area_changes.is_file():
        return ()
    table = read_table(paths.area_changes, columns=("predecessor_code",), mend=_BY_HAND)
    today = read_codes(paths)
    return tuple(code for code in table.column("predecessor_code") if code not in today)


def load_clusters(paths: Paths) -> tuple[Cluster, ...]:
    """Read ``clusters/clusters.csv`` and ``clusters/members.csv``, in file order.

    Raises:
        ProsperityError: a row that does not fit, a cluster or a member twice, a cluster that is not described
            or has no members, a member that is no council.
    """
    heads = read_records(
        paths.clusters / "clusters.csv", ClusterHead, mend=_BY_HAND, missing=REIMPORT, filled=False
    )
    faults = heads.faults
    refuse_twins(heads, lambda row: row.slug, name="slug", what="cluster", faults=faults)
    refuse_twins(heads, lambda row: row.title, name="title", what="title", faults=faults)
    rows = read_records(paths.clusters / "members.csv", Member, mend=_BY_HAND, missing=REIMPORT, filled=False)
    members: dict[str, list[str]] = {}
    for row in rows.rows:
        members.setdefault(row.cluster, []).append(row.area_code)
    for line, head in heads:
        for name in ("title", "rule", "source"):
            if not getattr(head, name):
                faults.add("the cell is empty", line=line, name=name, code=head.slug, expected="words")
        if head.slug not in members:
            faults.add(
                "the cluster has no members",
                line=line,
                name="slug",
                code=head.slug,
                expected="rows in members.csv",
            )
    faults.check()
    faults = rows.faults
    described = {row.slug for row in heads.rows}
    for line, row in rows:
        if row.cluster not in described:
            faults.add(
                f"there is no cluster {row.cluster!r}",
                line=line,
                name="cluster",
                code=row.area_code,
                expected="a slug of clusters.csv",
            )
    _refuse_strangers(rows, ("area_code",), codes=read_codes(paths), faults=faults)
    refuse_twins(
        rows, lambda row: (row.cluster, row.area_code), name="area_code", what="member", faults=faults
    )
    faults.check()
    shares = _load_shares(paths, members)
    return tuple(
        Cluster(**dict(head), members=tuple(members[head.slug]), shares=shares.get(head.slug, {}))
        for head in heads.rows
    )


def _load_shares(paths: Paths, members: Mapping[str, Sequence[str]]) -> dict[str, dict[str, float]]:
    """Return cluster -> member -> share of its people to whom the rule applies, where the file tells it."""
    file = paths.clusters / "shares.csv"
    if not file.is_file():
        return {}
    rows = read_records(file, MemberShare, mend=_BY_HAND, filled=False)
    faults = rows.faults
    refuse_twins(
        rows, lambda row: (row.cluster, row.area_code), name="area_code", what="share", faults=faults
    )
    shares: dict[str, dict[str, float]] = {}
    for line, row in rows:
        shares.setdefault(row.cluster, {})[row.area_code] = row.share
        if row.area_code not in members.get(row.cluster, ()):
            faults.add(
                f"{row.area_code} is no member of {row.cluster!r}",
                line=line,
                name="area_code",
                code=row.area_code,
                expected="a member by members.csv",
            )
    first = {row.cluster: line for line, row in reversed(list(rows))}
    for slug, known in shares.items():
        for code in members.get(slug, ()):
            if code not in known:
                faults.add(
                    f"a member of {slug!r} has no share, and others have one",
                    line=first[slug],
                    name="area_code",
                    code=code,
                    expected="a row for each member of the cluster",
                )
    faults.check()
    return shares


def load_beside(paths: Paths) -> frozenset[tuple[str, str]]:
    """Read ``contiguous.csv``: pairs of councils that share a boundary, each in both orders.

    Raises:
        ProsperityError: a row that does not fit, a pair twice or in one order only, a code of no council.
    """
    rows = read_records(paths.contiguous, Beside, mend=REIMPORT)
    faults = rows.faults
    _refuse_strangers(rows, ("code", "neighbour_code"), codes=read_codes(paths), faults=faults)
    refuse_twins(
        rows, lambda row: (row.code, row.neighbour_code), name="neighbour_code", what="pair", faults=faults
    )
    pairs = frozenset((row.code, row.neighbour_code) for row in rows.rows)
    for line, row in rows:
        if (row.neighbour_code, row.code) not in pairs:
            faults.add(
                "the pair stands in one order only",
                line=line,
                name="neighbour_code",
                code=row.code,
                expected=f"a row {row.neighbour_code},{row.code} too",
            )
    faults.check()
    return pairs


def load_neighbours(paths: Paths) -> dict[str, tuple[str, ...]]:
    """Read ``neighbours.csv``: for each council its statistical neighbours, nearest first.

    Raises:
        ProsperityError: a row that does not fit, a rank twice, a code that is no council's, a council that is
            its own neighbour or has fewer than the others.
    """
    rows = read_records(paths.neighbours, Neighbour, mend=REIMPORT)
    faults = rows.faults
    codes = read_codes(paths)
    # Councils that have ended since the file was made stay in it; new ones have no neighbours.
    known = {**dict.fromkeys(read_former(paths), "council"), **codes}
    _refuse_strangers(rows, ("code", "neighbour_code"), codes=known, faults=faults)
    refuse_twins(rows, lambda row: (row.code, str(row.rank)), name="rank", what="rank of", faults=faults)
    refuse_twins(
        rows,
        lambda row: (row.code, row.neighbour_code),
        name="neighbour_code",
        what="neighbour of",
        faults=faults,
    )
    ranked: dict[str, list[tuple[int, str]]] = {}
    last: dict[str, int] = {}
    for line, row in rows:
        ranked.setdefault(row.code, []).append((row.rank, row.neighbour_code))
        last[row.code] = line
        if row.code == row.neighbour_code:
            faults.add(
                "a council is its own neighbour",
                line=line,
                name="neighbour_code",
                code=row.code,
                expected="another council",
            )
    most = max(map(len, ranked.values()), default=0)
    # Where councils have ended since the file was made, those in their place have no neighbours.
    without = {code for code, kind in codes.items() if kind == "council"} - ranked.keys()
    for code in sorted(without) if ranked.keys() <= codes.keys() else ():
        faults.add("a council has no neighbours", name="code", code=code, expected=f"{most}, as the others")
    for code, found in ranked.items():
        if len(found) != most:
            faults.add(
                f"the council has {len(found)} neighbours",
                line=last[code],
                name="code",
                code=code,
                expected=f"{most}, as the others have",
            )
    faults.check()
    return {
        code: tuple(other for _, other in sorted(ranked[code]) if other in codes)
        for code in sorted(ranked)
        if code in codes
    }


def load_observations(
    paths: Paths,
    framework: Framework,
    areas: Sequence[Area],
    *,
    partial: bool = False,
    stale: Literal["refuse", "pass over"] = "refuse",
) -> pd.DataFrame:
    """Return every observation the framework uses, one row per area, indicator and period.

    Columns: ``area_code, indicator, dataset, series, group, period, year, value, lower, upper, status, note``
    and ``reason``. ``group`` is the standardisation group within the indicator: 0 where all nations are
    comparable, the index of the series reference where each series stands on its own, the index of the nation
    where each nation does. ``year`` is the year of the period's midpoint. Only areas of the nations that the
    reference names are given: councils, and for context their regions and nations, and the UK where the
    indicator is comparable over all four nations. A missing value is NaN with its reason as a word of
    ``reasons.Reason`` in ``reason`` and in plain words in ``note``; so is a figure that is doubtful or wrong,
    whose ``status`` says so.

    Sorted by indicator (in framework order), area and period.

    Args:
        paths: the data folder.
        framework: which series are used.
        areas: areas of any kind.
        partial: leave out series that the folder does not hold, as data from before the framework do.
        stale: what becomes of reviews that do not fit the doubtful figures, see ``doubts.judge``.

    Raises:
        ProsperityError: a series or dataset without observations, unless ``partial``; no series at all; a
            review of a doubtful figure that does not fit.
    """
    judged: dict[str, list[Judged]] = {}
    for one in judge(paths, stale=stale):
        judged.setdefault(one.doubt.dataset, []).append(one)
    places = _Places.of(areas)
    slugs = sorted(slug for slug in _datasets_used(framework) if not partial or _is_held(paths, slug))
    # Data from before the framework may name areas that are gone.
    kinds = None if partial else {area.code: area.kind for area in areas}
    frames = {
        slug: _split_by_series(paths.datasets / slug, kinds=kinds, judged=judged.get(slug, ()))
        for slug in slugs
    }
    parts = {
        indicator.slug: _gather(indicator, frames=frames, places=places, partial=partial)
        for indicator in framework.indicators
    }
    held = {slug: part for slug, part in parts.items() if part is not None}
    if not held:
        raise ProsperityError(
            "the data hold nothing of what the framework measures", file=paths.datasets, mend=REIMPORT
        )
    table = pd.concat(held.values(), ignore_index=True)
    periods = pd.factorize(table["period"])
    years = np.array([parse_period(text).year for text in periods[1]], dtype=np.int32)
    number = np.repeat(np.arange(len(held)), [len(part) for part in held.values()])
    return table.assign(
        year=years[periods[0]],
        # Names that thousands of rows share are filled in once for all.
        indicator=pd.Series(list(held), dtype="str").array.take(number),
        dataset=pd.Series(slugs, dtype="str").array.take(table["dataset"].to_numpy()),
    )[list(_OUTPUT)]


_OUTPUT = (
    *("area_code", "indicator", "dataset", "series", "group", "period", "year"),
    *("value", "lower", "upper", "status", "note", "reason"),
)


@dataclass(frozen=True)
class _Places:
    """Codes of areas by the nation they lie in, and of the UK."""

    by_nation: dict[str, frozenset[str]]
    uk: frozenset[str]

    @classmethod
    def of(cls, areas: Sequence[Area]) -> _Places:
        return cls(
            by_nation={
                nation: frozenset(a.code for a in areas if _nation_of(a) == nation) for nation in NATIONS
            },
            uk=frozenset(a.code for a in areas if a.kind == "uk"),
        )


def _nation_of(area: Area) -> str:
    return area.name if area.kind == "nation" else area.nation


def _datasets_used(framework: Framework) -> set[str]:
    return {ref.dataset for indicator in framework.indicators for ref in indicator.series}


def _is_held(paths: Paths, slug: str) -> bool:
    return (paths.datasets / slug / "observations.csv").is_file()


def _split_by_series(
    folder: Path, *, kinds: Mapping[str, str] | None, judged: Sequence[Judged]
) -> dict[str, pd.DataFrame]:
    table = read_observations(folder, kinds=kinds)
    if judged:
        table = mark_doubts(table, judged, file=folder / "observations.csv")
    codes, names = pd.factorize(table["series"])
    if len(names) == 1:  # most datasets hold one series: nothing to copy
        return {str(names[0]): table}
    return {str(name): table[codes == code] for code, name in enumerate(names)}


def _gather(
    indicator: Indicator,
    *,
    frames: Mapping[str, Mapping[str, pd.DataFrame]],
    places: _Places,
    partial: bool,
) -> pd.DataFrame | None:
    """Return the rows of one indicator, by area and period; None if none of its series may be there."""
    parts = [
        _measure(indicator, index=index, frames=frames, places=places)
        for index, ref in enumerate(indicator.series)
        if not partial or ref.series in frames.get(ref.dataset, {})
    ]
    if not parts:
        return None
    if len(parts) == 1:  # the file is in this order already
        return parts[0]
    return pd.concat(parts, ignore_index=True).sort_values(["area_code", "period"], kind="stable")


def _measure(
    indicator: Indicator, *, index: int, frames: Mapping[str, Mapping[str, pd.DataFrame]], places: _Places
) -> pd.DataFrame:
    """Return the rows of one series reference, with group and the number of the dataset."""
    ref = indicator.series[index]
    rows = frames[ref.dataset].get(ref.series)
    if rows is None:
        raise ProsperityError(
            "a series has no observations", field="series", code=f"{ref.dataset}/{ref.series}", mend=REIMPORT
        )
    groups = _groups(indicator, ref=ref, index=index, places=places)
    found = pd.Index(list(groups)).get_indexer(pd.Index(rows["area_code"]))
    numbers = np.array([*groups.values()], dtype=np.int8)
    covered = found >= 0
    rows, found = (rows, found) if covered.all() else (rows[covered], found[covered])
    return rows.assign(dataset=np.int16(list(frames).index(ref.dataset)), group=numbers[found])


def _groups(indicator: Indicator, *, ref: SeriesRef, index: int, places: _Places) -> dict[str, int]:
    """Return the group of every area that the reference covers."""
    groups = {}
    for number, nation in enumerate(NATIONS):
        if nation in ref.nations:
            group = {"uk": 0, "series": index, "nation": number}[indicator.comparable]
            groups.update(dict.fromkeys(places.by_nation[nation], group))
    if indicator.comparable == "uk" and set(ref.nations) == set(NATIONS):
        groups.update(dict.fromkeys(places.uk, 0))
    return groups
