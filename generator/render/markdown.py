"""Markdown made from data: the templates of generated pages, in which a value can only mean itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, Undefined
from markupsafe import Markup

from generator.errors import ProsperityError
from generator.render.environment import explain_template_error, make_environment
from generator.text.numbers import pluralise, spell_count

FOLDER = "prose"
"""Where the templates of Markdown are, under all templates."""
_SIGNS = re.compile(r"[\\|*_`\[\]{}]")
_OPENINGS = (
    (re.compile(r"^(\s*)([#>]|[-+](?=\s))"), r"\1\\\2"),
    (re.compile(r"^(\s*\d+)(?=\.\s)"), r"\1\\"),
    (re.compile(r"^(\s*):(?=\s)"), r"\1&#58;"),
)
"""What would make a heading, a quotation, an item or a definition of a line, and what stands for it."""
_KEPT = "%:/?#@!$&+,;=~*"
"""Signs of an address that stay as they are; a bracket or a blank would end the link."""


@dataclass(frozen=True)
class Sheet:
    """A page of text, or a part of one, before it is drawn.

    Attributes:
        template: file name under ``templates/prose/``.
        values: what the template prints: plain text, whole numbers, and rows of tables.
    """

    template: str
    values: Mapping[str, object]


def make_markdown_environment(folders: Sequence[Path]) -> Environment:
    """Return the environment of templates that give Markdown: every value that they print is escaped.

    Args:
        folders: template folders, the first one that has a template wins.
    """
    environment = make_environment(folders, finalize=print_value)
    environment.filters |= {
        "address": print_address,
        "agree": agree,
        "code": print_code,
        "count": count,
        "paragraph": join_lines,
        "spelled": spell,
        "start": start,
    }
    return environment


def draw_sheet(environment: Environment, sheet: Sheet) -> str:
    """Return the Markdown of a sheet, without an empty line at its end.

    Args:
        environment: from ``make_markdown_environment``.
        sheet: template and values.

    Raises:
        ProsperityError: the template is missing or wrong, or asks for something it was not given.
    """
    name = f"{FOLDER}/{sheet.template}"
    try:
        return environment.get_template(name).render(sheet.values).removesuffix("\n")
    except ProsperityError:
        raise
    except Exception as error:
        raise explain_template_error(error, name, sheet.template) from error


def escape(text: str) -> str:
    """Return plain text as Markdown that means just that, on one line, safe in a table cell."""
    plain = re.sub(r"\s+", " ", text)
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), ("~", "&#126;")):
        plain = plain.replace(sign, entity)
    plain = _SIGNS.sub(r"\\\g<0>", plain)
    for opening, instead in _OPENINGS:
        plain = opening.sub(instead, plain)
    return plain


def print_value(value: object) -> Markup:
    """Return what a template prints for a value: text escaped, a whole number as it is.

    Raises:
        TypeError: it is no text, so that its look would be an accident.
    """
    if isinstance(value, Markup):
        return value
    if isinstance(value, Undefined):
        # Stops at a gap, and is empty for a choice without an "else".
        return Markup(str(value))
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError(f"{value!r} is neither text nor a whole number")
    return Markup(escape(str(value)))


def print_address(text: str) -> Markup:
    """Return an address or an anchor in which no sign can end the link."""
    return Markup(quote(text, safe=_KEPT))


def print_code(text: str) -> Markup:
    """Return text set as code.

    Raises:
        ProsperityError: it holds a sign that could end the code or its line.
    """
    if not text or "`" in text or "\n" in text:
        raise ProsperityError(f"{text!r} cannot be set as code", expected="text on one line, without `")
    return Markup(f"`{text}`")


def join_lines(text: str) -> Markup:
    """Return a block of a template as one line, so that each of its sentences can have a line of its own."""
    return Markup(" ".join(line.strip() for line in text.splitlines() if line.strip()) + "\n")


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun, e.g. "12 pillars"."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or f'{noun}s'}"


def spell(number: int, noun: str = "") -> str:
    """Return a count as a sentence has it, with its noun if one is given: "one", "six areas", "35 areas"."""
    return pluralise(number, noun) if noun else spell_count(number)


def agree(number: int, one: str, many: str) -> str:
    """Return the form of a word that goes with a number: ``2 | agree("is", "are")`` is "are"."""
    return one if number == 1 else many


def start(words: str) -> str:
    """Return words that can begin a sentence: a word with a capital, a numeral after "In all,"."""
    return words[0].upper() + words[1:] if words[0].isalpha() else f"In all, {words}"
