"""What the columns of a publisher's own file hold, as far as their names and cells tell."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.errors import ProsperityError
from generator.files.sheets import Lines
from generator.geography.area_names import AreaNames
from generator.sources.codes import CODE, COUNCIL_PREFIXES
from generator.sources.period_forms import read_period_text

NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?(?:[eE][+-]?\d+)?", re.ASCII)

_ORDER = (
    "iso",
    "day",
    "months",
    "year-ending",
    "quarter",
    "month",
    "financial-year",
    "years",
    "calendar-year",
)

"""In which forms of periods are tried: a form that reads more texts stands further behind."""

_HEADS = {
    "calendar-year": r"\d{4}",
    "financial-year": r"\d{4}\s*(?:[-–/]|to)\s*\d{2,4}",
    "years": r"\d{4}\s*(?:[-–/]|to)\s*\d{2,4}",
    "month": r"[A-Za-z]+[ -]\d{2,4}",
    "months": r"[A-Za-z]+ ?(?:\d{4})?\s*(?:[-–]|to)\s*[A-Za-z]+ \d{4}",
    "quarter": r"(?:Q\d|\d{4})[ -]*(?:\d{4}|Q\d)",
    "day": r"[\d/-]+|\d+ [A-Za-z]+ \d{4}",
    "iso": r"\d{4}-\d{2}-\d{2}(?:/P\w+)?",
    "year-ending": r"(?i:year|ye|12 months) .*\d{4}",
}

"""What a head that is a period looks like in each form."""

_DOUBTS = {
    "financial-year": "is read as a financial year, April to March: school-year if it begins in September, "
    "years if it is two calendar years",
    "years": "is read as calendar years, the first and the last included",
    "calendar-year": "is read as a calendar year: year-from-april, year-to-march or on-31-march if it is "
    "another year, or a day of it",
    "day": "is read as one day, not as the period that ends or begins with it",
}


def _named(*patterns: str) -> Callable[[str], bool]:
    shapes = [re.compile(pattern) for pattern in patterns]
    return lambda name: any(shape.fullmatch(name.casefold()) for shape in shapes)


_ROLES: dict[str, tuple[Callable[[str], bool], ...]] = {
    "period": (
        _named(r"time period|period|date ?code|date|year ?code|financial year"),
        _named(r".*(?:period|year|date|quarter|month|time).*"),
    ),
    "value": (
        _named(r"value|obs_value|data ?values?|data|figure|observation"),
        _named(r".*(?:rate|percent|value|%).*"),
    ),
    "lower": (
        _named(r".*(?:lower|lci|lcl).*95.*|.*95.*lower.*|lci.*|lower.*(?:ci|limit|bound|interval).*|lower"),
    ),
    "upper": (
        _named(r".*(?:upper|uci|ucl).*95.*|.*95.*upper.*|uci.*|upper.*(?:ci|limit|bound|interval).*|upper"),
    ),
    "margin": (_named(r"conf(?:idence)?|.*(?:margin of error|±|\+/-).*"),),
    "status": (_named(r"(?:value |data )?(?:note|status|flag|marker|note ?code)s?|obs_status(?:_name)?"),),
    "indicator": (
        _named(r"indicator name|statistic label|data description|variable_name|variable name"),
        _named(r"indicator|variable|measure|statistic"),
    ),
    "unit": (_named(r"units?|unit of measure(?:ment)?|unit_measure"),),
}


@dataclass
class Guess:
    """How a file may be read.

    Attributes:
        form: what is to stand under ``form`` of the recipe.
        nations: nations that have areas in the file.
        series: series of the recipe, each with what the file tells; what it does not is open.
        unsure: what a person should look at, one sentence each.
        status_words: words beside figures, for the recipe to say what they mean.
    """

    form: dict[str, Any]
    nations: list[str] = field(default_factory=list)
    series: list[dict[str, Any]] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    status_words: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass
class Grid:
    """The rows that have an area, and the names of their columns."""

    head: list[str]
    rows: list[list[str]]
    area: int
    names: bool

    def column(self, place: int) -> list[str]:
        """Return the cells of a column."""
        return [row[place] for row in self.rows]

    def values(self, place: int) -> list[str]:
        """Return the different cells of a column, in the order in which they come."""
        return list(dict.fromkeys(self.column(place)))


def is_area(row: Sequence[str], area: int, names: AreaNames | None) -> bool:
    """Return whether a row is about an area: by its code, or by its name where names are given."""
    if len(row) <= area or not row[area]:
        return False
    if names is None:
        return CODE.fullmatch(row[area]) is not None and len(row[area]) > 3
    return names.knows(row[area])


def find_areas(lines: Lines, names: AreaNames) -> tuple[int, bool]:
    """Return the column of areas, and whether they are named there and not coded."""
    coded: Counter[int] = Counter()
    named: Counter[int] = Counter()
    councils: Counter[int] = Counter()
    for row in lines.rows:
        for place, cell in enumerate(row):
            if CODE.fullmatch(cell) and len(cell) > 3:
                coded[place] += 1
                councils[place] += cell[:3] in COUNCIL_PREFIXES
            elif cell and names.knows(cell):
                named[place] += 1
    if councils:
        # A parent area has a code too, but that of a council stands in one column.
        return max(sorted(councils), key=lambda place: (councils[place], coded[place])), False
    if named:
        return max(sorted(named), key=lambda place: named[place]), True
    raise ProsperityError(
        "no column holds councils",
        file=lines.file,
        code=lines.sheet or None,
        expected="codes such as E06000001, or names of data/areas.csv",
        mend="name the sheet with --sheet, or another file",
    )


def find_head(lines: Lines, first: int, *, area: int) -> tuple[list[str], list[int]]:
    """Return the names of the columns and the lines they stand on."""
    above = [place for place in range(first) if sum(map(bool, lines.rows[place])) > 1]
    if not above:
        raise ProsperityError(
            "there is no line with names above the first area",
            file=lines.file,
            line=lines.lines[first],
            expected="a head",
        )
    chosen = [above[-1]]
    row = lines.rows[above[-1]]
    if (len(row) <= area or not row[area]) and len(above) > 1 and above[-2] == above[-1] - 1:
        chosen.insert(0, above[-2])
    width = max(len(lines.rows[place]) for place in chosen)
    names = [""] * width
    for number, place in enumerate(chosen):
        before = ""
        for column, cell in enumerate([*lines.rows[place], *[""] * (width - len(lines.rows[place]))]):
            before = cell or (before if number + 1 < len(chosen) else "")
            names[column] = " | ".join(filter(None, (names[column], " ".join(before.split()))))
    return names, [lines.lines[place] for place in chosen]


def tell_head(grid: Grid, place: int, guess: Guess) -> str:
    """Return the name of a column; note where it is not its own."""
    name = grid.head[place]
    if not name or grid.head.count(name) > 1:
        guess.unsure.append(f"Column {place + 1} has no name of its own: give it one in the file.")
    return name


def note_names(
    lines: Lines, grid: Grid, found: Sequence[int], *, head: int, names: AreaNames, guess: Guess
) -> None:
    """Note what stands in the column of names and is no area that is known."""
    strange: list[str] = []
    for place, row in enumerate(lines.rows):
        if place < found[0] and lines.lines[place] <= head:
            continue
        if not row and place > found[0]:
            break
        cell = row[grid.area] if len(row) > grid.area else ""
        if cell and not names.knows(cell):
            strange.append(cell)
    if strange:
        guess.form["not_areas"] = list(dict.fromkeys(strange))
        guess.unsure.append(
            f"No area is called {', '.join(map(repr, dict.fromkeys(strange)))}: these rows are left out. If "
            "one is an area, write its code under codes instead."
        )
    guess.unsure.append(
        "Areas are found by name: look at each that could be another, such as a former county."
    )


def note_uncoded(lines: Lines, found: Sequence[int], *, area: int, name: int | None, guess: Guess) -> None:
    """Note rows among those with a code that have none, such as totals."""
    named: list[str] = []
    for place in range(found[0], len(lines.rows)):
        row = lines.rows[place]
        told = [column for column, cell in enumerate(row) if cell]
        if not told or told == [0]:
            break
        if place not in found:
            named += [row[column] for column in (name, area) if column is not None and column in told][:1]
    if named:
        guess.form["not_areas"] = list(dict.fromkeys(named))
        guess.unsure.append(
            f"Rows without a code are left out: {', '.join(map(repr, dict.fromkeys(named)))}."
        )


def find_roles(grid: Grid, guess: Guess) -> dict[str, int]:
    """Return the column of every role that can be told from its name and what it holds."""
    roles: dict[str, int] = {}
    taken = {grid.area}
    for role, shapes in _ROLES.items():
        for shape in shapes:
            places = [
                place
                for place, name in enumerate(grid.head)
                if place not in taken and name and shape(name) and _may_hold(grid, place, role)
            ]
            if places:
                best = (
                    min(places, key=lambda place: _rank_period(grid, place))
                    if role == "period"
                    else places[0]
                )
                roles[role] = best
                taken.add(best)
                if len(places) > 1 and role in ("value", "period"):
                    others = ", ".join(repr(grid.head[place]) for place in places if place != best)
                    guess.unsure.append(f"{role.capitalize()}: {grid.head[best]!r} is taken, not {others}.")
                break
    if not grid.names:
        places = [place for place in range(len(grid.head)) if place not in taken and _is_label(grid, place)]
        if places:
            roles["name"] = places[0]
    return dict(sorted(roles.items(), key=lambda one: list(_ROLES).index(one[0]) if one[0] in _ROLES else -1))


def _may_hold(grid: Grid, place: int, role: str) -> bool:
    cells = [cell for cell in grid.column(place) if cell]
    if role == "period":
        return bool(cells) and all(_read_form(cell) for cell in dict.fromkeys(cells))
    if role in ("value", "lower", "upper", "margin"):
        if _read_form(grid.head[place].split(" | ")[0]):
            return False
        return any(NUMBER.fullmatch(cell) for cell in cells)
    return True


def _rank_period(grid: Grid, place: int) -> tuple[int, int]:
    """Say how much a column of periods tells; less is better."""
    forms = {_read_form(cell) for cell in grid.values(place) if cell}
    return max(_ORDER.index(form) for form in forms if form), place


def _read_form(text: str) -> str | None:
    """Return the first form that reads a period."""
    for form in _ORDER:
        try:
            read_period_text(text, (form,))
        except ProsperityError:
            continue
        return form
    return None


def _is_label(grid: Grid, place: int) -> bool:
    """Say whether a column has one text for each area, and another for most others: its name."""
    labels: dict[str, set[str]] = defaultdict(set)
    for row in grid.rows:
        labels[row[grid.area]].add(row[place])
    one_each = all(len(found) == 1 for found in labels.values())
    different = {text for found in labels.values() for text in found}
    return one_each and len(different) == len(labels) and not any(map(NUMBER.fullmatch, different))


def find_periods(texts: Iterable[str], guess: Guess) -> None:
    """Note the forms of the periods, and what each could be taken for."""
    first: dict[str, str] = {}
    for text in texts:
        form = _read_form(text) if text else None
        if form is not None:
            first.setdefault(form, text)
    forms = [form for form in _ORDER if form in first]
    if forms != ["iso"]:
        guess.form["periods"] = forms
    guess.unsure += [f"{first[form]!r} {_DOUBTS[form]}." for form in forms if form in _DOUBTS]


def find_across(grid: Grid, guess: Guess) -> list[int]:
    """Return the columns of figures, where each holds one period."""
    heads = {place: name.split(" | ") for place, name in enumerate(grid.head) if place != grid.area and name}
    dated = {place: parts for place, parts in heads.items() if _read_form(parts[0])}
    if not dated:
        raise ProsperityError(
            "no column of figures is found, and no column whose name is a period",
            expected="a column called value, or heads that are periods",
            code=", ".join(filter(None, grid.head)),
            mend="give the columns such names, or write the recipe by hand",
        )
    forms = list(dict.fromkeys(str(_read_form(parts[0])) for parts in dated.values()))
    shape = "|".join(dict.fromkeys(_HEADS[form] for form in forms))
    endings: dict[str, str] = {}
    for parts in dated.values():
        ending = " | ".join(parts[1:])
        role = next(
            (role for role in ("margin", "lower", "upper", "status") if any(s(ending) for s in _ROLES[role])),
            "value",
        )
        endings.setdefault(role, ending)
    guess.form["across"] = {
        role: f"({shape})" + (re.escape(f" | {ending}").replace(r"\ ", " ") if ending else "")
        for role, ending in sorted(endings.items(), key=lambda one: one[0] != "value")
    }
    if "value" not in endings:
        raise ProsperityError(
            "no column holds figures", expected="heads of figures beside those of intervals"
        )
    find_periods((parts[0] for parts in dated.values()), guess)
    return list(dated)
