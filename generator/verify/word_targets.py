"""How the words of each kind of page stand against their targets: the table of ``check --words``."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from html import unescape
from pathlib import Path
from statistics import median

from generator.errors import ProsperityError
from generator.verify.frames import Framer, list_phrases
from generator.verify.page_words import PageWords, measure_page
from generator.verify.public_tables import PublicTables, read_rows
from generator.verify.report_sentences import FOLDERS
from generator.verify.sentence_numbers import read_numbers
from generator.verify.visible import read_runs

KINDS = ("council", "cluster", "region", "nation", "element", "indicator", "home")
SHARED = ("council", "cluster", "region", "nation")
"""Kinds of pages with a card and an embed."""
LISTED = ("strength", "weakness", "context", "relative_strength", "relative_weakness")
"""Kinds of findings that a report lists one by one."""
_ALT = re.compile(r'<meta property="og:image:alt" content="([^"]*)"')
_MORE = re.compile(r"\band ([\d,]+|[a-z]+) more\b(?! than)")
_PARTS = re.compile(r"[.:;]\s+|[.:;]$")


@dataclass(frozen=True)
class Measure:
    """What is measured of every page of a kind, and the target.

    Attributes:
        name: as the table says it.
        read: the value of a page; None where the page has nothing to measure.
        target: that the worst page has to meet; None where there is none.
        least: whether the target is the least that is right, and not the most.
        digits: after the point.
        kinds: that have the target; all kinds are measured.
    """

    name: str
    read: Callable[[PageWords], float | None]
    target: float | None = None
    least: bool = False
    digits: int = 0
    kinds: tuple[str, ...] = KINDS


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        kind: of page.
        measure: what is measured.
        pages: how many pages were measured.
        median: of these; None where pages are counted.
        worst: the value of the worst page, or the number of pages that fail.
        page: the worst page, the first of several by its address; empty where none fails.
        target: None where there is none.
        met: None where there is no target.
    """

    kind: str
    measure: str
    pages: int
    median: float | None
    worst: float
    page: str
    target: float | None
    met: bool | None


def _share(part: int, whole: int, times: float = 1) -> float | None:
    return times * part / whole if whole else None


MEASURES = (
    Measure("words before anything is opened", lambda page: page.words, 1300, kinds=("council",)),
    Measure("frames for each sentence", lambda page: _share(page.frames, page.sentences), 0.8, True, 2),
    Measure("uses of the most used frame", lambda page: page.top or None, 3),
    Measure("% of sentences over 25 words", lambda page: _share(page.long, page.sentences, 100), 5, digits=1),
    Measure("the same with all open", lambda page: _share(page.opened[1], page.opened[0], 100), digits=1),
    Measure("linking words", lambda page: page.links, least=True),
)


def list_pages(tables: PublicTables) -> Iterator[tuple[str, str, str]]:
    """Yield kind, code or slug, and folder of every page that is measured and stands in the site."""
    places = [
        (area["kind"], code, f"{FOLDERS[area['kind']]}/{area['slug']}")
        for code, area in tables.areas.items()
        if area["kind"] in FOLDERS
    ]
    others = [
        (kind, file.parent.name, f"{folder}/{file.parent.name}")
        for kind, folder in (("cluster", "clusters"), ("element", "elements"), ("indicator", "indicators"))
        for file in tables.folder.glob(f"{folder}/*/index.html")
    ]
    for page in sorted([*places, *others, ("home", "", "")], key=lambda each: each[2]):
        if (tables.folder / page[2] / "index.html").is_file():
            yield page


def measure_site(folder: Path) -> list[Row]:
    """Return the table of a built site, kind by kind.

    Raises:
        ProsperityError: where the folder holds no built site with its tables.
    """
    if not (folder / "data" / "areas.csv").is_file():
        raise ProsperityError(
            "there is no built site to measure",
            file=folder / "data" / "areas.csv",
            expected="the tables of a whole build",
            mend="run prosperity build first, or name the folder of a build",
        )
    tables = PublicTables(folder)
    framer = make_framer(tables)
    neutral = frozenset(name.lower() for node, name in tables.node_names.items() if node != "overall")
    found: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for finding in tables.findings:
        found[finding["area_code"]].append(finding)
    texts = {path: (folder / path / "index.html").read_text("utf-8") for _, _, path in list_pages(tables)}
    rows: list[Row] = []
    for kind in KINDS:
        pages = [(code, path) for of, code, path in list_pages(tables) if of == kind]
        measured = [(path, measure_page(texts[path], framer)) for _, path in pages]
        rows += [row for measure in MEASURES if (row := sum_up(kind, measure, measured))]
        if not pages:
            continue
        count = partial(count_failing, kind, len(pages))
        if kind == "council":
            rows.append(
                count("pages that count no people", (p for p, page in measured if not page.counts_people))
            )
            cut = (path for code, path in pages if cuts_silently(texts[path], found[code]))
            rows.append(count("reports that cut findings silently", cut))
        if kind in SHARED:
            cards = (path for _, path in pages if names_neutral(list_of_card(texts[path]), neutral))
            rows.append(count("cards that name a topic, not a claim", cards))
            embeds = ((path, folder / "embed" / path / "index.html") for _, path in pages)
            wrong = (path for path, file in embeds if names_neutral(list_of_embed(file), neutral))
            rows.append(count("embeds that name a topic, not a claim", wrong))
    return rows


def make_framer(tables: PublicTables) -> Framer:
    """Return what takes names and units out of the sentences of a site."""
    places = [area[key] for area in tables.areas.values() for key in ("name", "short_name")]
    indicators = list(read_rows(tables.folder / "data" / "indicators.csv"))
    names = [
        *places,
        *tables.titles.values(),
        *tables.node_names.values(),
        *(row["name"] for row in indicators),
    ]
    units = [row["unit"].lstrip("%\u00a3 ") for row in indicators]
    return Framer(list_phrases(names), list_phrases([*units, "points", "percentage points", "point"]))


def sum_up(kind: str, measure: Measure, measured: Sequence[tuple[str, PageWords]]) -> Row | None:
    """Return the line of one measure of one kind; None where no page has anything to measure."""
    values = [(value, path) for path, page in measured if (value := measure.read(page)) is not None]
    if not values:
        return None
    worst, page = min(values, key=lambda item: (item[0] if measure.least else -item[0], item[1]))
    target = measure.target if kind in measure.kinds else None
    shown = round(worst, measure.digits)
    met = None if target is None else shown >= target if measure.least else shown <= target
    middle = round(median(value for value, _ in values), measure.digits)
    return Row(kind, measure.name, len(values), middle, shown, f"{page}/".lstrip("/"), target, met)


def count_failing(kind: str, pages: int, name: str, failing: Iterable[str]) -> Row:
    """Return the line of what no page may do, with the first page that does."""
    found = sorted(failing)
    return Row(kind, name, pages, None, len(found), f"{found[0]}/" if found else "", 0, not found)


def cuts_silently(page: str, findings: Iterable[Mapping[str, str]]) -> bool:
    """Say whether a report leaves out findings of a kind without saying how many more there are.

    What a rule drops before it publishes its findings cannot be seen here.
    """
    text = " ".join(run.text for run in read_runs(page))
    missing = Counter(
        row["finding"] for row in findings if row["finding"] in LISTED and row["text"] not in text
    )
    told = {number for match in _MORE.finditer(text) for number in read_numbers(match[1])}
    return not told.issuperset(missing.values())


def list_of_card(page: str) -> list[str]:
    """Return the parts of what the picture of a report is said to show."""
    match = _ALT.search(page)
    return [part.strip() for part in _PARTS.split(unescape(match[1])) if part.strip()] if match else []


def list_of_embed(file: Path) -> list[str]:
    """Return the entries of the lists of an embed; a report without one has none."""
    runs = read_runs(file.read_text("utf-8")) if file.is_file() else []
    return [run.text.split(":")[0].strip() for run in runs if "lists" in run.classes]


def names_neutral(items: Iterable[str], neutral: frozenset[str]) -> bool:
    """Say whether an entry of a list is the bare name of a part of the framework."""
    return any(item.lower() in neutral for item in items)


def describe_rows(rows: Iterable[Row]) -> str:
    """Return the table as text, a line for each measure."""
    lines: list[tuple[str, ...]] = [
        ("kind", "measure", "pages", "median", "worst", "target", "met", "worst page")
    ]
    for row in rows:
        digits = next((measure.digits for measure in MEASURES if measure.name == row.measure), 0)
        figures = (
            "\u2013" if value is None else f"{value:,.{digits}f}"
            for value in (row.median, row.worst, row.target)
        )
        met = "\u2013" if row.met is None else "yes" if row.met else "no"
        lines.append((row.kind, row.measure, f"{row.pages:,}", *figures, met, row.page))
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    left = (0, 1, 6, 7)
    return "".join(
        "  ".join(
            cell.ljust(widths[i]) if i in left else cell.rjust(widths[i]) for i, cell in enumerate(line)
        ).rstrip()
        + "\n"
        for line in lines
    )


def dump_rows(rows: Iterable[Row]) -> str:
    """Return the table as JSON."""
    return json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False) + "\n"
