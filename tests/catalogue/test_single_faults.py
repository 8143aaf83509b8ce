"""Single faults put into a small data folder, one at a time: each ends in one plain message, or is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from little_site import SETTINGS

from generator.catalogue import quality, store
from generator.catalogue.coherence import load_coherence_before
from generator.catalogue.council_changes import refuse_ended
from generator.catalogue.editions import ClosedEdition, load_closed, load_corrections
from generator.catalogue.first_build import load_first_build
from generator.catalogue.licences import load_licences
from generator.catalogue.places import load_places
from generator.catalogue.presets import load_presets
from generator.catalogue.records import Area
from generator.catalogue.search_words import load_search_words
from generator.catalogue.settings import load_settings
from generator.errors import ProsperityError
from generator.files.documents import dump_record
from generator.geography.lookup import load_lookup
from generator.geography.outline import load_council_paths, load_hexes, load_outline
from generator.paths import DataPaths, Paths

HASH = "0" * 64
DATASET = f"""\
slug: trees
title: Trees
publisher: Office for Trees
publication: Tree census
link: https://example.org/
licence: Open
nations: [England]
raw_file: a.csv
raw_sha256: "{HASH}"
rows_read: 9
rows_kept: 5
series:
  - slug: oaks
    title: Oaks
    unit: "%"
    decimals: 1
    nations: [England]
    description: Oaks.
    minimum: 0
    maximum: 5000
    first_period: 2019-04-01/P1Y
    last_period: 2020-04-01/P1Y
"""
OBSERVATIONS = """\
series,area_code,period,value,lower,upper,status,note,reason
oaks,E06000001,2019-04-01/P1Y,1.5,1,2,observed,,
oaks,E06000001,2020-04-01/P1Y,,,,missing,Few.,suppressed
oaks,E06000002,2019-04-01/P1Y,4,,,observed,,
oaks,E06000002,2020-04-01/P1Y,5,4.5,5.5,recast,made from two,
oaks,E12000001,2020-04-01/P1Y,2,,,observed,,
"""
FRAMEWORK = """\
domains:
  - slug: dee
    name: D
    about: a
    pillars:
      - slug: pea
        name: P
        about: a
        elements:
          - slug: elm
            name: E
            about: a
            claims: {high: More oaks, low: Fewer oaks}
            indicators:
              - slug: ivy
                name: I
                direction: higher
                weight: 1
                reason: r
                comparable: uk
                clause: "{value} of trees were oaks"
                subject: oaks
                claims: {high: Many oaks, low: Few oaks}
                unit: "%"
                decimals: 1
                series:
                  - dataset: trees
                    series: oaks
                    nations: [England]
"""
EDITION = 'name: "2026.1"\nyear: 2026\ndate: "2026-11-23"\nfirst_year: 2011\nseed: 1\ndraws: 9\n'
CORRECTIONS = """\
corrections:
  - date: "2026-12-01"
    edition: "2026.2"
    figure: ivy
    what: A typing slip.
    places:
      - code: E06000001
        old: "1.0"
        new: "2.0"
"""
LICENCES = """\
licences:
  - slug: open
    title: Open Licence
    link: https://example.org/licence
    statement: Open.
    names: [Open]
geography:
  - title: Outlines
    publisher: Mappers
    link: https://example.org/outlines
    licence: open
    statement: By mappers.
"""
PRESETS = """\
presets:
  - slug: plain
    title: Plain
    about: As it is.
    weights: {pea: 1.5}
"""
ERRORS = """\
errors:
  - series: trees/oaks
    kind: count
    reason: Trees are counted.
    per: 100
cautions:
  - slug: felled
    reason: Many were felled.
    indicators: [ivy]
    where: {of: ivy, above: 2}
averages:
  - indicator: ivy
    nation: England
    reliability: 0.4
    edition: "2026.1"
    together: 0.5
    reason: The same leaves.
limits:
  - indicator: ivy
    nation: England
    reason: Few leaves.
    edition: "2026.1"
"""
BENT = """\
bent:
  - reason: Trees were felled.
    series: [trees]
"""
GOALPOSTS = "indicator,nations,low,high,logged,basis,edition\nivy,England,1,5,false,fitted,2026.1\n"
AREAS = (
    ",".join(Area.model_fields)
    + """
E06000001,council,Ash,Ash,Ash Council,,,ash,district,England,E12000001,North,,,1000,2024,5.5,,54.5,-1.2,https://ash.example,
E06000002,council,Birch,Birch,Birch Council,,,birch,district,England,E12000001,North,,,2000,2024,6,,54,-1,,
E12000001,region,North,North,North,,,north,,England,,,,,3000,2024,11.5,,,,,
E92000001,nation,England,England,England,,,england,,,,,,,3000,2024,11.5,,,,,
K02000001,uk,UK,UK,United Kingdom,,the,uk,,,,,,,3000,2024,11.5,,,,,
"""
)
CHANGES = """\
predecessor_code,predecessor_name,predecessor_slug,successor_code,change_date,kind,share
E07000001,Alder,alder,E06000002,2019-04-01,merge,0.25
E07000002,Beech,beech,E06000002,2019-04-01,merge,
"""
CLUSTERS = """\
slug,title,kind,rule,source,derived
coast,Coast,places,By the sea.,Ours,True
ends,Ends,political,At an end.,Ours,False
"""
MEMBERS = "cluster,area_code\ncoast,E06000001\ncoast,E06000002\nends,E06000002\n"
SHARES = "cluster,area_code,share\nends,E06000002,0.25\n"
NEIGHBOURS = "code,rank,neighbour_code\nE06000001,1,E06000002\nE06000002,1,E06000001\n"
QUALITY = """\
gate,severity,dataset,series,area_code,period,found,expected,reason
doubtful,warning,trees,oaks,,,1 doubtful figure,none,
jumps,warning,trees,oaks,E06000001,2020-04-01/P1Y,5 after 4,about 4,
"""
DOUBTFUL = """\
dataset,series,area_code,period,value,test,found,expected
trees,oaks,E06000002,2020-04-01/P1Y,5,step,5 after 4,about 4
"""
REVIEWS = """\
reviews:
  - dataset: trees
    series: oaks
    area_code: E06000002
    period: "2020-04-01/P1Y"
    value: 5
    decision: stands
    reason: An oak was planted.
    date: "2026-11-30"
"""
SUMMARY = "gate,tested,passed,warnings\n" + "".join(
    f"{gate},2,1,1\n" if gate in ("doubtful", "jumps") else f"{gate},2,2,0\n"
    for gate in quality.get_args(quality.GateName)
)
CLOSED = dump_record(
    ClosedEdition(
        name="2025.1", date="2025-11-20", data_cut=HASH, code_version="1", code_sha256=HASH,
        scores_sha256=HASH, manifest_sha256=HASH,
    )
)  # fmt: skip
MAP = json.dumps(
    {
        "width": 10, "height": 20, "outline": {"England": "M0 0l1 1z"},
        "councils": {"E06000001": "M0 0l1 1z", "E06000002": "M1 1l1 1z"},
        "centres": {"E06000001": [1, 1], "E06000002": [2, 2]},
    }
)  # fmt: skip
HEXES = json.dumps({"layout": "odd-r", "hexes": {"E06000001": [1, 1], "E06000002": [2, 1]}})
LOOKUP = json.dumps(
    {
        "current": ["E06000001"], "successor": {}, "predecessors": {}, "counties": {}, "whole_counties": [],
        "county_names": {}, "counties_of_today": [], "began": {}, "divided": {}, "untraced": [],
        "tables": [], "weightings": {},
    }
)  # fmt: skip
COHERENCE = """\
date,commit,nation,pillar,element,councils,item_rest,pillar_alpha
2026-11-30,8aa2e6f6,UK,pea,elm,300,0.2501,0.5
2026-11-30,8aa2e6f6,England,pea,elm,250,-0.25,
"""
NAMES = "code,field,value\nE06000001,short_name,Ashy\nE06000001,also,Ash Tree\nE07000001,article,the\n"
COUNCIL_CHANGES = """\
predecessor_code,successor_code,successor_name,council_type,change_date,share,status,source,link,note
E06000001,E06000009,Wood,unitary authority,2030-04-01,0.25,order,Order 1,https://example.org/1,
E06000001,,Grove,unitary authority,2030-04-01,0.75,order,Order 1,https://example.org/1,
E06000002,,,,,,unchecked,A newspaper,,No order seen.
"""
PLACES = f"""\
names: 2
constituencies: 1
overlaps: 2
larger: 1
sources:
  - title: Settlements
    publisher: Mappers
    link: https://example.org/names
    licence: Open
    raw_file: places/a.csv
    raw_sha256: "{HASH}"
    rows_read: 3
    used: 2
    left_out: ["1 row: no name"]
"""
PLACE_NAMES = """\
name,kind,code,council_code,people,lat,lon,other_names
Copse,settlement,,E06000001,900,54.5,-1.25,Coppice|Kopse
Glade,ward,E05000001,E06000002,,,,
"""
SEATS = "code,name,welsh_name\nE14000001,Copse and Glade,\n"
OVERLAPS = """\
code,council_code,share_of_constituency,share_of_council,people
E14000001,E06000001,0.25,0.5,100
E14000001,E06000002,0.75,1.0,300
"""
LARGER = "name,kind,code,council_code\nShire,county,E10000001,E06000001\n"
FIRST = """\
commit,area_code,level,node,score,rules,framework,errors,series,revised,new,others
54f262ea,E06000001,overall,overall,50.125,51,,52,53,53,54,54
54f262ea,E06000002,element,elm,60,,,,,,,
"""
BY_CHOICE = {
    "clusters/shares.csv",
    "coherence_before.csv",
    "first_build.csv",
    "names.csv",
    "council_changes.csv",
    "reviews.yml",
    "search_words.yml",
}
"""Files by hand that need not be there."""
FILES = {
    "areas.csv": AREAS,
    "area_changes.csv": CHANGES,
    "names.csv": NAMES,
    "council_changes.csv": COUNCIL_CHANGES,
    "search_words.yml": "idle: [the, council of the]\nsame: {saint: st}\n",
    "places/places.yml": PLACES,
    "places/names.csv": PLACE_NAMES,
    "places/constituencies.csv": SEATS,
    "places/constituency_councils.csv": OVERLAPS,
    "places/larger.csv": LARGER,
    "bent_years.yml": BENT,
    "clusters/clusters.csv": CLUSTERS,
    "clusters/members.csv": MEMBERS,
    "clusters/shares.csv": SHARES,
    "coherence_before.csv": COHERENCE,
    "corrections.yml": CORRECTIONS,
    "first_build.csv": FIRST,
    "datasets/trees/dataset.yml": DATASET,
    "datasets/trees/observations.csv": OBSERVATIONS,
    "doubtful.csv": DOUBTFUL,
    "edition.yml": EDITION,
    "editions/2025.1.yml": CLOSED,
    "errors.yml": ERRORS,
    "framework.yml": FRAMEWORK,
    "goalposts.csv": GOALPOSTS,
    "import.yml": "councils: 2\nformer: 2\n",
    "left_out.yml": "groups:\n  - title: The same figures\n    tables:\n      a.csv: Same.\n",
    "licences.yml": LICENCES,
    "lookup.json": LOOKUP,
    "maps/councils.json": MAP,
    "maps/hex.json": HEXES,
    "neighbours.csv": NEIGHBOURS,
    "quality.csv": QUALITY,
    "quality_summary.csv": SUMMARY,
    "reviews.yml": REVIEWS,
    "settings.yml": dump_record(SETTINGS),
    "weights.yml": PRESETS,
}


def load_all(paths: Paths) -> None:
    """Read everything that a build and an import read of a data folder."""
    load_settings(paths)
    edition = store.load_edition(paths)
    framework, areas = store.load_framework(paths), store.load_areas(paths)
    store.refuse_orphans(areas, store.load_clusters(paths), paths)
    store.load_changes(paths)
    refuse_ended(
        store.load_succession(paths), [area.code for area in areas], day=edition.date, file=paths.areas
    )
    load_places(paths)
    load_search_words(paths.search_words)
    store.load_neighbours(paths)
    store.load_left_out(paths)
    store.load_observations(paths, framework, areas)
    load_licences(paths, store.load_datasets(paths))
    load_presets(paths.presets, framework)
    load_coherence_before(paths, framework)
    load_first_build(paths, codes={area.code for area in areas})
    load_corrections(paths, codes={area.code for area in areas}, figures={"ivy"})
    load_closed(paths)
    quality.load_outcomes(paths, store.load_datasets(paths))
    quality.load_tallies(paths)
    load_outline(paths)
    load_council_paths(paths)
    load_hexes(paths)
    load_lookup(paths.data / "lookup.json")
    assert edition.name == "2026.1"


Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Fault:
    """One fault: what is done to one file; whether the message can name a line."""

    file: str
    name: str
    change: Change
    line: bool = True


def swap(file: str, old: str, new: str, *, line: bool = True) -> Fault:
    def change(content: bytes) -> bytes:
        assert old.encode() in content, (file, old)
        return content.replace(old.encode(), new.encode(), 1)

    return Fault(file, f"{old[:24]} to {new[:24]}", change, line)


NESTED = b"x: " + b"[" * 50_000 + b"]" * 50_000 + b"\n"


def every_file() -> list[Fault]:
    """Return what may happen to any file."""
    found = []
    for file in FILES:
        table = file.endswith(".csv")
        found += [
            Fault(file, "empty", lambda _: b"", line=False),
            Fault(file, "not UTF-8", lambda content: content[:-2] + b"\xff\xfe" + content[-2:]),
            Fault(file, "a NUL byte", lambda content: content[:-1] + b"\0\n"),
            Fault(file, "a web page", lambda _: b"<!DOCTYPE html><html></html>\n", line=table),
        ]
        if table:
            found += [
                Fault(file, "cut within a line", lambda content: content[:-3]),
                Fault(file, "semicolons", lambda content: content.replace(b",", b";")),
                Fault(file, "a column more", lambda content: content.replace(b"\n", b",x\n")),
                Fault(file, "a cell more", lambda content: content[:-1] + b",1\n"),
                Fault(file, "an open quotation mark", lambda content: content[:-1] + b'"\n"'),
                Fault(file, "a line of spaces", lambda content: content + b"  \n"),
            ]
        elif file.endswith(".yml"):
            found += [
                Fault(file, "nested", lambda content: content + NESTED),
                Fault(file, "an unknown key", lambda content: content + b"colour: red\n")
                if file != "import.yml"
                else Fault(file, "no counts", lambda _: b"x: 1\n"),
            ]
        else:
            found.append(Fault(file, "nested", lambda _: b"[" * 200_000 + b"]" * 200_000, line=False))
    return found


def bomb(content: bytes) -> bytes:
    """Put a few lines before a file that stand for more values than a memory holds."""
    rows = [b"x0: &x0 [a, a, a, a, a, a, a, a, a, a]"]
    for number in range(1, 12):
        rows.append(b"x%d: &x%d [%s]" % (number, number, b", ".join([b"*x%d" % (number - 1)] * 10)))
    return b"\n".join(rows) + b"\n" + content


EVENTS = "events:\n  - {{series: [trees/{}], reason: Trees are counted., per: {}}}\n"
TWICE = "{series: trees/oaks, kind: complete, reason: All.}"
MEAN = '{indicator: ivy, nation: England, reliability: 0.4, edition: "2026.1", together: 0, reason: So}'
LIMIT = '{indicator: ivy, nation: England, reason: So, edition: "2026.1"}'
BREAK = """\
    breaks:
      - period: 2020-04-01/P1Y
        words: New.
        older: trees/elms"""
OBS, SET = "datasets/trees/observations.csv", "datasets/trees/dataset.yml"
FAULTS = [
    *every_file(),
    *(Fault(file, "aliases", bomb) for file in ("framework.yml", "edition.yml", "settings.yml", SET)),
    swap("lookup.json", '"current": ["E06000001"]', '"current": "E06000001"', line=False),
    swap("lookup.json", '"successor": {}', '"successor": {"E07000001": "E06000099"}', line=False),
    swap("lookup.json", '"successor": {}', '"successor": {"E07000001": 5}', line=False),
    swap("lookup.json", '"counties": {}', '"counties": {"E10000001": ["E06000099"]}', line=False),
    swap("lookup.json", '"tables": []', '"tables": [{"2019": {"E07000001": -1}}]', line=False),
    swap(
        "lookup.json", '"weightings": {}', '"weightings": {"p": {"words": "w", "tables": [["w", 0]]}}',
        line=False,
    ),
    swap("coherence_before.csv", "England,pea", "England,pod"),
    swap("coherence_before.csv", "England,pea", "UK,pea"),
    swap("coherence_before.csv", "England", "France"),
    swap("coherence_before.csv", "-0.25", "-1.25"),
    swap("coherence_before.csv", "2026-11-30,8aa2e6f6,E", "2026-12-01,8aa2e6f6,E"),
    swap("coherence_before.csv", "8aa2e6f6,E", "8aa2e6f7,E"),
    swap("coherence_before.csv", ",300,", ",0,"),
    swap("first_build.csv", "E06000002", "E06000009"),
    swap("first_build.csv", "E06000002,element,elm", "E06000001,overall,overall"),
    swap("first_build.csv", "54f262ea,E06000002", "54f262eb,E06000002"),
    swap("first_build.csv", "50.125", "50.1255"),
    swap("first_build.csv", "50.125", ""),
    swap("first_build.csv", "50.125,51", "50.125,101"),
    swap("first_build.csv", ",element,", ",leaf,"),
    swap("settings.yml", "https://", "https://..", line=True),
    swap("settings.yml", "https://", "https://-", line=True),
    swap("weights.yml", "{pea: 1.5}", "{}\n  - {slug: b, title: Plain, about: b, weights: {}}"),
    swap("corrections.yml", 'new: "2.0"', 'new: "1.0"'),
    swap("corrections.yml", 'old: "1.0"\n        new: "2.0"', 'old: ""\n        new: ""'),
    swap("corrections.yml", "    places:\n", '    places:\n      - {code: E06000001, old: "3", new: "4"}\n'),
    swap(SET, "    decimals: 1", f"    decimals: 1\n{BREAK}"),
    swap(SET, "decimals: 1", "decimals: 1\n    scale: yes"),
    swap(SET, "    nations: [England]", "    nations: []"),
    swap("framework.yml", "                    nations: [England]", "                    nations: []"),
    swap("framework.yml", "weight: 1", "weight: yes"),
    swap("framework.yml", "comparable: uk", "comparable: uk\n                reading: context"),
    swap("framework.yml", "comparable: uk", "comparable: uk\n                reading_reason: So it is."),
    swap("framework.yml", "comparable: uk", "comparable: uk\n                reading: praise"),
    swap("framework.yml", "series:\n", "goalposts: [no, yes]\n                series:\n"),
    swap("edition.yml", "2026-11-23", "2099-11-23"),
    swap("edition.yml", '"2026.1"', '"2099.1"'),
    swap("neighbours.csv", "E06000002,1,E06000001\n", "", line=False),
    swap("quality.csv", QUALITY.splitlines()[1] + "\n", "", line=False),
    swap("quality_summary.csv", "jumps,2,1,1", "jumps,2,2,1", line=False),
    Fault("quality.csv", "no rows", lambda content: content.split(b"\n")[0] + b"\n", line=False),
    swap("doubtful.csv", "trees,oaks", "trees,elms"),
    swap("doubtful.csv", "trees,oaks", "reefs,oaks"),
    swap("doubtful.csv", ",5,step", ",five,step"),
    swap("doubtful.csv", ",5,step", ",6,step"),
    swap("doubtful.csv", ",5,step", ",5,leap"),
    swap("doubtful.csv", "trees,oaks,E06000002,2020-04-01/P1Y,5,step,5 after 4,about 4\n", ""),
    swap("reviews.yml", "dataset: trees", "dataset: reefs"),
    swap("reviews.yml", "area_code: E06000002", "area_code: E06000001"),
    swap("reviews.yml", "value: 5", "value: 5.5"),
    swap("reviews.yml", "value: 5", "value: five"),
    swap("reviews.yml", "decision: stands", "decision: holds"),
    swap("reviews.yml", "reason: An oak was planted.", 'reason: ""'),
    swap("reviews.yml", "2026-11-30", "2026-11-31"),
    swap("reviews.yml", "reviews:\n", f"reviews:\n{REVIEWS.removeprefix('reviews:')[1:]}"),
    swap("errors.yml", "trees/oaks", "trees/elms"),
    swap("errors.yml", "trees/oaks", "oaks"),
    swap("errors.yml", "kind: count", "kind: guess"),
    swap("errors.yml", "kind: count", "kind: survey"),
    swap("errors.yml", "    per: 100\n", ""),
    swap("errors.yml", "per: 100", "per: -1"),
    swap("errors.yml", "reason: Trees are counted.", 'reason: ""'),
    swap("errors.yml", "cautions:\n", EVENTS.format("elms", 1) + "cautions:\n"),
    swap("errors.yml", "cautions:\n", EVENTS.format("oaks", 1) + "cautions:\n"),
    swap("errors.yml", "cautions:\n", EVENTS.format("oaks", 0) + "cautions:\n"),
    swap("errors.yml", "indicators: [ivy]", "indicators: [oak]"),
    swap("errors.yml", "of: ivy", "of: oak"),
    swap("errors.yml", "of: ivy", "of: ivy, per: oak"),
    swap("errors.yml", "above: 2", "above: 0.5"),
    swap("errors.yml", "above: 2", "above: 2, below: 0.5"),
    swap("errors.yml", ", above: 2", ""),
    swap("errors.yml", "reason: Many were felled.", 'reason: ""'),
    swap("errors.yml", "    per: 100\n", f"    per: 100\n  - {TWICE}\n"),
    swap("framework.yml", "domains:", f"errors: [{TWICE}]\ndomains:"),
    swap("framework.yml", "domains:", f"averages: [{MEAN}]\ndomains:"),
    swap("framework.yml", "domains:", f"limits: [{LIMIT}]\ndomains:"),
    swap("errors.yml", "averages:\n", f"averages:\n  - {MEAN}\n"),
    swap("errors.yml", "limits:\n", f"limits:\n  - {LIMIT}\n"),
    swap("errors.yml", "averages:\n  - indicator: ivy", "averages:\n  - indicator: oak"),
    swap("errors.yml", "limits:\n  - indicator: ivy", "limits:\n  - indicator: oak"),
    swap("errors.yml", "    nation: England\n    reliability", "    nation: Wales\n    reliability"),
    swap("errors.yml", "reliability: 0.4", "reliability: 0.9"),
    swap("errors.yml", "together: 0.5", "together: 1"),
    swap("errors.yml", "    together: 0.5\n", ""),
    swap("errors.yml", "reason: The same leaves.", 'reason: ""'),
    swap("errors.yml", "reason: Few leaves.", 'reason: ""'),
    swap("framework.yml", "domains:", "bent: [{reason: Felled., series: [trees]}]\ndomains:"),
    swap("bent_years.yml", "[trees]", "[elms]"),
    swap("bent_years.yml", "[trees]", "[trees/elms]"),
    swap("bent_years.yml", "[trees]", "[trees, trees/oaks]"),
    swap("bent_years.yml", "[trees]", "[]"),
    swap("bent_years.yml", "[trees]", "[trees]\n    years: [20]"),
    swap("bent_years.yml", "reason: Trees were felled.", 'reason: ""'),
    swap(OBS, ",4,,,", ",-50,,,"),
    swap(OBS, ",4,,,", ",1e308,,,"),
    swap("edition.yml", "draws: 9", "draws: -1"),
    swap("edition.yml", "draws: 9", "draws: 0"),
    swap("edition.yml", "draws: 9", "draws: 99999999999"),
    swap("edition.yml", "draws: 9", "draws: many"),
    swap("areas.csv", "E92000001,nation,England", "E92000001,nation,Englandd", line=False),
    swap("areas.csv", ",1000,2024", f",{10**29},2024"),
    swap("areas.csv", "K02000001,uk", "K02000001,council", line=False),
    swap("quality.csv", "trees,oaks", "shrubs,oaks"),
    swap("quality.csv", "trees,oaks", "trees,elms"),
    swap("quality.csv", "2020-04-01/P1Y", "1066-13-45"),
    swap("goalposts.csv", ",1,5,", ",11,11.000000000000002,"),
    swap("goalposts.csv", ",1,5,", ",-1e308,1e308,"),
    swap("goalposts.csv", "England", "England|England"),
    swap("maps/councils.json", "M1 1l1 1z", "M", line=False),
    swap("maps/councils.json", "M1 1l1 1z", "M1 2l3 4 5z", line=False),
    swap("areas.csv", "54.5,-1.2", ",-1.2"),
    swap("areas.csv", ",Ash,Ash,", ",<b>Ash,Ash,"),
    swap("areas.csv", ",2024,5.5,", ",2024,1e308,"),
    swap("areas.csv", "https://ash.example", "https://me:word@ash.example"),
    swap("area_changes.csv", "Alder,alder", ",alder"),
    swap("area_changes.csv", "2019-04-01", "3019-04-01"),
    swap("clusters/clusters.csv", "Coast,places", "Coast,region"),
    swap("clusters/clusters.csv", "ends,Ends", "ends,Coast"),
    swap("edition.yml", "draws: 9", "draws: yes"),
    swap("edition.yml", "draws: 9", 'draws: "9"'),
    swap("edition.yml", "seed: 1", f"seed: {10**40}"),
    swap("edition.yml", "2026-11-23", "20261123"),
    swap("framework.yml", "weight: 1", "weight: 1.0e-320"),
    swap("framework.yml", "{value} of", "{value} {other} of"),
    swap("framework.yml", "{value} of", "{value} <b>of"),
    swap("licences.yml", "statement: Open.", 'statement: ""'),
    swap("licences.yml", "names: [Open]", 'names: [Open, ""]'),
    swap("maps/hex.json", "[2, 1]", "[1000000000, 1]", line=False),
    swap("maps/councils.json", "[2, 2]", "[1e300, 2]", line=False),
    swap("weights.yml", "title: Plain", 'title: ""'),
    swap("weights.yml", "pea: 1.5", "pea: yes"),
    swap(SET, "unit: \"%\"", 'unit: ""'),
    swap(SET, "title: Trees", 'title: ""'),
    swap(SET, "raw_file: a.csv", "raw_file: ../../../etc/passwd"),
    swap(SET, "decimals: 1", "decimals: 1\n    scale: 0"),
    swap(SET, "decimals: 1", "decimals: 1\n    kind: count\n    denominator: people"),
    swap(SET, "decimals: 1", "decimals: 1\n    denominator: acres"),
    swap("edition.yml", "draws: 9\n", ""),
    swap("edition.yml", "seed: 1", "seed: -1"),
    swap("edition.yml", "year: 2026", "year: 2099"),
    swap("edition.yml", "year: 2026", "year: 26"),
    swap("edition.yml", "first_year: 2011", "first_year: 2030"),
    swap("edition.yml", "2026-11-23", "2026-02-30"),
    swap("edition.yml", '"2026-11-23"', "2026-11-23"),
    swap("edition.yml", "2026.1", "<b>"),
    swap("edition.yml", "year: 2026", "year: 2026\nyear: 2025"),
    swap("edition.yml", "draws: 9", "draws: !!python/name:os.system"),
    swap("framework.yml", "slug: ivy", "slug: <script>"),
    swap("framework.yml", "slug: ivy", "slug: ../up"),
    swap("framework.yml", "slug: ivy", "slug: pea"),
    swap("framework.yml", "name: I", 'name: ""'),
    swap("framework.yml", "direction: higher", "direction: up"),
    swap("framework.yml", "weight: 1", "weight: -1"),
    swap("framework.yml", "weight: 1", "weight: .nan"),
    swap("framework.yml", "weight: 1", "weight: 3"),
    swap("framework.yml", "decimals: 1", "decimals: 9"),
    swap("framework.yml", "comparable: uk", "comparable: all"),
    swap("framework.yml", "{value} of", "many of"),
    swap("framework.yml", "dataset: trees", "dataset: shrubs"),
    swap("framework.yml", "series: oaks", "series: elms"),
    swap("framework.yml", "[England]", "[Wales]"),
    swap("framework.yml", "[England]", "[Narnia]"),
    swap("framework.yml", "series:\n", "goalposts: [5, 1]\n                series:\n"),
    swap("framework.yml", "domains:", "dominions:"),
    swap("framework.yml", "    pillars:", "\tpillars:"),
    swap(SET, "slug: trees", "slug: shrubs"),
    swap(SET, "rows_kept: 5", "rows_kept: 0"),
    swap(SET, "rows_kept: 5", "rows_kept: 6"),
    swap(SET, "rows_kept: 5", "rows_kept: five"),
    swap(SET, HASH, "abc"),
    swap(SET, "https://example.org/", "javascript:alert(1)"),
    swap(SET, "https://example.org/", '""'),
    swap(SET, "publisher: Office for Trees", 'publisher: ""'),
    swap(SET, "licence: Open", "licence: Closed"),
    swap(SET, "slug: oaks", "slug: <i>"),
    swap(SET, "slug: oaks", "slug: elms"),
    swap(SET, "first_period: 2019-04-01/P1Y", "first_period: 2019"),
    swap(SET, "first_period: 2019-04-01/P1Y", "first_period: 2018-04-01/P1Y"),
    swap(SET, "last_period: 2020-04-01/P1Y", "last_period: 2099-04-01/P1Y"),
    swap(SET, "last_period: 2020-04-01/P1Y", "last_period: 2001-04-01/P1Y"),
    swap(SET, "    nations: [England]", "    nations: [Wales]"),
    swap(SET, "    nations: [England]", "    nations: England"),
    swap(SET, "decimals: 1", "decimals: -1"),
    swap(OBS, ",1.5,", ",abc,"),
    swap(OBS, ",1.5,", ",nan,"),
    swap(OBS, ",1.5,", ",inf,"),
    swap(OBS, ",1.5,", ",1e999,"),
    swap(OBS, ",1.5,", ",,"),
    swap(OBS, ",1,2,", ",2,1,"),
    swap(OBS, ",1,2,", ",1.8,2,"),
    swap(OBS, ",1,2,", ",,2,"),
    swap(OBS, ",4,,,", ",,3,5,"),
    swap(OBS, "2019-04-01/P1Y,1.5", "2099-04-01/P1Y,1.5"),
    swap(OBS, "2019-04-01/P1Y,1.5", "2019-13-01/P1Y,1.5"),
    swap(OBS, "2019-04-01/P1Y,1.5", "2019,1.5"),
    swap(OBS, "E12000001,2020", "E12000009,2020"),
    swap(OBS, "E12000001,2020", "<b>,2020"),
    swap(OBS, "oaks,E12", "pines,E12"),
    swap(OBS, ",observed,,", ",guessed,,"),
    swap(OBS, "suppressed", "lost"),
    swap(OBS, "suppressed", ""),
    swap(OBS, ",recast,made from two,", ",recast,made from two,blank"),
    swap(OBS, "E06000002,2019", "E06000001,2019"),
    Fault(OBS, "a row twice", lambda content: content + content.splitlines()[-1] + b"\n"),
    Fault(OBS, "half", lambda content: b"\n".join(content.split(b"\n")[:3]) + b"\n"),
    Fault(OBS, "the head alone", lambda content: content.split(b"\n")[0] + b"\n"),
    Fault(OBS, "rows out of order", lambda c: c.replace(*_turned(c))),
    swap(OBS, "value,lower", "lower,value"),
    swap("areas.csv", ",1000,2024", ",0,2024"),
    swap("areas.csv", ",1000,2024", ",-5,2024"),
    swap("areas.csv", ",1000,2024", ",few,2024"),
    swap("areas.csv", ",1000,2024", ",,2024"),
    swap("areas.csv", ",1000,2024", ",1_000,2024"),
    swap("areas.csv", ",1000,2024", ",1000,1066"),
    swap("areas.csv", ",5.5,", ",0,"),
    swap("areas.csv", ",54.5,", ",95,"),
    swap("areas.csv", ",-1.2,", ",-200,"),
    swap("areas.csv", ",ash,", ",<b>ash</b>,"),
    swap("areas.csv", ",ash,", ",birch,"),
    swap("areas.csv", "E06000002,council", "E06000001,council"),
    swap("areas.csv", "E06000002,council", "E0600 0002,council"),
    swap("areas.csv", "E06000002,council", "E06000002,town"),
    swap("areas.csv", "district,England", "district,Narnia"),
    swap("areas.csv", "E12000001,North", "E12000009,North"),
    swap("areas.csv", "council,Ash,", "council,,"),
    swap("areas.csv", "council,Ash,", "council, Ash,"),
    swap("areas.csv", "https://ash.example", "javascript:alert(1)"),
    swap("areas.csv", ",the,", ",a,"),
    Fault("areas.csv", "a council less", lambda c: b"\n".join(c.split(b"\n")[:1] + c.split(b"\n")[2:])),
    swap("area_changes.csv", "E06000002", "E06000077"),
    swap("area_changes.csv", "E06000002", "E12000001"),
    swap("area_changes.csv", "2019-04-01", "2019-04-31"),
    swap("area_changes.csv", "2019-04-01", "April"),
    swap("area_changes.csv", "0.25", "1.25"),
    swap("area_changes.csv", "0.25", "-1"),
    swap("area_changes.csv", "merge", "vanish"),
    swap("area_changes.csv", ",alder,", ",Alder!,"),
    swap("area_changes.csv", "E07000002,Beech", "E07000001,Beech"),
    swap("clusters/clusters.csv", "coast,", "coast line,"),
    swap("clusters/clusters.csv", "coast,", "cliff,"),
    swap("clusters/clusters.csv", "places", "spots"),
    swap("clusters/clusters.csv", "By the sea.", ""),
    swap("clusters/clusters.csv", "True", "perhaps"),
    swap("clusters/clusters.csv", "ends,", "coast,"),
    swap("clusters/members.csv", "E06000001", "E06000077"),
    swap("clusters/members.csv", "E06000001", "E12000001"),
    swap("clusters/members.csv", "E06000001", "E06000002"),
    swap("clusters/members.csv", "ends,", "end,"),
    swap("clusters/members.csv", "ends,E06000002\n", ""),
    swap("clusters/shares.csv", "0.25", "1.25"),
    swap("clusters/shares.csv", "0.25", "0"),
    swap("clusters/shares.csv", "E06000002", "E06000001"),
    swap("clusters/shares.csv", "ends,", "coast,"),
    swap("clusters/shares.csv", "0.25\n", "0.25\nends,E06000002,0.5\n"),
    swap("neighbours.csv", "1,E06000002", "1,E06000077"),
    swap("neighbours.csv", "1,E06000002", "1,E06000001"),
    swap("neighbours.csv", "1,E06000002", "0,E06000002"),
    swap("neighbours.csv", "1,E06000002", "first,E06000002"),
    swap("neighbours.csv", "1,E06000002\n", "1,E06000002\nE06000001,1,E06000002\n"),
    swap("goalposts.csv", "ivy,", "oak,"),
    swap("goalposts.csv", "England", "Wales"),
    swap("goalposts.csv", ",1,5,", ",5,1,"),
    swap("goalposts.csv", ",1,5,", ",one,5,"),
    swap("goalposts.csv", "false", "perhaps"),
    swap("goalposts.csv", "fitted", "given"),
    swap("quality.csv", "jumps", "hops"),
    swap("quality.csv", "warning", "rumour"),
    swap("quality_summary.csv", "types,2,2,0", "types,2,3,0"),
    swap("quality_summary.csv", "types,2,2,0", "types,two,2,0"),
    swap("quality_summary.csv", "types,2,2,0\n", ""),
    swap("corrections.yml", "code: E06000001", "code: E06000077"),
    swap("corrections.yml", "figure: ivy", "figure: oak"),
    swap("corrections.yml", "2026-12-01", "2026-13-01"),
    swap("corrections.yml", '"2026.2"', '"next"'),
    swap("corrections.yml", "what: A typing slip.", 'what: ""'),
    swap("corrections.yml", 'old: "1.0"', "old: 1.0"),
    swap("editions/2025.1.yml", HASH, "12"),
    swap("editions/2025.1.yml", "2025.1", "2025.2"),
    swap("editions/2025.1.yml", "2025-11-20", "soon"),
    swap("licences.yml", "slug: open", "slug: shut"),
    swap("licences.yml", "https://example.org/licence", "javascript:alert(1)"),
    swap("licences.yml", "names: [Open]", "names: [Shut]"),
    swap("weights.yml", "pea: 1.5", "pod: 1.5"),
    swap("weights.yml", "pea: 1.5", "pea: 1.4"),
    swap("weights.yml", "pea: 1.5", "pea: .inf"),
    swap("weights.yml", "slug: plain", "slug: <b>"),
    swap("left_out.yml", "title: The same figures", "title: It"),
    swap("import.yml", "councils: 2", "councils: 3"),
    swap("maps/councils.json", "E06000001", "E06000077", line=False),
    swap("maps/councils.json", '"width": 10', '"width": 0', line=False),
    swap("maps/councils.json", "M0 0l1 1z", "<script>", line=False),
    swap("maps/councils.json", '"centres"', '"middles"', line=False),
    swap("maps/hex.json", "[1, 1]", "[1]", line=False),
    swap("maps/hex.json", "[1, 1]", "[NaN, 1]", line=False),
    swap("maps/hex.json", "E06000002", "E06000001", line=False),
    swap("lookup.json", '"current"', '"now"', line=False),
    swap("lookup.json", '"divided"', '"parts"', line=False),
    swap("names.csv", "E06000001,short_name", "E06000077,short_name"),
    swap("names.csv", "also,Ash Tree", "also,Ash|Tree"),
    swap("names.csv", "also,Ash Tree", "nickname,Ash Tree"),
    swap("names.csv", "also,Ash Tree", "short_name,Ash Tree"),
    swap("names.csv", "article,the", "article,a"),
    swap("council_changes.csv", "E06000001,E06000009", "E06000077,E06000009"),
    swap("council_changes.csv", "E06000009,Wood", "E06000002,Wood"),
    swap("council_changes.csv", "0.25,order", "0.3,order"),
    swap("council_changes.csv", "2030-04-01,0.25", "2031-04-01,0.25"),
    swap("council_changes.csv", "Grove,unitary", "Wood,unitary"),
    swap("council_changes.csv", "https://example.org/1", ""),
    swap("council_changes.csv", "No order seen.", ""),
    swap("council_changes.csv", "2030-04-01,0.75", "2030-13-01,0.75"),
    swap("council_changes.csv", "unchecked", "perhaps"),
    swap("search_words.yml", "[the, council", "[the, the, council"),
    swap("search_words.yml", "saint: st", "saint: saint"),
    swap("search_words.yml", "[the,", "[The,"),
    swap("places/places.yml", "names: 2", "names: 3", line=False),
    swap("places/places.yml", "used: 2", "used: 4"),
    swap("places/places.yml", "rows_read: 3", "rows_read: few"),
    swap("places/names.csv", "settlement", "castle"),
    swap("places/names.csv", "E06000002", "E06000077"),
    swap("places/names.csv", "54.5,", ","),
    swap("places/names.csv", "Copse,settlement,,E06000001", "Glade,settlement,,E06000002"),
    swap("places/names.csv", ",900,", ",0,"),
    swap("places/constituency_councils.csv", "E06000002,0.75", "E06000002,0.7"),
    swap("places/constituency_councils.csv", "E14000001,E06000002", "E14000002,E06000002"),
    swap("places/constituencies.csv", "E14000001", "E14000002", line=False),
    swap("places/larger.csv", "county", "empire"),
]  # fmt: skip

ACCEPTED = [
    # Made by hand and free text: whatever a person writes there is what is meant.
    swap("framework.yml", "about: a", "about: anything at all"),
    # Indicators without goalposts have them fitted, so a new indicator needs no row.
    Fault("goalposts.csv", "no rows", lambda content: content.split(b"\n")[0] + b"\n"),
    # A share is not known for every change, nor is its day.
    swap("area_changes.csv", "0.25", ""),
    swap("area_changes.csv", "2019-04-01", ""),
    # A value far from the others can be true; the quality gates of the import warn of it.
    swap(OBS, ",4,,,", ",4000,,,"),
    # A byte order mark and the line ends of Windows do no harm.
    Fault("areas.csv", "a byte order mark", lambda content: b"\xef\xbb\xbf" + content),
    Fault("clusters/members.csv", "line ends of Windows", lambda c: c.replace(b"\n", b"\r\n")),
]


def _turned(content: bytes) -> tuple[bytes, bytes]:
    rows = content.splitlines(keepends=True)
    return rows[3] + rows[4], rows[4] + rows[3]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "data"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def spoil(whole: Path, folder: Path, fault: Fault) -> Paths:
    shutil.copytree(whole, folder / "data")
    file = folder / "data" / fault.file
    file.write_bytes(fault.change(file.read_bytes()))
    return DataPaths(folder / "data")


def name_fault(fault: Fault) -> str:
    return f"{fault.file}: {fault.name}"


def test_the_data_without_a_fault_are_read(whole: Path) -> None:
    load_all(DataPaths(whole))


def test_there_are_faults_enough() -> None:
    assert len(FAULTS) > 250


@pytest.mark.parametrize("fault", FAULTS, ids=name_fault)
def test_a_fault_is_refused_with_its_place_and_its_mend(whole: Path, tmp_path: Path, fault: Fault) -> None:
    paths = spoil(whole, tmp_path, fault)
    with pytest.raises(ProsperityError) as caught:
        load_all(paths)
    error = caught.value
    assert error.file is not None and Path(error.file).is_relative_to(paths.data)
    assert error.expected and error.mend, error.render()
    assert error.line is not None or not fault.line, error.render()


@pytest.mark.parametrize(
    "file",
    sorted(
        set(FILES)
        - {"bent_years.yml", "errors.yml", "goalposts.csv", "import.yml", "editions/2025.1.yml"}
        - BY_CHOICE
    ),
)
def test_a_file_that_is_not_there_is_named(whole: Path, tmp_path: Path, file: str) -> None:
    shutil.copytree(whole, tmp_path / "data")
    (tmp_path / "data" / file).unlink()
    with pytest.raises(ProsperityError) as caught:
        load_all(DataPaths(tmp_path / "data"))
    assert caught.value.expected and caught.value.mend, caught.value.render()


@pytest.mark.parametrize("fault", ACCEPTED, ids=name_fault)
def test_what_is_accepted_on_purpose(whole: Path, tmp_path: Path, fault: Fault) -> None:
    load_all(spoil(whole, tmp_path, fault))


def test_all_faults_of_a_file_are_told_together(whole: Path, tmp_path: Path) -> None:
    rows = "".join(f"coast,E0600{number:04}\n" for number in range(100, 130))
    paths = spoil(
        whole, tmp_path, swap("clusters/members.csv", "ends,E06000002\n", f"{rows}ends,E06000002\n")
    )
    with pytest.raises(ProsperityError) as caught:
        load_all(paths)
    assert caught.value.faults == 30
    told = caught.value.render()
    assert "in all: 30 faults" in told and "and 20 more" in told and "line 5" in told
