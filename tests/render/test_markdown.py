"""Templates of Markdown: a value means just itself wherever it stands; a gap stops the build."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from markdown import markdown

from generator.errors import ProsperityError
from generator.render.markdown import Sheet, draw_sheet, escape, make_markdown_environment

ODD = (
    "a < b & c",
    "2 * 3 * 4",
    "snake_case_name",
    "[not](a link)",
    "`x`",
    "a\\b",
    "{: .note }",
    "![x](y)",
    "x | y",
)


def draw(folder: Path, template: str, **values: object) -> str:
    (folder / "prose").mkdir(exist_ok=True)
    (folder / "prose/page.md").write_text(template, "utf-8")
    return draw_sheet(make_markdown_environment([folder]), Sheet("page.md", values))


@pytest.mark.parametrize("text", [*ODD, "# no heading", "> none", "- none", "1. none", ": none"])
def test_escaped_text_means_just_itself(text: str) -> None:
    assert (
        unescape(markdown(escape(text), extensions=["attr_list", "def_list", "tables"])) == f"<p>{text}</p>"
    )


def test_escaped_text_stays_on_one_line() -> None:
    assert escape("a\n\n# b") == "a # b"


@pytest.mark.parametrize("text", ODD)
def test_a_value_means_just_itself_in_a_sentence_a_cell_a_heading_and_a_macro(
    tmp_path: Path, text: str
) -> None:
    page = draw(
        tmp_path,
        "{% macro told(name) %}It is {{ name }}.{% endmacro %}\n"
        "# {{ name }}\n\n{{ told(name) }}\n\n{% filter paragraph %}\nSo\nis {{ name }}.\n{% endfilter %}\n\n"
        "| A | B |\n|---|---|\n| {{ name }} | b |\n",
        name=text,
    )
    html = unescape(markdown(page, extensions=["tables", "attr_list"]))
    for told in (
        f"<h1>{text}</h1>",
        f"<p>It is {text}.</p>",
        f"<p>So is {text}.</p>",
        f"<td>{text}</td>\n<td>b</td>",
    ):
        assert told in html


@pytest.mark.parametrize("value", [1.5, None, True, ["a"]])
def test_what_is_no_text_is_not_printed(tmp_path: Path, value: object) -> None:
    with pytest.raises(ProsperityError, match="neither text nor a whole number") as stopped:
        draw(tmp_path, "# Page\n\n{{ value }}\n", value=value)
    assert (stopped.value.file, stopped.value.line) == ("page.md", 3)


def test_a_gap_stops_and_a_choice_without_an_else_is_empty(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="'value' is undefined"):
        draw(tmp_path, "{{ value }}")
    assert draw(tmp_path, "a{{ ' each' if number > 1 }}\n", number=1) == "a"


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("/a_b/#c", "/a_b/#c"),
        ("https://example.org/?a=1&b=%20", "https://example.org/?a=1&b=%20"),
        ("a) <b> [c]|`\\", "a%29%20%3Cb%3E%20%5Bc%5D%7C%60%5C"),
    ],
)
def test_no_sign_of_an_address_ends_its_link(tmp_path: Path, address: str, printed: str) -> None:
    assert draw(tmp_path, "[x]({{ to | address }})", to=address) == f"[x]({printed})"


def test_what_could_end_code_is_refused(tmp_path: Path) -> None:
    assert draw(tmp_path, "{{ name | code }}", name="a_b <c>") == "`a_b <c>`"
    for text in ("a`b", "a\nb", ""):
        with pytest.raises(ProsperityError, match="cannot be set as code"):
            draw(tmp_path, "{{ name | code }}", name=text)


def test_words_go_with_their_number(tmp_path: Path) -> None:
    sentence = '{{ n | spelled("area") | start }} {{ n | agree("is", "are") }} {{ n | spelled }}'
    told = [draw(tmp_path, sentence + ", {{ n | count('step') }}", n=number) for number in (1, 2, 12)]
    assert told == [
        "One area is one, 1 step",
        "Two areas are two, 2 steps",
        "In all, 12 areas are 12, 12 steps",
    ]
