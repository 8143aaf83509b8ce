"""Brings the raw files of recipes that name an address, each with a note beside it of where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import Field

from generator.catalogue.observations import read_dataset
from generator.catalogue.records import Record
from generator.errors import ProsperityError
from generator.files.documents import dump_record, load_record
from generator.files.download import Patience, download
from generator.files.intake import find_inside
from generator.files.writer import encode_text
from generator.paths import Paths
from generator.sources.readers import read_raw
from generator.sources.recipe import Recipe

NOTE = ".fetched.yml"
"""What is put behind the name of a raw file, for the name of its note."""
_COMING = ".coming-"


class FetchNote(Record):
    """Where a raw file came from.

    Attributes:
        accessed: date on which the publisher was last asked, and had this file.
        etag, modified: what the server calls this state of it, to ask for a newer one.
    """

    address: str
    accessed: str
    sha256: str
    size: int = Field(ge=0)
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """What became of one dataset.

    Attributes:
        dataset: its slug.
        news: "new" where the file is another than the one that ``data/`` was made from, else "same".
        words: the same for people.
        error: why nothing came, or None.
    """

    dataset: str
    news: str
    words: str
    error: ProsperityError | None = None


def choose_recipes(recipes: Sequence[Recipe], names: Sequence[str]) -> tuple[Recipe, ...]:
    """Return the recipes to fetch for: those that are named, or all with an address that was tried.

    Raises:
        ProsperityError: a name that no recipe has, or whose recipe has no address.
    """
    if not names:
        return tuple(one for one in recipes if one.fetch is not None and not one.fetch.untried)
    known = {one.dataset: one for one in recipes}
    for name in names:
        if name not in known or known[name].fetch is None:
            raise ProsperityError(
                "the recipe names no address" if name in known else "no recipe is of this dataset",
                code=name,
                expected="a dataset with `fetch` in its recipe",
                mend="write the address of the publisher's file there",
            )
    return tuple(known[name] for name in dict.fromkeys(names))


def fetch(recipe: Recipe, folder: Path, *, data: Paths, patience: Patience) -> Fetched:
    """Bring the raw file of one recipe, if the publisher has a newer one; ``data/`` stays as it is.

    The file takes its place only when it is whole and can be read as the recipe says. A file that is there
    and was not fetched is not replaced.

    Args:
        recipe: with an address.
        folder: of raw files.
        data: to tell whether the file is new.
        patience: how long, how large, how often.
    """
    try:
        words, digest = _bring(recipe, folder, patience=patience)
    except ProsperityError as error:
        return Fetched(recipe.dataset, "failed", error.problem, error)
    described = data.datasets / recipe.dataset / "dataset.yml"
    imported = read_dataset(described).raw_sha256 if described.is_file() else ""
    same = digest == imported
    told = "the one that data/ was made from" if same else "not yet in data/"
    return Fetched(recipe.dataset, "same" if same else "new", f"{words}; {told}")


def _bring(recipe: Recipe, folder: Path, *, patience: Patience) -> tuple[str, str]:
    """Return what became of the file, in words, and the SHA-256 of what is there now."""
    assert recipe.fetch is not None
    address = recipe.fetch.address
    file = find_inside(folder, recipe.file)
    note_file = file.with_name(file.name + NOTE)
    known = _read_note(file, note_file, address=address)
    file.parent.mkdir(parents=True, exist_ok=True)
    coming = file.with_name(_COMING + file.name)
    coming.unlink(missing_ok=True)
    try:
        found = download(
            address,
            coming,
            etag=known.etag if known else "",
            modified=known.modified if known else "",
            patience=patience,
        )
        today = patience.clock.today().isoformat()
        if not found.changed:
            assert known is not None
            _write(note_file, known.model_copy(update={"accessed": today}))
            return "unchanged since it was last fetched", known.sha256
        try:
            read_raw(coming, recipe.layout, recipe.form)
        except ProsperityError as error:
            raise error.in_file(address) from None
        coming.replace(file)
    finally:
        coming.unlink(missing_ok=True)
    note = FetchNote(
        address=address, accessed=today, sha256=found.sha256, size=found.size, etag=found.etag,
        modified=found.modified,
    )  # fmt: skip
    _write(note_file, note)
    if known is not None and known.sha256 == found.sha256:
        return "fetched again, the same bytes", found.sha256
    return f"fetched, {found.size:,} bytes", found.sha256


def _read_note(file: Path, note_file: Path, *, address: str) -> FetchNote | None:
    """Return the note of a file that was fetched and is as it came; None where there is no file.

    Raises:
        ProsperityError: there is a file that was not fetched, or was changed since.
    """
    if not file.exists():
        return None
    note = load_record(note_file, FetchNote) if note_file.is_file() else None
    if note is None or sha256(file.read_bytes()).hexdigest() != note.sha256:
        raise ProsperityError(
            "a file is in the way that was changed since it was fetched"
            if note
            else "a file is in the way that was not fetched",
            file=file,
            expected="no file, or one as it was fetched",
            mend="name another folder with --output, or move the file",
        )
    return note if note.address == address else note.model_copy(update={"etag": "", "modified": ""})


def _write(file: Path, note: FetchNote) -> None:
    made = file.with_name(_COMING + file.name)
    made.write_bytes(encode_text(dump_record(note)))
    made.replace(file)
