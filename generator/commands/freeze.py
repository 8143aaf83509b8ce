"""``prosperity freeze``: the frozen copy of an edition, which stays as it is."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import ProsperityError

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
        "--site-url", metavar="URL", help="where the site will be published (default: as in site/mkdocs.yml)"
    )
    parser.add_argument(
        "--close",
        action="store_true",
        help="close the edition: keep its record and its inputs under data/editions/, to be committed",
    )


def run(args: argparse.Namespace) -> int:
    """Build the copy; with ``--close`` record what it was made from."""
    from generator.paths import PROJECT
    from generator.publish.build import BuildOptions, find_site_url
    from generator.publish.site_address import warn_of_example

    options = BuildOptions(output=PROJECT.frozen, site_url=args.site_url)
    sys.stderr.write(warn_of_example(find_site_url(options, PROJECT)))
    sys.stdout.write(freeze(PROJECT, name=args.edition, site_url=args.site_url, close=args.close))
    return 0


def freeze(paths: Paths, *, name: str | None, site_url: str | None, close: bool) -> str:
    """Build the frozen copy of an edition and return what was done, in words.

    Raises:
        ProsperityError: the edition is closed, and the copy would be another one; or whatever is wrong with
            data, templates or pages.
    """
    from generator.catalogue import store
    from generator.catalogue.editions import load_closed, name_edition
    from generator.publish.build import BuildOptions, build_site
    from generator.publish.environment import EDITIONS
    from generator.publish.frozen import put_into, read_copy

    edition = name_edition(store.load_edition(paths), name)
    record = next((each for each in load_closed(paths) if each.name == edition.name), None)
    target = paths.frozen / edition.name
    # A closed edition is built aside, so that its copy is never touched.
    aside = target if record is None else paths.frozen / f".{edition.name}-again"
    options = BuildOptions(output=aside, edition=edition.name, site_url=site_url, frozen=True)
    told = build_site(options, paths).summary()
    if record is not None:
        return told + compare_again(record, aside, target)
    copy = read_copy(target)
    if copy is not None and put_into(paths.public, copy):
        told += f"it stands in {paths.public} too, under {EDITIONS}{edition.name}/\n"
    if close:
        told += close_edition(paths, target)
    return told


def compare_again(record: ClosedEdition, aside: Path, target: Path) -> str:
    """Put a copy that was built again in its place where it is the recorded one, and there is none.

    Raises:
        ProsperityError: it is another one.
    """
    import hashlib
    import shutil

    from generator.publish.manifest import MANIFEST

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
    from generator.catalogue.yaml_files import dump_record
    from generator.publish.frozen import read_copy

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
    paths.editions.mkdir(parents=True, exist_ok=True)
    pack_inputs(paths, paths.editions / f"{copy.name}.zip")
    (paths.editions / f"{copy.name}.yml").write_text(dump_record(record), encoding="utf-8")
    return (
        f"the edition {copy.name} is closed. Now commit data/editions/, tag the commit edition-{copy.name},\n"
        f"keep frozen/{copy.name}/ as a release of that tag, and raise the name in data/edition.yml.\n"
    )
