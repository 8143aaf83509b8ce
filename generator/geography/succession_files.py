"""The files of a data folder brought to the councils of the edition's day, from what it holds.

Areas, former councils, the look-up, clusters, maps and who borders on whom. Postcodes, neighbours and names
of places stay as they are: those who read them follow former codes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.catalogue.council_changes import CouncilChange, list_in_force, need_codes
from generator.catalogue.denominators import POPULATION
from generator.catalogue.observations import read_observations
from generator.catalogue.period import parse_period
from generator.catalogue.records import Area, Change, ClusterHead, Member, MemberShare
from generator.catalogue.store import load_succession
from generator.files.tables import read_records
from generator.geography.areas import AREA_COLUMNS, KIND_ORDER
from generator.geography.changes import CHANGE_COLUMNS
from generator.geography.lookup import LOOKUP, format_lookup, load_lookup
from generator.geography.register import Register
from generator.geography.succession import (
    Parts,
    gather_parts,
    list_ended_counties,
    make_new_area,
    succeed_changes,
    succeed_register,
)
from generator.geography.tables import read_json, read_rows, write_json, write_rows
from generator.geography.weights import add_weights
from generator.paths import Paths

BY_REGISTER = ("county", "council-type")
"""Kinds of clusters whose members are told by what the register says of them."""


@dataclass(frozen=True)
class Succession:
    """What was carried over.

    Attributes:
        parts: code of each new council -> code of each council it is made from -> share of its people.
        names: of all these, by code.
        clusters: sentences on clusters that lost a member and won none in its place.
    """

    parts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    clusters: tuple[str, ...] = ()

    @property
    def ended(self) -> frozenset[str]:
        """Codes of the councils that ended."""
        return frozenset(code for made_of in self.parts.values() for code in made_of)


NONE = Succession()
"""No council replaced another."""


def carry_register(paths: Paths, *, day: str) -> Succession:
    """Bring a data folder to the councils of a day, if orders that it names have come into force.

    Args:
        paths: of the folder; it is changed.
        day: of the edition, as ISO.

    Raises:
        ProsperityError: a new council without a code, or one made from councils of two regions; whatever is
            wrong in the files.
    """
    parts: dict[str, Mapping[str, float]] = {}
    names: dict[str, str] = {}
    notes: list[str] = []
    while True:
        areas = {area.code: area for area in read_records(paths.areas, Area).rows}
        in_force = list_in_force(load_succession(paths), day=day)
        orders = [order for order in in_force if order.predecessor_code in areas]
        if not orders:
            return Succession(parts, names, tuple(notes))
        # The earliest day first: what begins then may end later.
        orders = [order for order in orders if order.change_date == orders[0].change_date]
        need_codes(orders, file=paths.council_changes)
        made = gather_parts(orders)
        names |= {code: areas[code].name for made_of in made.values() for code in made_of}
        names |= {order.successor_code: order.successor_name for order in orders}
        notes += _carry_day(paths, orders, areas, made)
        parts |= made


def _carry_day(
    paths: Paths, orders: Sequence[CouncilChange], areas: dict[str, Area], parts: Parts
) -> list[str]:
    """Carry the orders of one day; ``areas`` is brought to that day too."""
    told = {order.successor_code: order for order in orders}
    before = dict(areas)
    for code, made_of in parts.items():
        areas[code] = make_new_area(code, told[code], [(before[old], part) for old, part in made_of.items()])
    register, weightings = load_lookup(paths.data / LOOKUP)
    _write_changes(paths, orders, areas, parts, register)
    people = _read_people(paths, before, sorted({old for made_of in parts.values() for old in made_of}))
    text = format_lookup(succeed_register(register, parts), add_weights(weightings, people))
    (paths.data / LOOKUP).write_bytes(text.encode("utf-8"))
    for old in {old for made_of in parts.values() for old in made_of}:
        del areas[old]
    ordered = sorted(areas.values(), key=lambda area: (KIND_ORDER[area.kind], area.code))
    write_rows(paths.areas, [area.model_dump() for area in ordered], columns=AREA_COLUMNS)
    _write_map(paths, before, parts)
    _write_hexes(paths, before, parts)
    _write_borders(paths, parts)
    return _write_clusters(paths, before, areas, parts)


def _write_changes(
    paths: Paths,
    orders: Sequence[CouncilChange],
    areas: Mapping[str, Area],
    parts: Parts,
    register: Register,
) -> None:
    rows = [
        *read_records(paths.area_changes, Change, filled=False).rows,
        *list_ended_counties(register, parts, day=orders[0].change_date),
    ]
    found = succeed_changes(rows, orders, areas, parts)
    write_rows(paths.area_changes, [row.model_dump() for row in found], columns=CHANGE_COLUMNS)


def _read_people(
    paths: Paths, areas: Mapping[str, Area], codes: Sequence[str]
) -> dict[int, dict[str, float]]:
    """Return the people of councils by year and code: of the register, and of the dataset if it is there."""
    people: dict[int, dict[str, float]] = {}
    for code in codes:
        if code in areas:
            people.setdefault(areas[code].population_year, {})[code] = float(areas[code].population)
    folder = paths.datasets / POPULATION
    if (folder / "observations.csv").is_file():
        table = read_observations(folder)
        table = table[table["area_code"].isin(codes) & (table["series"] == POPULATION)]
        table = table[table["value"].notna()]
        for code, period, value in zip(table["area_code"], table["period"], table["value"], strict=True):
            people.setdefault(parse_period(period).year, {})[code] = float(value)
    return people


def _largest(made_of: Mapping[str, float], areas: Mapping[str, Area]) -> list[str]:
    """Return the councils that a new one is made from, the one with most people of it first."""
    return sorted(made_of, key=lambda code: (-areas[code].population * made_of[code], code))


def _write_map(paths: Paths, areas: Mapping[str, Area], parts: Parts) -> None:
    """Give a new council the shapes of its predecessors; that of a divided one to the part with most people.

    A part without a shape stands as a dot until boundaries are imported.
    """
    file = paths.maps / "councils.json"
    if not file.is_file():
        return
    content = read_json(file)
    shapes, centres = content["councils"], content["centres"]
    heir = _choose_heirs(parts)
    made = {}
    for code, made_of in parts.items():
        order = _largest(made_of, areas)
        x, y = centres[order[0]]
        rings = "".join(shapes[old] for old in sorted(made_of) if heir[old] == code)
        made[code] = (rings or f"M{round(x)} {round(y)}h1v1h-1z", [x, y])
    for old in heir:
        del shapes[old], centres[old]
    for code, (rings, centre) in made.items():
        shapes[code], centres[code] = rings, centre
    write_json(file, content)


def _choose_heirs(parts: Parts) -> dict[str, str]:
    """Return for each council that ends the new one that has most of its people."""
    heirs: dict[str, list[tuple[float, str]]] = {}
    for code, made_of in parts.items():
        for old, share in made_of.items():
            heirs.setdefault(old, []).append((-share, code))
    return {old: min(found)[1] for old, found in sorted(heirs.items())}


def _write_hexes(paths: Paths, areas: Mapping[str, Area], parts: Parts) -> None:
    """Give a new council the hexagon of its largest predecessor, or the nearest free one."""
    file = paths.maps / "hex.json"
    if not file.is_file():
        return
    content = read_json(file)
    cells: dict[str, list[int]] = content["hexes"]
    old_cells = {old: cells.pop(old) for old in sorted(_choose_heirs(parts))}
    for code, made_of in sorted(parts.items()):
        wanted = [old_cells[old] for old in _largest(made_of, areas)]
        taken = {tuple(cell) for cell in cells.values()}
        free = [cell for cell in wanted if tuple(cell) not in taken]
        cells[code] = free[0] if free else _find_free(wanted[0], taken)
    write_json(file, content)


def _find_free(near: Sequence[int], taken: set[tuple[int, ...]]) -> list[int]:
    """Return the free cell nearest to another, the first of several."""
    reach = 1 + math.isqrt(len(taken))
    steps = [(q, r) for q in range(-reach, reach + 1) for r in range(-reach, reach + 1)]
    steps.sort(key=lambda step: (step[0] ** 2 + step[1] ** 2, step))
    free = ([near[0] + q, near[1] + r] for q, r in steps if (near[0] + q, near[1] + r) not in taken)
    return next(free)


def _write_borders(paths: Paths, parts: Parts) -> None:
    """Give a new council the borders of its predecessors; those of a divided one are not known."""
    file = paths.data / "contiguous.csv"
    if not file.is_file():
        return
    heirs: dict[str, list[str]] = {}
    for code, made_of in parts.items():
        for old in made_of:
            heirs.setdefault(old, []).append(code)
    pairs = set()
    for row in read_rows(file):
        one, other = (heirs.get(row[name], [row[name]]) for name in ("code", "neighbour_code"))
        if len(one) == len(other) == 1 and one != other:
            pairs.add((one[0], other[0]))
    write_rows(
        file,
        [{"code": code, "neighbour_code": other} for code, other in sorted(pairs)],
        columns=("code", "neighbour_code"),
    )


def _write_clusters(
    paths: Paths, before: Mapping[str, Area], areas: Mapping[str, Area], parts: Parts
) -> list[str]:
    """Put new councils into clusters, and return what a person should look at.

    A new council is a member where all that it is made from were, and of a cluster of one kind of council
    where it is of that kind. A cluster without members goes.
    """
    heads = read_records(paths.clusters / "clusters.csv", ClusterHead, filled=False).rows
    rows = read_records(paths.clusters / "members.csv", Member, filled=False).rows
    ended, known = _choose_heirs(parts).keys(), {**before, **areas}
    notes, kept, left = [], [], []
    for head in heads:
        members = [row.area_code for row in rows if row.cluster == head.slug]
        gone = [code for code in members if code in ended]
        new = [code for code in parts if _belongs(head, areas[code], members, known, parts)]
        stay = list(dict.fromkeys([*(code for code in members if code not in ended), *new]))
        if gone and not new and stay:
            notes.append(f"{head.title} ({head.slug}) loses {len(gone)} of its members and gets no new one.")
        if stay:
            kept.append(head)
            left += [
                {"cluster": head.slug, "area_code": code} for code in (sorted(stay) if gone or new else stay)
            ]
        else:
            notes.append(f"{head.title} ({head.slug}) had no other members and is gone.")
    names = tuple(ClusterHead.model_fields)
    write_rows(paths.clusters / "clusters.csv", [head.model_dump() for head in kept], columns=names)
    write_rows(paths.clusters / "members.csv", left, columns=("cluster", "area_code"))
    _write_shares(paths, left, before, parts)
    return notes


def _write_shares(
    paths: Paths, members: Sequence[Mapping[str, str]], before: Mapping[str, Area], parts: Parts
) -> None:
    """Give a new member the mean of its parts, weighted by people; a part that was no member counts 0."""
    file = paths.clusters / "shares.csv"
    if not file.is_file():
        return
    known = {
        (row.cluster, row.area_code): row.share for row in read_records(file, MemberShare, filled=False).rows
    }
    shared = {cluster for cluster, _ in known}
    rows = []
    for member in members:
        cluster, code = member["cluster"], member["area_code"]
        if cluster in shared:
            made_of = parts.get(code, {code: 1.0})
            people = {old: before[old].population * part for old, part in made_of.items()}
            meant = math.fsum(known.get((cluster, old), 0.0) * count for old, count in people.items())
            share = meant / math.fsum(people.values())
            rows.append({**member, "share": f"{round(share, 3):g}"})
    write_rows(file, rows, columns=("cluster", "area_code", "share"))


def _belongs(
    head: ClusterHead, area: Area, members: Sequence[str], known: Mapping[str, Area], parts: Parts
) -> bool:
    """Whether a new council is a member of a cluster."""
    if head.kind == "county":
        return bool(area.county_name) and area.county_name in {known[code].county_name for code in members}
    if head.kind == "council-type":
        return area.council_type in {known[code].council_type for code in members}
    return set(parts[area.code]) <= set(members)
