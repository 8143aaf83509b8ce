"""Writes a JSON Schema for each kind of YAML file that people edit, from the records that read them.

    .venv/bin/python scripts/schemas.py

Editors check a file while it is written: ``.vscode/settings.json`` says which schema is for which file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from generator.catalogue.bent_years import BentYears
from generator.catalogue.citation_file import CitationFile
from generator.catalogue.cluster_claims import ClusterClaims
from generator.catalogue.copies import Copies
from generator.catalogue.denominators import Book
from generator.catalogue.doubts import Reviews
from generator.catalogue.editions import Corrections
from generator.catalogue.left_out import LeftOut
from generator.catalogue.licences import Licences
from generator.catalogue.pairs import Pairs
from generator.catalogue.places import PlaceFiles
from generator.catalogue.presets import Presets
from generator.catalogue.records import Edition, Framework
from generator.catalogue.search_words import SearchWords
from generator.catalogue.settings import Settings
from generator.catalogue.stated_errors import StatedErrors
from generator.export.columns import Tables
from generator.sources.inside_recipe import InsideRecipe
from generator.sources.recipe import Recipe
from generator.text.bands import BandWords
from generator.text.evidence_rules import EvidenceWords
from generator.text.rules import SentenceRules

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "templates/schemas"
EDITORS = ".vscode/settings.json"
MODELS: dict[str, type[BaseModel]] = {
    "CITATION.cff": CitationFile,
    "data/bent_years.yml": BentYears,
    "data/clusters/claims.yml": ClusterClaims,
    "data/copies.yml": Copies,
    "data/corrections.yml": Corrections,
    "data/edition.yml": Edition,
    "data/errors.yml": StatedErrors,
    "data/framework.yml": Framework,
    "data/inside_recipe.yml": InsideRecipe,
    "data/left_out_reasons.yml": LeftOut,
    "data/licences.yml": Licences,
    "data/place_sources.yml": PlaceFiles,
    "data/recipes/*.yml": Recipe,
    "data/reviews.yml": Reviews,
    "data/search_words.yml": SearchWords,
    "data/settings.yml": Settings,
    "data/weights.yml": Presets,
    "generator/catalogue/denominators.yml": Book,
    "templates/tables.yml": Tables,
    "templates/text/bands.yml": BandWords,
    "templates/text/evidence.yml": EvidenceWords,
    "templates/text/findings.yml": SentenceRules,
    "templates/text/pairs.yml": Pairs,
}
"""The record that reads each file. What an import writes is not edited, and has none."""


def main() -> int:
    """Write all schemas, and which is for which file."""
    for path, content in make_files().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(content, encoding="utf-8")
    return 0


def make_files() -> dict[str, str]:
    """Return the content of each file that is to be there, by path."""
    schemas = {name_schema(path): model for path, model in MODELS.items()}
    files = {
        path: dump({"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()})
        for path, model in schemas.items()
    }
    named = {f"./{name_schema(path)}": path for path in MODELS}
    return files | {EDITORS: dump({"yaml.schemas": named})}


def name_schema(path: str) -> str:
    """Return where the schema of a file stands."""
    part = path.replace("/*", "")
    return f"{FOLDER}/{Path(part).stem.lower()}.schema.json"


def dump(content: object) -> str:
    """Return JSON as it is committed."""
    return f"{json.dumps(content, indent=1, ensure_ascii=False)}\n"


if __name__ == "__main__":
    sys.exit(main())
