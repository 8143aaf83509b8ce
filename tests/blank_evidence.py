"""Evidence that holds what a test tells, and nothing else of note."""

from __future__ import annotations

from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from generator.findings.evidence import Evidence

E = TypeVar("E", bound=Evidence)


def make_evidence(kind: type[E], **told: Any) -> E:
    blanks = {key: _blank(hint) for key, hint in get_type_hints(kind).items() if key not in ("rule", "keys")}
    return kind(**blanks | told)


def _blank(hint: Any) -> object:
    origin = get_origin(hint) or hint
    if origin is Literal:
        return get_args(hint)[0]
    if origin is Union:
        return None
    return origin() if origin in (int, float, str, tuple) else {}
