"""The register after councils were replaced by others: codes, counties and places of the new day. Pure.

What is not known of a new council stays empty; what follows from its predecessors is made of them: people and
land add up, a point in it is the middle of theirs by people.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from generator.catalogue.council_changes import CouncilChange
from generator.catalogue.names import join_names
from generator.catalogue.records import Area, Change
from generator.errors import ProsperityError
from generator.geography.names import slugify
from generator.geography.register import Register

Parts = Mapping[str, Mapping[str, float]]
"""Code of a new council -> code of each council it is made from -> share of that one's people."""


def gather_parts(changes: Iterable[CouncilChange]) -> dict[str, dict[str, float]]:
    """Return what each new council is made from, in the order of the file.

    Args:
        changes: orders in force, each with share and code.
    """
    parts: dict[str, dict[str, float]] = {}
    for change in changes:
        parts.setdefault(change.successor_code, {})[change.predecessor_code] = float(change.share or 0)
    return parts


def succeed_register(register: Register, parts: Parts) -> Register:
    """Return the register once the new councils have begun, all on one day."""
    heirs = _gather_heirs(parts)
    whole = {code: next(iter(found)) for code, found in heirs.items() if len(found) == 1}
    split = {code: dict(found) for code, found in heirs.items() if len(found) > 1}
    lost = {code for code, target in register.successor.items() if target in split}
    lost |= {code for code, found in register.divided.items() if found.keys() & split.keys()}
    counties = {county: _succeed_places(places, parts, heirs) for county, places in register.counties.items()}
    merged = {
        county
        for county, places in register.counties.items()
        if len(counties[county]) == 1
        and parts.get(counties[county][0], {}).keys() == set(places)
        and all(code in whole for code in places)
    }
    return replace(
        register,
        current=(register.current - heirs.keys()) | parts.keys(),
        successor={
            **{
                code: whole.get(target, target)
                for code, target in register.successor.items()
                if code not in lost
            },
            **whole,
        },
        predecessors={
            **{code: groups for code, groups in register.predecessors.items() if code not in heirs},
            **{code: _list_groups(made_of, whole, register) for code, made_of in parts.items()},
        },
        counties=counties,
        whole_counties=register.whole_counties | merged,
        counties_of_today=frozenset(
            county
            for county in register.counties_of_today
            if any(code not in heirs for code in register.counties[county])
        ),
        divided={
            **{code: _rename(found, whole) for code, found in register.divided.items() if code not in lost},
            **split,
        },
        untraced=register.untraced | lost,
    )


def _gather_heirs(parts: Parts) -> dict[str, dict[str, float]]:
    """Return the share of each council that ends by the new ones it goes to."""
    heirs: dict[str, dict[str, float]] = {}
    for successor, made_of in parts.items():
        for code, share in made_of.items():
            heirs.setdefault(code, {})[successor] = share
    return heirs


def _rename(found: Mapping[str, float], whole: Mapping[str, str]) -> dict[str, float]:
    renamed: dict[str, float] = {}
    for code, share in found.items():
        target = whole.get(code, code)
        renamed[target] = renamed.get(target, 0.0) + share
    return renamed


def _list_groups(
    made_of: Mapping[str, float], whole: Mapping[str, str], register: Register
) -> tuple[frozenset[str], ...]:
    """Return the sets of former councils that made up a new one, newest first.

    An older set has the own predecessors of a member in its place; not of one that was divided, for nobody
    says which of them lay in which part.
    """
    steps = {code: register.predecessors.get(code, ()) if code in whole else () for code in made_of}
    groups = [frozenset(made_of)]
    for depth in range(max(map(len, steps.values()), default=0)):
        older = frozenset(
            each
            for code, found in steps.items()
            for each in (found[min(depth, len(found) - 1)] if found else (code,))
        )
        groups.append(older)
    return tuple(dict.fromkeys(groups))


def _succeed_places(places: Sequence[str], parts: Parts, heirs: Parts) -> tuple[str, ...]:
    """Return the councils inside a county's footprint; a new one that reaches beyond it is left out."""
    found = set()
    for code in places:
        if code not in heirs:
            found.add(code)
        found |= {target for target in heirs.get(code, {}) if parts[target].keys() <= set(places)}
    return tuple(sorted(found))


def make_new_area(code: str, change: CouncilChange, pairs: Sequence[tuple[Area, float]]) -> Area:
    """Return a new council as what it is made from tells.

    Args:
        code: official code.
        change: one of its orders, for name and kind.
        pairs: councils that it is made from, each with the share of its people.

    Raises:
        ProsperityError: the councils lie in different nations or regions, or are counted in different years.
    """
    common = {
        name: _common({getattr(area, name) for area, _ in pairs})
        for name in ("nation", "region_code", "region_name", "population_year")
    }
    for name, value in common.items():
        if value is None:
            raise ProsperityError(
                f"{change.successor_name} is made from councils of which each has another {name}",
                file="data/council_changes.csv",
                code=code,
                field="successor_code",
                expected="councils of one region",
            )
    people = [area.population * share for area, share in pairs]
    sizes = [area.area_km2 for area, share in pairs if share == 1 and area.area_km2 is not None]
    names = [name for area, _ in pairs for name in (area.name, *area.search_names.split("|"))]
    name = change.successor_name
    return Area.model_validate(
        {
            "code": code,
            "kind": "council",
            "name": name,
            "short_name": name,
            "official_name": name,
            "slug": slugify(name),
            "council_type": change.council_type,
            **common,
            "combined_authority": _common({area.combined_authority for area, _ in pairs}) or "",
            "population": round(math.fsum(people)),
            "area_km2": round(math.fsum(sizes), 1) if len(sizes) == len(pairs) else None,
            "rural_urban": _common({area.rural_urban for area, _ in pairs}) or "",
            "lat": _middle([area.lat for area, _ in pairs], people),
            "lon": _middle([area.lon for area, _ in pairs], people),
            "search_names": join_names(names, known=name),
        }
    )


def _common(values: Collection[object]) -> object | None:
    """Return the one value that all have, or None."""
    return next(iter(values)) if len(values) == 1 else None


def _middle(values: Sequence[float | None], people: Sequence[float]) -> float | None:
    """Return the mean weighted by people, None where a value lacks."""
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return round(math.fsum(v * p for v, p in zip(known, people, strict=True)) / math.fsum(people), 5)


def succeed_changes(
    changes: Iterable[Change], orders: Sequence[CouncilChange], areas: Mapping[str, Area], parts: Parts
) -> list[Change]:
    """Return the table of changes, in which everything leads to councils of the new day.

    Args:
        changes: as they are.
        orders: in force, those of one day.
        areas: places, those that end and those that begin.
        parts: see ``gather_parts``.
    """
    heirs = _gather_heirs(parts)
    rows: dict[tuple[str, str], Change] = {}
    for change in changes:
        if change.successor_code not in heirs:
            rows[change.predecessor_code, change.successor_code] = change
            continue
        if change.predecessor_code == change.successor_code:
            continue  # It was renamed, and is no more; the new council is found by both names.
        found = heirs[change.successor_code]
        for code in found:
            kind = change.kind if len(found) == 1 or change.kind == "county" else "split"
            kind = "merge" if kind in ("recode", "rename") else kind
            moved = {"successor_code": code, "kind": kind, "share": None}
            rows[change.predecessor_code, code] = change.model_copy(update=moved)
    for order in orders:
        old = areas[order.predecessor_code]
        new = areas[order.successor_code]
        rows[old.code, new.code] = Change(
            predecessor_code=old.code,
            predecessor_name=old.name,
            predecessor_slug=old.slug,
            successor_code=new.code,
            change_date=order.change_date,
            kind="merge" if order.whole else "split",
            # The people of the new council are a whole number: a part may be a little more than all of it.
            share=min(1.0, round(old.population * float(order.share or 0) / new.population, 5)),
        )
    return sorted(rows.values(), key=lambda row: (row.successor_code, row.predecessor_code))


def list_ended_counties(register: Register, parts: Parts, *, day: str) -> list[Change]:
    """Return the counties of which no district is left, each with the new councils in its place."""
    heirs = _gather_heirs(parts)
    found = []
    for county in sorted(register.counties_of_today):
        places = register.counties[county]
        if all(code in heirs for code in places):
            name = register.county_names[county]
            found += [
                Change(
                    predecessor_code=county,
                    predecessor_name=name,
                    predecessor_slug=slugify(name),
                    successor_code=code,
                    change_date=day,
                    kind="county",
                )
                for code in _succeed_places(places, parts, heirs)
            ]
    return found
