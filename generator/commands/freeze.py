"""``prosperity freeze``: the frozen copy of an edition, which stays as it is."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import ProsperityError
from generator.files.ours import EDITIONS, MANIFEST
from generator.files.outputs import choose_site

if TYPE_CHECKING:
    from generator.catalogue.editions import ClosedEdition
    from generator.paths import Paths

NAME = "freeze"
HELP = "build the frozen copy of the edition, which stands under editions/ of the site; close the edition"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the edition, its address and whether it is closed."""
    parser.add_argument(
        "--edition", metavar="NAME", help="name of the edition (default: as in data/edition.yml)"
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="replace an older copy also where it holds files that prosperity did not put there",
    )
    parser.add_argument(
        "--site-url",
        metavar="URL",
        help="where the site will be published (default: as in data/settings.yml)",
    )
    parser.add_argument(
        "--close",
        action="store_true",
        help="close the edition: keep its record and its inputs under data/editions/, to be committed",
    )


def run(args: argparse.Namespace) -> int:
    """Build the copy; with ``--close`` record what it was made from."""
    from generator.paths import PROJECT

    told = freeze(PROJECT, name=args.edition, site_url=args.site_url, close=args.close, force=args.force)
    sys.stdout.write(told)
    return 0


def freeze(paths: Paths, *, name: str | None, site_url: str | None, close: bool, force: bool = False) -> str:
    """Build the frozen copy of an edition and return what was done, in words.

    Raises:
        ProsperityError: the edition is closed, and the copy would be another one; what stands in its place
            may not be replaced, see ``outputs.choose_site``; whatever is wrong with data, templates or pages.
    """
    from generator.catalogue.editions import load_closed, refuse_name
    from generator.catalogue.records import Edition
    from generator.files.documents import load_record

    if name is None:
        name = load_record(paths.edition, Edition).name
        refuse_name(name, file=paths.edition, field="name")
    else:
        refuse_name(name, field="--edition")
    record = next((each for each in load_closed(paths) if each.name == name), None)
    target = paths.frozen / name
    # A closed edition is built aside, so that its copy is never touched.
    aside = choose_site(
        target if record is None else paths.frozen / f".{name}-again", force=force, frozen=True
    )
    choose_site(paths.public / EDITIONS / name, force=force, frozen=True)
    if close and record is None and not force:
        refuse_kept(paths, name)
    from generator.catalogue.settings import load_settings
    from generator.export.site_address import warn_of_example
    from generator.site.build import BuildOptions, build_site, find_site_url
    from generator.site.frozen import put_into, read_copy

    options = BuildOptions(output=aside, edition=name, site_url=site_url, frozen=True, force=force)
    sys.stderr.write(warn_of_example(find_site_url(options, load_settings(paths))))
    told = build_site(options, paths).summary()
    if record is not None:
        return told + compare_again(record, aside, target)
    copy = read_copy(target)
    if copy is not None and put_into(paths.public, copy, force=force):
        told += f"it stands in {paths.public} too, under {EDITIONS}{name}/\n"
    if close:
        told += close_edition(paths, target)
    return told


def refuse_kept(paths: Paths, name: str) -> None:
    """Stop where something is kept for an edition that has no record.

    Raises:
        ProsperityError: it is.
    """
    file = paths.editions / f"{name}.zip"
    if file.exists():
        raise ProsperityError(
            f"there are inputs of the edition {name}, which is not closed",
            file=file,
            expected="no such file before an edition is closed",
            mend="move it elsewhere, or give --force to overwrite it",
        )


def compare_again(record: ClosedEdition, aside: Path, target: Path) -> str:
    """Put a copy that was built again in its place where it is the recorded one, and there is none.

    Raises:
        ProsperityError: it is another one.
    """
    import hashlib
    import shutil

    same = hashlib.sha256((aside / MANIFEST).read_bytes()).hexdigest() == record.manifest_sha256
    if same and not target.exists():
        aside.rename(target)
        return f"the closed edition {record.name} was built again: the same, byte for byte\n"
    shutil.rmtree(aside)
    if same:
        return f"the closed edition {record.name} is there already, byte for byte\n"
    raise ProsperityError(
        f"the edition {record.name} is closed, and this copy would be another one",
        field="--edition",
        code=record.name,
        expected="the data, the program and the address it was closed with",
        mend=f"check out the tag edition-{record.name}, or raise the name in data/edition.yml",
    )


def close_edition(paths: Paths, target: Path) -> str:
    """Write the record and the inputs of an edition whose copy was just built; return what to do next."""
    import hashlib

    from generator.catalogue.editions import ClosedEdition, pack_inputs
    from generator.files.documents import dump_record
    from generator.files.writer import replace_files
    from generator.site.frozen import read_copy

    copy = read_copy(target)
    if copy is None:
        raise ProsperityError("there is no copy to close", file=target)
    record = ClosedEdition(
        name=copy.name,
        date=str(copy.manifest["date"]),
        data_cut=str(copy.manifest["data_cut"]),
        code_version=str(copy.manifest["code_version"]),
        code_sha256=str(copy.manifest["code_sha256"]),
        scores_sha256=hashlib.sha256((target / "data" / "scores.csv").read_bytes()).hexdigest(),
        manifest_sha256=copy.sha256,
    )
    kept = {f"{copy.name}.zip": pack_inputs(paths), f"{copy.name}.yml": dump_record(record).encode()}
    replace_files(paths.editions, kept)
    return (
        f"the edition {copy.name} is closed. Now commit data/editions/, tag the commit edition-{copy.name},\n"
        f"keep frozen/{copy.name}/ as a release of that tag, and raise the name in data/edition.yml.\n"
    )
