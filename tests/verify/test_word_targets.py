"""The table of ``check --words``: small pages whose words, frames and lists are counted by hand."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from generator.cli import main
from generator.errors import ProsperityError
from generator.verify.frames import Framer, count_words, list_phrases, split_sentences
from generator.verify.page_words import counts_people, measure_page
from generator.verify.visible import read_runs
from generator.verify.word_targets import (
    Row,
    cuts_silently,
    describe_rows,
    list_of_card,
    list_of_embed,
    measure_site,
    names_neutral,
)

FRAMER = Framer(
    list_phrases(("Hull", "Leeds", "North East", "Smoking", "after 16")),
    list_phrases(("per 1,000 people", "a week", "points")),
)
LONG = "One two three four five six seven eight nine ten " * 2 + "and six words more to twenty-six."


def page(body: str, head: str = "") -> str:
    start = '<!doctype html><html lang="en-GB"><head><title>A title</title>'
    return f"{start}{head}</head><body>{body}</body></html>"


def test_what_is_closed_is_not_shown_but_its_summary_is() -> None:
    runs = read_runs(
        page(
            "<nav>Site</nav><main><p>Shown <b>at</b> once.<span class='vh'> Heard</span></p>"
            "<details><summary>More</summary><p>Closed.</p><details><summary>Deeper</summary>Deep.</details></details>"
            "<details open><summary>Open</summary><p>Seen.</p></details>"
            "<svg><title>Chart</title><desc>Told</desc><text>Label</text></svg><p hidden>Gone.</p>"
            '<p class="only-print">Paper.</p><script>var no = "<p>code</p>";</script></main>'
        )
    )
    assert [run.text for run in runs if not run.opened] == [
        *("Site", "Shown at once.", "More", "Open", "Seen.", "Label")
    ]
    assert [run.text for run in runs if run.opened] == ["Closed.", "Deeper", "Deep."]
    assert [run.text for run in runs if not run.in_main] == ["Site"]
    assert [run.text for run in runs if run.in_table] == ["Label"]


def test_sentences_end_with_a_stop_and_labels_are_none() -> None:
    text = "It stood at 5.5 in 2024. The rest (of 12) fell! Leeds: 3.1 times?"
    assert split_sentences(text) == [
        "It stood at 5.5 in 2024.",
        "The rest (of 12) fell!",
        "Leeds: 3.1 times?",
    ]
    assert split_sentences("Figures, source and rule") == []
    assert count_words("Hull’s 1,200 well-kept homes: 5.5%.") == 5
    assert count_words(LONG) == 26


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hull scores 47 out of 100.", "Leeds scores nine out of 100."),
        ("In 2024, 3.1 per 1,000 people left.", "In 2023, £4 a week left."),
        ("It fell most in Hull, Leeds and the North East.", "It fell most in Leeds."),
        ("It fell by 2.0 points in May 2024.", "It fell by 11 points in 2023."),
    ],
)
def test_names_numbers_and_units_are_no_part_of_a_frame(one: str, other: str) -> None:
    assert FRAMER.frame(one) == FRAMER.frame(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hull scores 47.", "Hull ranks 47."),
        ("It rose in Hull.", "It fell in Hull."),
        ("Hull rose, but Leeds fell.", "Hull fell."),
    ],
)
def test_other_words_are_another_frame(one: str, other: str) -> None:
    assert FRAMER.frame(one) != FRAMER.frame(other)


def test_a_page_is_measured_by_hand() -> None:
    measured = measure_page(
        page(
            "<nav>Two words</nav><main><h1>Hull</h1><p>Hull scores 47. Leeds scores 52.</p>"
            "<p>But it fell, while Leeds rose.</p><table><tr><td>A cell.</td></tr></table>"
            f"<details><summary>More</summary><p>{LONG}</p></details></main>"
        ),
        FRAMER,
    )
    # Site 2, heading 1, two sentences of 3 each, one of 6, the cell 2, the summary 1.
    assert measured.words == 18
    assert (measured.sentences, measured.frames, measured.top) == (3, 2, 2)
    assert measured.top_frame == "@ scores # ."
    assert (measured.long, measured.opened, measured.links) == (0, (4, 1), 2)
    assert not measured.counts_people


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("About 14,000 children live in poor homes.", True),
        ("There, 1,200 older people live alone.", True),
        ("There were 28.8 new firms for every 10,000 people.", False),
        ("It had 5.1 deaths per 100,000 people.", False),
        ("With fewer than 20,000 people, one event moves a rate.", False),
        ("In 2023, residents had £19,162 to spend.", False),
        ("In 2023 households had 5.3 rooms, not 2.5 people in each.", False),
        ("It scores 47 out of 100.", False),
    ],
)
def test_a_count_of_people_is_not_the_base_of_a_rate(sentence: str, counted: bool) -> None:
    assert counts_people(sentence) is counted


def test_a_cut_is_silent_unless_the_number_left_out_is_told() -> None:
    found = [{"finding": "strength", "text": f"Fact {word}."} for word in ("one", "two", "three")]
    shown = "<p>Fact one.</p><details><summary>Rest</summary><p>Fact two.</p>"
    assert not cuts_silently(page(f"{shown}<p>Fact three.</p></details>"), found)
    assert cuts_silently(page(f"{shown}</details>"), found)
    assert cuts_silently(page(f"{shown}</details><p>Six and two more.</p>"), found)
    assert cuts_silently(page(f"{shown}</details><p>Five and one more than before.</p>"), found)
    assert not cuts_silently(page(f"{shown}</details><p>Shown two and one more.</p>"), found)


def test_a_bare_topic_in_a_list_is_found_and_a_claim_is_not(tmp_path: Path) -> None:
    neutral = frozenset(("smoking", "broadband and mobile signal"))
    alt = '<meta property="og:image:alt" content="Hull: 38 out of 100. Strengths: {}. Map of the UK.">'
    assert names_neutral(list_of_card(page("", alt.format("Few adults smoke: 3.1%; Smoking"))), neutral)
    assert not names_neutral(
        list_of_card(page("", alt.format("Few adults smoke: 3.1%; Good signal"))), neutral
    )
    embed = tmp_path / "index.html"
    embed.write_text(
        page('<h1>Smoking</h1><div class="lists"><h2>Good</h2><ul><li>Few adults smoke: 3%</li></ul></div>')
    )
    assert not names_neutral(list_of_embed(embed), neutral)
    embed.write_text(page('<div class="lists"><ul><li>Smoking</li></ul></div>'))
    assert names_neutral(list_of_embed(embed), neutral)


def write_table(folder: Path, name: str, *rows: dict[str, str]) -> None:
    file = folder / "data" / f"{name}.csv"
    file.parent.mkdir(exist_ok=True)
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_site(folder: Path) -> None:
    """Write a made-up site of two councils and a home page; no figure of it is of a real place."""
    area = {"kind": "council", "nation": "England"}
    write_table(
        folder,
        "areas",
        *(
            {"code": code, "name": name, "short_name": name, "slug": name.lower(), **area}
            for code, name in (("E1", "Hull"), ("E2", "Leeds"))
        ),
    )
    write_table(folder, "indicators", {"indicator": "smoking", "name": "Smokers", "unit": "%"})
    write_table(
        folder, "scores", {"area_code": "E1", "area_name": "Hull", "kind": "council", "node": "overall"}
    )
    write_table(folder, "findings", {"area_code": "E1", "finding": "strength", "text": "Few smoke."})
    pages = {
        "": "<main><p>All is well.</p></main>",
        "councils/hull/": "<main><p>About 4,000 people live alone here. Few smoke.</p></main>",
        "councils/leeds/": f"<main><p>{LONG} It fell by 3. It fell by 4. It fell by 5. It fell by 6.</p>",
    }
    for path, body in pages.items():
        (folder / path).mkdir(parents=True, exist_ok=True)
        (folder / path / "index.html").write_text(page(body))
    (folder / "councils" / "hull" / "data.csv").write_text("level,node,name\nelement,smoking,Smoking\n")
    (folder / "embed" / "councils" / "leeds").mkdir(parents=True)
    (folder / "embed/councils/leeds/index.html").write_text(page('<ul class="lists"><li>Smoking</li></ul>'))


def test_the_table_of_a_small_site(tmp_path: Path) -> None:
    write_site(tmp_path)
    rows = {(row.kind, row.measure): row for row in measure_site(tmp_path)}
    at = "councils/leeds/"
    assert rows["council", "words before anything is opened"] == Row(
        "council", "words before anything is opened", 2, 25.0, 42, at, 1300, True
    )
    # Leeds: two frames of five sentences, one of them used four times; one of the five is long.
    frames = rows["council", "frames for each sentence"]
    assert (frames.median, frames.worst, frames.page, frames.met) == (0.7, 0.4, at, False)
    used = rows["council", "uses of the most used frame"]
    assert (used.worst, used.page, used.target, used.met) == (4, at, 3, False)
    long = rows["council", "% of sentences over 25 words"]
    assert (long.median, long.worst, long.met) == (10.0, 20.0, False)
    people = rows["council", "pages that count no people"]
    assert (people.worst, people.page, people.median, people.met) == (1, at, None, False)
    assert rows["council", "reports that cut findings silently"].met
    assert rows["council", "cards that name a topic, not a claim"].met
    assert rows["council", "embeds that name a topic, not a claim"].page == at
    assert rows["home", "words before anything is opened"].target is None
    assert not any(kind == "cluster" for kind, _ in rows)


def test_the_command_prints_the_table_and_fails_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path)
    assert main(["check", str(tmp_path), "--words"]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.split() == ["kind", "measure", "pages", "median", "worst", "target", "met", "worst", "page"]
    assert second.split()[-6:] == ["2", "25", "42", "1,300", "yes", "councils/leeds/"]
    assert main(["check", str(tmp_path), "--words", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["worst"] for row in told if row["measure"] == "pages that count no people"] == [1]
    assert len(describe_rows(measure_site(tmp_path)).splitlines()) == len(told) + 1


def test_what_cannot_be_measured_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="no built site"):
        measure_site(tmp_path)
    assert main(["check", str(tmp_path), "--json"]) != 0
