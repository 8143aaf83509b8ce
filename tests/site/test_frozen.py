"""Frozen copies: a closed edition is never changed, and a stale copy is left out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from little_site import SETTINGS, draw

from generator.catalogue.editions import ClosedEdition, CorrectedPlace, Correction
from generator.catalogue.records import Edition
from generator.errors import ProsperityError
from generator.export.closed import refuse_changed
from generator.export.release import Release
from generator.files.documents import dump_record
from generator.paths import Paths
from generator.prose.editions import gather_corrections, gather_editions
from generator.render.assets import Assets
from generator.render.environment import Address
from generator.site.frozen import add_copies, find_copies, find_open_copy, read_copy
from generator.verify.checks import check_site

HASH = "0" * 64
SCORES = b"area_code,score\nE01,50\n"
EDITION = Edition(name="2026.1", year=2026, date="2026-11-23", seed=1, draws=1)
HOME = "https://example.org/sub/"


def make_copy(paths: Paths, name: str, *, frozen: bool = True, cut: str = "cut") -> str:
    """Put a small frozen copy in its place; return the sha256 of its manifest."""
    folder = paths.frozen / name
    (folder / "data").mkdir(parents=True)
    (folder / "data/scores.csv").write_bytes(SCORES)
    (folder / "index.html").write_text("<h1>Then</h1>", "utf-8")
    manifest = json.dumps(
        {
            "edition": name,
            "address": f"{HOME}editions/{name}/",
            "frozen": frozen,
            "data_cut": cut,
            "code_sha256": "code",
            "files": {
                path: hashlib.sha256((folder / path).read_bytes()).hexdigest()
                for path in ("data/scores.csv", "index.html")
            },
        }
    )
    (folder / "manifest.json").write_text(manifest, "utf-8")
    return hashlib.sha256(manifest.encode()).hexdigest()


def make_record(name: str, manifest: str) -> ClosedEdition:
    return ClosedEdition(
        name=name,
        date="2025-11-20",
        data_cut=HASH,
        code_version="1",
        code_sha256=HASH,
        scores_sha256=hashlib.sha256(SCORES).hexdigest(),
        manifest_sha256=manifest,
    )


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path)


def test_the_copy_of_a_closed_edition_is_the_recorded_one_or_refused(paths: Paths) -> None:
    told = make_copy(paths, "2025.1")
    assert set(find_copies(paths, [make_record("2025.1", told), make_record("2024.1", HASH)])) == {"2025.1"}
    with pytest.raises(ProsperityError, match=r"closed edition 2025\.1 is not the one that was published"):
        find_copies(paths, [make_record("2025.1", HASH)])


def test_a_folder_that_is_no_frozen_copy_is_refused(paths: Paths) -> None:
    assert read_copy(paths.frozen / "2025.1") is None
    make_copy(paths, "2025.1", frozen=False)
    with pytest.raises(ProsperityError, match="no frozen copy"):
        read_copy(paths.frozen / "2025.1")
    (paths.frozen / "2025.1" / "manifest.json").unlink()
    with pytest.raises(ProsperityError, match="no frozen copy"):
        read_copy(paths.frozen / "2025.1")


def test_the_copy_of_an_open_edition_goes_along_only_while_it_is_of_the_same_data_and_code(
    paths: Paths,
) -> None:
    make_copy(paths, "2026.1")
    same = {"address": f"{HOME}editions/2026.1/", "data_cut": "cut", "code_sha256": "code"}
    assert find_open_copy(paths, "2026.1", **same) is not None
    for key in same:
        assert find_open_copy(paths, "2026.1", **{**same, key: "new"}) is None


def test_scores_of_a_closed_edition_cannot_change_under_its_name(paths: Paths) -> None:
    paths.editions.mkdir(parents=True)
    (paths.editions / "2025.1.yml").write_text(dump_record(make_record("2025.1", HASH)), "utf-8")
    refuse_changed(paths, "2025.1", SCORES)
    refuse_changed(paths, "2025.2", b"other")
    with pytest.raises(ProsperityError, match=r"2025\.1 is closed, and its scores would be others"):
        refuse_changed(paths, "2025.1", b"other")


def test_copies_stand_in_the_site_as_they_are(paths: Paths, tmp_path: Path) -> None:
    make_copy(paths, "2025.1")
    copy = read_copy(paths.frozen / "2025.1")
    assert copy is not None
    add_copies(tmp_path / "site", [copy])
    for path in ("index.html", "data/scores.csv", "manifest.json"):
        there = tmp_path / "site/editions/2025.1" / path
        assert there.read_bytes() == (copy.folder / path).read_bytes()


@pytest.mark.parametrize("gone", [True, False])
def test_a_copy_that_is_not_as_it_was_is_not_published(paths: Paths, tmp_path: Path, gone: bool) -> None:
    make_copy(paths, "2025.1")
    copy = read_copy(paths.frozen / "2025.1")
    assert copy is not None
    page = copy.folder / "index.html"
    if gone:
        page.unlink()
    else:
        page.write_text("<h1>Then, better</h1>", "utf-8")
    with pytest.raises(ProsperityError, match="not as it was") as caught:
        add_copies(tmp_path / "site", [copy])
    assert caught.value.file == str(page)


def test_a_frozen_page_that_was_changed_is_found(paths: Paths, tmp_path: Path) -> None:
    make_copy(paths, "2025.1")
    copy = read_copy(paths.frozen / "2025.1")
    assert copy is not None
    site = tmp_path / "site"
    add_copies(site, [copy])
    (site / "index.html").write_text("<h1>Now</h1>", "utf-8")
    told = [fault for fault in check_site(site) if fault.path.startswith("editions/")]
    assert told == []
    changed = site / "editions/2025.1/index.html"
    changed.unlink()
    changed.write_text("<h1>Then, better</h1>", "utf-8")
    told = [fault for fault in check_site(site) if fault.path.startswith("editions/")]
    assert [(fault.rule, fault.path) for fault in told] == [("manifest", "editions/2025.1/index.html")]


def test_a_frozen_copy_has_its_own_address_and_leads_elsewhere_for_what_it_lacks() -> None:
    release = Release(SETTINGS, EDITION, HOME, frozen=True)
    assert release.base == release.site_url == "https://example.org/sub/editions/2026.1/"
    assert Release(SETTINGS, EDITION, HOME).site_url == HOME
    address = Address("councils/hull/", release.site_url, Assets({}, {}), release.home)
    assert address.href("councils/hull/data.csv") == "../../councils/hull/data.csv"
    for target in ("embed/councils/hull/", "councils/hull/data.json", "feed.xml", "api/v1/index.json"):
        assert address.href(target) == HOME + target


def test_a_page_leads_to_its_older_editions_where_it_was_in_them() -> None:
    release = Release(
        SETTINGS,
        EDITION,
        HOME,
        older=(("2025.2", frozenset({"councils/hull/index.html"})), ("2025.1", frozenset({"index.html"}))),
    )
    assert release.list_older("councils/hull/") == [("2025.2", "/editions/2025.2/councils/hull/")]
    # A frozen copy does not know what will stand beside it but that it will.
    frozen = Release(SETTINGS, EDITION, HOME, older=(("2025.2", None),), frozen=True)
    assert frozen.list_older("councils/hull/") == [("2025.2", f"{HOME}editions/2025.2/")]


def test_the_page_of_editions_lists_the_open_one_and_the_closed() -> None:
    release = Release(SETTINGS, EDITION, HOME, data_cut="abc", older=(("2025.1", frozenset({"index.html"})),))
    told = draw(gather_editions(release, [make_record("2025.1", HASH), make_record("2024.1", HASH)]))
    assert "| 2026.1 | November 2026 | open | `abc` |" in told
    assert "| [2025.1](/editions/2025.1/) | November 2025 | closed | `000000000000` |" in told
    assert "| 2024.1 | November 2025 | closed |" in told
    closed = draw(gather_editions(release, [make_record("2026.1", HASH)]))
    assert "open" not in closed
    # A frozen copy says the same before and after its edition, or a later one, is closed.
    frozen = replace(release, older=(("2025.1", None),), frozen=True)
    before = draw(gather_editions(frozen, [make_record("2025.1", HASH)]))
    assert "| 2026.1 | November 2026 | this copy |" in before
    assert f"[2025.1]({HOME}editions/2025.1/)" in before
    later = [make_record(name, HASH) for name in ("2026.2", "2026.1", "2025.1")]
    assert draw(gather_editions(frozen, later)) == before


def test_corrections_are_listed_with_place_old_and_new() -> None:
    each = Correction(
        date="2026-12-01",
        edition="2026.2",
        figure="work",
        what="A slip.",
        places=(CorrectedPlace(code="E01", old="1%", new="2%"),),
        others="two more",
    )
    told = draw(gather_corrections([each], names={"E01": "Hull"}, figures={"work": "Work"}))
    assert "### Work, December 2026 { #2026-12-01-work }" in told
    assert "A slip. Right since edition 2026.2." in told
    assert "| Hull | 1% | 2% |" in told and "Also: two more." in told
    assert draw(gather_corrections([], names={}, figures={})) == "There are no corrections yet."
