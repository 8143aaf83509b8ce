"""YAML in and out of typed records; an error names file, line and key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from generator.errors import ProsperityError

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # the wheel was built without libyaml: the same, slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Model = TypeVar("Model", bound=BaseModel)
_SHOWN = 5


def load_record(path: Path, model: type[Model]) -> Model:
    """Read one YAML file into a record.

    Raises:
        ProsperityError: no such file, not UTF-8, not YAML, a key given twice, a tag (files are plain
            data), or a value that does not fit the record; with the line and the key.
    """
    root, data = _read(path)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _explain(error, path=path, root=root) from None


def load_model(row: Mapping[str, object], *, model: type[Model], file: Path, line: int) -> Model:
    """Make a record of one row of a CSV file; an empty cell of a number column is no value.

    Raises:
        ProsperityError: a cell that does not fit the record; with file, line and column.
    """
    data = {key: value for key, value in row.items() if value != "" or _takes_text(model, key)}
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ProsperityError(
            _wording(first["type"], first["msg"]),
            file=file,
            line=line,
            field=_dotted(first["loc"]),
            expected=_expectation(first["type"], first["input"]),
        ) from None


def find_text(file: Path, text: str, *, occurrence: int = 1) -> int | None:
    """Return the line of a file that ends with ``text`` (quotes ignored); for checks across records."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.split(" #")[0].rstrip().replace('"', "").replace("'", "").endswith(f" {text}"):
            occurrence -= 1
            if occurrence == 0:
                return number
    return None


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


class _Dumper(yaml.SafeDumper):
    """Indents list items under their key, as people write them, and never uses aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _read(path: Path) -> tuple[yaml.Node, Any]:
    """Return the node tree (it keeps the lines) and the plain data of the one document in the file."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as reason:
        raise ProsperityError("file cannot be read", file=path, expected=str(reason.strerror)) from None
    except UnicodeDecodeError as reason:
        raise ProsperityError("file is not UTF-8", file=path, expected=f"UTF-8 ({reason.reason})") from None
    try:
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            if root is None:
                raise ProsperityError("file is empty", file=path, expected="keys and values")
            _refuse_repeats(root, path=path, seen=set())
            return root, loader.construct_document(root)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as reason:
        line = reason.problem_mark.line + 1 if reason.problem_mark else None
        raise ProsperityError(f"not valid YAML: {reason.problem}", file=path, line=line) from None
    except yaml.YAMLError as reason:
        raise ProsperityError(f"not valid YAML: {reason}", file=path) from None


def _refuse_repeats(node: yaml.Node, *, path: Path, seen: set[int]) -> None:
    """Refuse a key given twice: YAML would silently keep the last."""
    if id(node) in seen:  # an alias of a node that was looked at
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        keys: dict[str, int] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in keys:
                raise ProsperityError(
                    f"key {name!r} is given twice",
                    file=path,
                    line=_line(key),
                    field=name,
                    mend=f"keep one of them (the first is in line {keys[name]})",
                )
            keys[name] = _line(key)
            _refuse_repeats(value, path=path, seen=seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeats(value, path=path, seen=seen)


def _explain(error: ValidationError, *, path: Path, root: yaml.Node) -> ProsperityError:
    """Turn pydantic's first error into ours; name the others."""
    problems = error.errors(include_url=False)
    first, others = problems[0], problems[1:]
    field = _dotted(first["loc"])
    more = [f"{_dotted(other['loc'])} (line {find_line(root, other['loc'])})" for other in others[:_SHOWN]]
    if len(others) > _SHOWN:
        more.append(f"{len(others) - _SHOWN} others")
    return ProsperityError(
        _wording(first["type"], first["msg"]),
        file=path,
        line=find_line(root, first["loc"]),
        field=field,
        expected=_expectation(first["type"], first["input"]),
        mend="also wrong: " + ", ".join(more) if more else None,
    )


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
    root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    return None if root is None else find_line(root, keys)


def _takes_text(model: type[BaseModel], key: str) -> bool:
    field = model.model_fields.get(key)
    return field is None or field.annotation not in (float | None, int | None)


def _wording(kind: str, message: str) -> str:
    known = {"missing": "a required key is missing", "extra_forbidden": "this key is not known"}
    return known.get(kind, message[:1].lower() + message[1:])


def _expectation(kind: str, given: object) -> str | None:
    if kind == "string_type":
        return f"text; put it in quotes (YAML read {given!r})"
    if kind in {"missing", "extra_forbidden"}:
        return None
    return f"something else than {given!r}" if isinstance(given, str | int | float | None) else None


def _dotted(loc: Iterable[int | str]) -> str:
    return ".".join(str(step) for step in loc)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
