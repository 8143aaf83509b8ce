"""Reports on paper: ``report.pdf`` beside the page of every council, cluster, region and nation.

The document is set by Typst from the page's own main part (see ``paper_tree``), as tagged PDF/UA-1. Typst
writes each object by itself, so the file is packed afterwards, to less than half. Dates are those of the
edition, and the file's identifier follows from its content: the same page gives the same bytes. One that says
the same is not set again: see ``kept_files``.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import font_source_sans_pro
import font_source_serif_pro

from generator.catalogue.records import Edition
from generator.catalogue.settings import Settings
from generator.errors import ProsperityError
from generator.files.kept_files import KeptFiles, hash_said
from generator.paper.paper_charts import load_chart_style
from generator.paper.paper_tree import PaperReader
from generator.paths import Paths

TEMPLATE = Path("paper") / "report.typ"
STANDARD = "ua-1"
FACES = ("SourceSansPro", "SourceSansProSemibold", "SourceSansProIt", "SourceSansProSemiboldIt")
SERIF_FACES = ("SourceSerifPro", "SourceSerifProSemibold")
# Part of the key of kept files: raise it when the way of packing changes.
RECIPE = "1"


@dataclass(frozen=True)
class PaperPress:
    """Sets reports on paper; travels to other processes without its compiler.

    Attributes:
        template: the Typst file.
        typefaces: folder of the fonts, and of nothing else.
        reader: reads pages.
        settings: title and publisher.
        edition: whose date and name stand on each page.
        base: absolute address of the frozen copy of the edition.
        kept: reports set before.
    """

    template: Path
    typefaces: Path
    reader: PaperReader
    settings: Settings
    edition: Edition
    base: str
    kept: KeptFiles
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """Leave behind what cannot travel."""
        return {name: value for name, value in self.__dict__.items() if name not in ("compiler", "recipe")}

    @cached_property
    def compiler(self) -> Any:
        """The Typst compiler of this process."""
        # The processes of a build are as many as processors; more threads in each would only wait.
        os.environ.setdefault("RAYON_NUM_THREADS", "1")
        import typst

        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(self.typefaces)]
        )
        return typst.Compiler(self.template, root=self.template.parent, font_paths=fonts)

    @cached_property
    def recipe(self) -> tuple[str | bytes, ...]:
        """What every report depends on besides its own words: template, typefaces and programs."""
        from importlib.metadata import version

        faces = hash_said(file.read_bytes() for file in sorted(self.typefaces.iterdir()))
        programs = (version("typst"), version("pikepdf"), version("segno"))
        return (RECIPE, *programs, faces, self.template.read_bytes())

    def make(self, path: str, page: str) -> bytes:
        """Return the report on paper of the page at ``path``, tagged PDF/UA-1.

        Args:
            path: address of the page under the site root.
            page: its HTML.

        Raises:
            ProsperityError: the page cannot be read or set, e.g. for a chart without words.
        """
        report = json.dumps(self.gather(path, page), ensure_ascii=False, sort_keys=True)
        name = path.strip("/").replace("/", "-")
        return self.kept.take(name, (*self.recipe, report), lambda: self.set_report(path, report))

    def gather(self, path: str, page: str) -> Mapping[str, Any]:
        """Return all that the template needs: see its first lines."""
        return {
            **self.reader.read(page, path),
            "brand": self.settings.title,
            "edition": self.edition.name,
            "date": self.edition.date,
            "publisher": self.settings.contributors,
            "permalink": self.base + path,
            "shades": dict(self.reader.style.shades),
        }

    def set_report(self, path: str, report: str) -> bytes:
        """Return the packed PDF of a gathered report, given as JSON, with the code of its address."""
        import typst

        day = datetime.fromisoformat(self.edition.date).replace(tzinfo=UTC)
        try:
            content: bytes = self.compiler.compile(
                format="pdf",
                sys_inputs={"report": report, "code": draw_code(self.base + path)},
                pdf_standards=[STANDARD],
                timestamp=int(day.timestamp()),
            )
        except typst.TypstError as error:
            raise ProsperityError(
                f"a report could not be set on paper: {error.message}",
                file=self.template.name,
                field=f"page {path}",
                mend="; ".join(error.hints) or "see what Typst says of it",
            ) from error
        return pack(content)


def pack(content: bytes) -> bytes:
    """Return a PDF with its small objects packed together and an identifier that follows from its content."""
    import pikepdf

    packed = BytesIO()
    with pikepdf.open(BytesIO(content)) as document:
        document.save(
            packed,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            linearize=False,
        )
    return packed.getvalue()


def draw_code(address: str) -> str:
    """Return the QR code of an address as SVG without a margin."""
    drawn = BytesIO()
    make_code(address).save(drawn, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True)
    return drawn.getvalue().decode("utf-8")


def make_code(address: str, mask: int | None = None) -> Any:
    """Return the QR code of an address, from which a seventh may be lost; with the best mask unless told."""
    import segno

    return segno.make(address, micro=False, error="m", mask=mask)


def collect_typefaces(cache: Path) -> Path:
    """Return a folder that holds the faces of paper reports and nothing else.

    Typst takes whole folders, and those of the font packages hold every face twice, in two formats.
    """
    folder = cache / "typefaces"
    folder.mkdir(parents=True, exist_ok=True)
    sans: dict[str, str] = font_source_sans_pro.font_files_ttf
    serif: dict[str, str] = font_source_serif_pro.font_files_ttf
    for source in [*(sans[name] for name in FACES), *(serif[name] for name in SERIF_FACES)]:
        target = folder / Path(source).name
        if not target.is_file():
            aside = folder.parent / f".{target.name}.part"
            shutil.copyfile(source, aside)
            aside.replace(target)
    return folder


def open_press(paths: Paths, settings: Settings, edition: Edition, *, base: str) -> PaperPress:
    """Return the press of a project.

    Args:
        paths: where templates, styles and the cache are.
        settings, edition, base: see ``PaperPress``.
    """
    style = load_chart_style(paths.site / "assets" / "css")
    return PaperPress(
        template=paths.templates / TEMPLATE,
        typefaces=collect_typefaces(paths.cache),
        reader=PaperReader(style, base),
        settings=settings,
        edition=edition,
        base=base,
        kept=KeptFiles(paths.cache / "papers", ".pdf"),
    )
