"""YAML and JSON in and out of typed records; an error names file, line and key, and all that is wrong.

Files are plain data: no tags, one document, no key twice, and neither deeper nor larger, aliases counted as
often as they are used, than any file of a person is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.errors import ProsperityError
from generator.files.faults import CORRECT, Faults
from generator.files.texts import Text, read_text

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # the wheel was built without libyaml: the same, slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Model = TypeVar("Model", bound=BaseModel)
DEEPEST = 30
"""Lists and keys inside each other. Ours go eleven deep."""
LARGEST = 2_000_000
"""Characters of a document. Several times the framework."""
MOST = 200_000
"""Values of a document, those behind an alias counted each time."""
_SAFE = 1000
_ALIAS = re.compile(r"(?:^|[\s\[{,])\*\w", re.ASCII | re.MULTILINE)
NOT_MARKUP, WORDS = r"^[^<>\x00-\x1f\x7f]*$", r"^[^<>\x00-\x1f\x7f]+$"
"""Patterns of text on one line that is no markup, empty or not."""
_KINDS = (
    ("int_", "a whole number"),
    ("float_", "a number"),
    ("finite_number", "a number"),
    ("bool_", "true or false"),
    ("list_", "a list"),
    ("tuple_", "a list"),
    ("dict_", "keys and values"),
    ("model_", "keys and values"),
)
"""How the names of pydantic's errors begin, and what would have been right."""
_EXPECTED = {"missing": "the key with a value", "extra_forbidden": "only keys that the documentation names"}


@dataclass(frozen=True)
class Document(Generic[Model]):
    """A file that was read.

    Attributes:
        file: where it was read from.
        record: what it says.
        root: the tree of its nodes, which keeps the lines.
    """

    file: Path
    record: Model
    root: yaml.Node

    def line(self, *keys: int | str) -> int:
        """Return the line of the value behind these keys and places."""
        return find_line(self.root, keys)


def load_record(path: Path, model: type[Model], *, mend: str = CORRECT) -> Model:
    """Read one YAML file into a record; see ``read_document``."""
    return read_document(path, model, mend=mend).record


def read_document(file: Path, model: type[Model], *, mend: str = CORRECT) -> Document[Model]:
    """Read one YAML file into a record, and keep its lines.

    Args:
        file: to read.
        model: of the record.
        mend: what can be done where it is wrong.

    Raises:
        ProsperityError: no such file, too large or too deep, not UTF-8, not YAML, a key given twice, a tag,
            or a value that does not fit the record; with the line and the key, all such values together.
    """
    root, data = _parse(read_text(file, what="YAML", mend=mend), mend=mend)
    try:
        return Document(file, model.model_validate(data), root)
    except ValidationError as error:
        faults = Faults(file, mend)
        for one in list_errors(error):
            faults.add(
                tell_problem(one["type"], one["msg"]),
                line=find_line(root, one["loc"]),
                name=".".join(str(step) for step in one["loc"]) or None,
                expected=tell_expected(one["type"], one["input"], one.get("ctx", {})),
            )
        faults.check()
        raise


def read_json(file: Path, *, mend: str = CORRECT, missing: str | None = None) -> Any:
    """Return what a JSON file says.

    Raises:
        ProsperityError: no such file, too large or too deep, not UTF-8, not JSON, a key given twice, or a
            number that is none.
    """
    text = read_text(file, what="JSON", mend=mend, missing=missing)
    try:
        return json.loads(text.content, object_pairs_hook=_refuse_twins, parse_constant=_refuse_constant)
    except json.JSONDecodeError as reason:
        raise ProsperityError(
            f"not a JSON file ({reason.msg})", file=file, line=reason.lineno, expected="JSON", mend=mend
        ) from None
    except RecursionError:
        raise ProsperityError(
            "the file is nested too deep", file=file, expected="JSON of a few levels", mend=mend
        ) from None
    except ValueError as reason:
        raise ProsperityError(f"not a JSON file ({reason})", file=file, expected="JSON", mend=mend) from None


def read_json_record(
    file: Path, model: type[Model], *, mend: str = CORRECT, missing: str | None = None
) -> Model:
    """Read one JSON file into a record.

    Raises:
        ProsperityError: as for ``read_json``, or values that do not fit the record, all together.
    """
    content = read_json(file, mend=mend, missing=missing)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = Faults(file, mend)
        for one in list_errors(error):
            faults.add(
                tell_problem(one["type"], one["msg"]),
                name=".".join(str(step) for step in one["loc"]) or None,
                expected=tell_expected(one["type"], one["input"], one.get("ctx", {})),
            )
        faults.check()
        raise


def find_text(file: Path, text: str, *, occurrence: int = 1) -> int | None:
    """Return the line of a file that ends with ``text`` (quotes ignored); for checks across records."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.split(" #")[0].rstrip().replace('"', "").replace("'", "").endswith(f" {text}"):
            occurrence -= 1
            if occurrence == 0:
                return number
    return None


def find_line(root: yaml.Node, loc: Iterable[int | str]) -> int:
    """Return the line (from 1) of the deepest node on the way of ``loc``: of the key where there is one."""
    node, line = root, _line(root)
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if str(key.value) == str(step)]
            if not found:
                break
            line, node = _line(found[0][0]), found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = _line(node)
        else:
            break
    return line


def find_key(path: Path, *keys: str) -> int | None:
    """Return the line of a YAML file in which the value behind these keys starts, for checks of its words."""
    if not path.is_file():
        return None
    root = yaml.compose(path.read_text("utf-8-sig"), Loader=yaml.SafeLoader)
    return None if root is None else find_line(root, keys)


def dump_record(record: BaseModel) -> str:
    """Return the record as YAML, keys in the order of the record's fields, the same bytes every time."""
    text: str = yaml.dump(
        record.model_dump(mode="json"),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=110,
        default_flow_style=False,
    )
    return text


def list_errors(error: ValidationError) -> list[ErrorDetails]:
    """Return what pydantic found, without what only follows from something wrong further in."""
    found = error.errors(include_url=False)
    inner = {one["loc"][:length] for one in found for length in range(len(one["loc"]))}
    return [one for one in found if one["loc"] not in inner] or found


def tell_problem(kind: str, message: str) -> str:
    """Return what is wrong with a value, from what pydantic says of it."""
    known = {"missing": "a required key is missing", "extra_forbidden": "this key is not known"}
    said = message.removeprefix("Value error, ")
    return known.get(kind, said[:1].lower() + said[1:])


def tell_expected(kind: str, given: object, context: Mapping[str, Any]) -> str:
    """Return what would have been right in the place of a value."""
    if kind == "string_type":
        return f"text; put it in quotes (YAML read {given!r})"
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    for start, words in _KINDS:
        if kind.startswith(start):
            return words
    if context.get("pattern") in (NOT_MARKUP, WORDS):
        return "words on one line, without < and >"
    for key, words in (
        ("pattern", "text like {}"),
        ("expected", "{}"),
        ("ge", "{} or more"),
        ("gt", "more than {}"),
    ):
        if key in context:
            return words.format(str(context[key]).strip("^$"))
    for key, words in (("le", "{} or less"), ("min_length", "{} or more"), ("max_length", "at most {}")):
        if key in context:
            return words.format(context[key])
    given = given if isinstance(given, str | int | float | None) else type(given).__name__
    return f"something else than {str(given)[:80]!r}"


class _Dumper(yaml.SafeDumper):
    """Indents list items under their key, as people write them, and never uses aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _parse(text: Text, *, mend: str) -> tuple[yaml.Node, Any]:
    """Return the node tree (it keeps the lines) and the plain data of the one document in a file."""

    def refuse(problem: str, expected: str, line: int | None = None) -> ProsperityError:
        return ProsperityError(problem, file=text.file, line=line, expected=expected, mend=mend)

    if len(text.content) > LARGEST:
        raise refuse("the file is too large", f"at most {LARGEST / 1e6:g} MB")
    try:
        if _is_strange(text.content):
            _refuse_bombs(text, refuse)
        loader = _Loader(text.content)
        try:
            root = loader.get_single_node()
            if root is None:
                raise refuse("the file is empty", "keys and values")
            _refuse_repeats(root, file=text.file, refuse=refuse)
            return root, loader.construct_document(root)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as reason:
        line = reason.problem_mark.line + 1 if reason.problem_mark else None
        problem = f"not valid YAML: {reason.problem or reason.context}"
        raise refuse(problem, "keys and values in YAML, without tags", line) from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as reason:
        raise refuse(f"not valid YAML: {reason}", "keys and values in YAML, without tags") from None


def _is_strange(content: str) -> bool:
    """Say whether a text could be nested so deep that putting it together fails, or has aliases.

    A level needs a bracket, or a column more than the one before.
    """
    flows = content.count("[") + content.count("{")
    return flows > _SAFE or _ALIAS.search(content) is not None or max(map(len, content.split("\n"))) > _SAFE


def _refuse_bombs(text: Text, refuse: Callable[..., ProsperityError]) -> None:
    """Refuse what would take too long or too much memory to put together, before it is.

    Events come one after the other, however deep they are nested.
    """
    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    total = 0
    loader = _Loader(text.content)
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, yaml.CollectionEndEvent):
                anchor, start = open_nodes.pop()
                if anchor is not None:
                    sizes[anchor] = total - start
                continue
            if not isinstance(event, yaml.NodeEvent):
                continue
            line = int(event.start_mark.line) + 1 if event.start_mark else None
            if isinstance(event, yaml.AliasEvent):
                if any(anchor == event.anchor for anchor, _ in open_nodes):
                    raise refuse("a value holds itself", "values without a circle", line)
                total += sizes.get(event.anchor or "", 1)
            else:
                if isinstance(event, yaml.CollectionStartEvent):
                    open_nodes.append((event.anchor, total))
                elif event.anchor is not None:
                    sizes[event.anchor] = 1
                total += 1
            if len(open_nodes) > DEEPEST:
                raise refuse("the file is nested too deep", f"at most {DEEPEST} levels", line)
            if total > MOST:
                raise refuse("the file holds too many values", f"at most {MOST:,}, aliases counted", line)
    finally:
        loader.dispose()


def _refuse_repeats(root: yaml.Node, *, file: Path, refuse: Callable[..., ProsperityError]) -> None:
    """Refuse a key given twice, of which YAML would silently keep the last, and what is nested too deep."""
    seen: set[int] = set()
    waiting = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST:
            raise refuse("the file is nested too deep", f"at most {DEEPEST} levels", _line(node))
        if id(node) in seen:  # an alias of a node that was looked at
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += [(value, depth + 1) for value in reversed(node.value)]
        elif isinstance(node, yaml.MappingNode):
            keys: dict[str, int] = {}
            for key, _ in node.value:
                name = str(key.value)
                if name in keys:
                    raise ProsperityError(
                        f"key {name!r} is given twice",
                        file=file,
                        line=_line(key),
                        field=name,
                        expected="each key once",
                        mend=f"keep one of them (the first is in line {keys[name]})",
                    )
                keys[name] = _line(key)
            waiting += [(value, depth + 1) for _, value in reversed(node.value)]


def _refuse_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for place, name in enumerate(names) if name in names[:place])
        raise ValueError(f"the key {twin!r} is given twice")
    return found


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
