"""Reads a programme's folder into a `Programme`, with every fault of form found at once, each with file and line.

    programme.yaml                 the head
    <collection>.yaml              a list of definitions; or
    <collection>/*.yaml            several files, put together in the order of their names

where a collection is a field of `Programme`: areas, units, pillars, measures … A faulty definition is left out and
reported; the others are still read, so that one mistake does not hide the next. Formulas and conditions are parsed as
well: one that cannot be read is an error here, whatever reads it later.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import ValidationError

from sigai.base.digests import digest_files
from sigai.base.issues import Issue, Issues, Place, Severity, UserError, problem
from sigai.programme.bulletins import template_files
from sigai.programme.common import Content
from sigai.programme.programme import Programme, ProgrammeHead
from sigai.programme.yaml_nodes import DuplicateKey, YamlMapping, YamlSequence, read_yaml

NO_FOLDER = problem(
    "P001",
    Severity.ERROR,
    zh="找不到方案文件夹 {folder}，或其中没有 programme.yaml",
    en="there is no programme folder {folder}, or it has no programme.yaml",
    advice_zh="请给出含有 programme.yaml 的文件夹路径",
    advice_en="name the folder that holds programme.yaml",
)
UNREADABLE = problem(
    "P002",
    Severity.ERROR,
    zh="文件不是 UTF-8 文本，无法读取",
    en="the file is not UTF-8 text and cannot be read",
    advice_zh="用编辑器另存为 UTF-8 编码",
    advice_en="save it as UTF-8",
)
NOT_YAML = problem(
    "P003",
    Severity.ERROR,
    zh="不是有效的 YAML：{detail}",
    en="this is not valid YAML: {detail}",
    advice_zh="检查这一行及上一行的缩进、冒号和引号",
    advice_en="check indentation, colons and quotes on this line and the one before",
)
REPEATED_KEY = problem(
    "P004",
    Severity.ERROR,
    zh="同一处写了两次“{key}”（第一次在第 {first} 行）",
    en="“{key}” is written twice here (first on line {first})",
    advice_zh="删去其中一个",
    advice_en="delete one of them",
)
MISSING_KEY = problem(
    "P005",
    Severity.ERROR,
    zh="缺少必填项“{key}”",
    en="“{key}” is missing",
    advice_zh="补上这一项；格式见 docs/content.md",
    advice_en="add it; see docs/content.md for the format",
)
UNKNOWN_KEY = problem(
    "P006",
    Severity.ERROR,
    zh="这里没有“{key}”这一项",
    en="there is no “{key}” here",
    advice_zh="检查拼写；可用的有：{known}",
    advice_en="check the spelling; known are: {known}",
)
WRONG_VALUE = problem(
    "P007",
    Severity.ERROR,
    zh="“{key}”的内容 {given} 不合要求（{detail_zh}）",
    en="“{key}” cannot be {given} ({detail})",
    advice_zh="按 docs/content.md 的格式改写",
    advice_en="write it as docs/content.md describes",
)
NOT_A_LIST = problem(
    "P008",
    Severity.ERROR,
    zh="这个文件应当是一个列表（每项以“- ”开头）",
    en="this file should be a list (items that begin with “- ”)",
    advice_zh="在每个定义前加“- ”并缩进",
    advice_en="put “- ” before each definition and indent it",
)
UNKNOWN_FILE = problem(
    "P009",
    Severity.WARNING,
    zh="方案文件夹中有不认识的文件，没有读取",
    en="this file is not part of a programme and was not read",
    advice_zh="改名或移走；可用的文件见 docs/content.md",
    advice_en="rename it or move it away; docs/content.md lists the files",
)

HEAD_FILE = "programme.yaml"
_BESIDE = ("cases", "scenarios", "published", "demonstration.yaml")
"""What stands in the folder beside the definitions: read by the parts that need it."""
_KEY_HINTS = 12
_DETAILS_ZH = {
    "literal_error": "应为 {expected} 之一",
    "string_type": "应为文字，数字请加引号",
    "string_pattern_mismatch": "应符合 {pattern}",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "tuple_type": "应为列表",
    "dict_type": "应为键值对",
    "model_type": "应为键值对",
    "model_attributes_type": "应为键值对",
    "value_error": "{error}",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "too_short": "至少要有 {min_length} 项",
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What could be read of a programme, and everything that is wrong with its form."""

    programme: Programme | None
    issues: tuple[Issue, ...]


def collections() -> dict[str, type[Content]]:
    """The collections of a programme and the definition that each holds, in the order of `Programme`."""
    found: dict[str, type[Content]] = {}
    for name, field in Programme.model_fields.items():
        arguments = get_args(field.annotation)
        if arguments and isinstance(arguments[0], type) and issubclass(arguments[0], Content):
            found[name] = arguments[0]
    return found


def load_programme(folder: Path, *, earlier: bool = False) -> Loaded:
    """Read a programme's folder. `programme` is None only when its head cannot be read.

    `earlier`: the content of an earlier edition, which is kept as it was. What it says and nothing asks any more is
    passed over.
    """
    issues = Issues()
    if not (folder / HEAD_FILE).is_file():
        return Loaded(None, (NO_FOLDER.at(Place(str(folder)), folder=folder),))
    head = _read_head(folder, issues, earlier=earlier)
    content: dict[str, Any] = {}
    for name, definition in collections().items():
        items: list[Content] = []
        for file in files_of(folder, name):
            items.extend(_read_list(file, folder, definition, issues, earlier=earlier))
        content[name] = tuple(items)
    _report_strangers(folder, set(_content_files(folder)), issues)
    if head is None:
        return Loaded(None, issues.sorted())
    programme = Programme(head=head, folder=str(folder), digest=content_digest(folder), **content)
    issues.extend(programme.parsed.faults)
    return Loaded(programme, issues.sorted())


def content_digest(folder: Path) -> str:
    """The digest of a programme's content, as `Programme.digest` has it, without reading what it says."""
    return digest_files(folder, _content_files(folder))


def _content_files(folder: Path) -> list[Path]:
    files = (file for name in collections() for file in files_of(folder, name))
    return [folder / HEAD_FILE, *files, *template_files(folder)]


def programme_or_error(folder: Path, *, earlier: bool = False) -> Programme:
    """The programme of a folder (of an `earlier` edition); UserError with all issues where its form has an error."""
    loaded = load_programme(folder, earlier=earlier)
    if loaded.programme is None or any(issue.severity is Severity.ERROR for issue in loaded.issues):
        raise UserError(loaded.issues)
    return loaded.programme


def read_definitions(file: Path, folder: Path, definition: type[Content], issues: Issues) -> Iterator[Content]:
    """The definitions of one file beside the collections (cases, hints), with the same messages."""
    return _read_list(file, folder, definition, issues)


def read_definition(file: Path, folder: Path, definition: type[Content], issues: Issues) -> Content | None:
    """The one definition that a file beside the collections holds, with the same messages; None where it has faults."""
    data = _parse(file, folder, issues)
    return (
        None if data is None else _build(data, definition, Place(file.relative_to(folder).as_posix(), line=1), issues)
    )


def files_of(folder: Path, collection: str) -> list[Path]:
    """The files of one collection, in the order in which they are put together."""
    single = folder / f"{collection}.yaml"
    return ([single] if single.is_file() else []) + sorted((folder / collection).glob("*.yaml"))


def _report_strangers(folder: Path, known: set[Path], issues: Issues) -> None:
    for file in sorted(folder.rglob("*.yaml")):
        inside = file.relative_to(folder)
        if file not in known and inside.parts[0] not in _BESIDE:
            issues.add(UNKNOWN_FILE.at(Place(inside.as_posix())))


def _parse(file: Path, folder: Path, issues: Issues) -> Any:
    name = file.relative_to(folder).as_posix()
    try:
        return read_yaml(file, name)
    except UnicodeDecodeError:
        issues.add(UNREADABLE.at(Place(name)))
    except DuplicateKey as error:
        issues.add(REPEATED_KEY.at(error.second, key=error.key, first=error.first.line))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        issues.add(
            NOT_YAML.at(Place(name, line=mark.line + 1 if mark else None), detail=error.problem or error.context)
        )
    except yaml.YAMLError as error:
        issues.add(NOT_YAML.at(Place(name), detail=str(error).splitlines()[0]))
    return None


def _read_head(folder: Path, issues: Issues, *, earlier: bool) -> ProgrammeHead | None:
    data = _parse(folder / HEAD_FILE, folder, issues)
    if data is None and not issues.errors:
        issues.add(MISSING_KEY.at(Place(HEAD_FILE), key="id"))
    if data is None:
        return None
    head = _build(data, ProgrammeHead, Place(HEAD_FILE), issues, earlier=earlier)
    return head if isinstance(head, ProgrammeHead) else None


def _read_list(
    file: Path, folder: Path, definition: type[Content], issues: Issues, *, earlier: bool = False
) -> Iterator[Content]:
    data = _parse(file, folder, issues)
    if data is None:
        return
    if not isinstance(data, YamlSequence):
        issues.add(NOT_A_LIST.at(Place(file.relative_to(folder).as_posix())))
        return
    for item, place in zip(data, data.places, strict=True):
        content = _build(item, definition, place, issues, earlier=earlier)
        if content is not None:
            yield content


def _build(
    data: Any, definition: type[Content], place: Place, issues: Issues, *, earlier: bool = False
) -> Content | None:
    try:
        return definition.model_validate(data)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        if earlier and all(fault["type"] == "extra_forbidden" for fault in faults):
            return definition.model_validate(_without(data, [fault["loc"] for fault in faults]))
        for fault in faults:
            issues.add(_issue_of(fault, data, definition, place))
        return None


def _without(data: Any, locations: list[tuple[int | str, ...]]) -> Any:
    """The data without what stands at some places of it."""
    kept = deepcopy(data)
    for *path, key in locations:
        inner = kept
        for step in path:
            inner = inner[step]
        inner.pop(key)
    return kept


def _issue_of(fault: Any, data: Any, definition: type[Content], place: Place) -> Issue:
    """A fault found by pydantic, at its line, in words."""
    location: tuple[int | str, ...] = fault["loc"]
    spot, owner = _descend(data, location, place)
    key = ".".join(str(step) for step in location) or "?"
    if fault["type"] == "missing":
        return MISSING_KEY.at(spot, key=key)
    if fault["type"] == "extra_forbidden":
        return UNKNOWN_KEY.at(spot, key=key, known=", ".join(_known_keys(definition, location)) or "-")
    given = owner if isinstance(owner, str | int | float | bool) or owner is None else type(owner).__name__
    detail_zh = _DETAILS_ZH.get(fault["type"], "{msg}").format_map({"msg": fault["msg"], **fault.get("ctx", {})})
    return WRONG_VALUE.at(spot, key=key, given=repr(given), detail=fault["msg"], detail_zh=detail_zh)


def _descend(data: Any, location: tuple[int | str, ...], place: Place) -> tuple[Place, Any]:
    """The nearest place on the way to a fault, and the value found there."""
    for step in location:
        if isinstance(data, YamlMapping) and step in data:
            place, data = data.places[str(step)], data[str(step)]
        elif isinstance(data, YamlSequence) and isinstance(step, int) and step < len(data):
            place, data = data.places[step], data[step]
        else:
            break
    return place, data


def _known_keys(definition: type[Content], location: tuple[int | str, ...]) -> list[str]:
    """The keys that could stand where an unknown one was written."""
    model: Any = definition
    for step in location[:-1]:
        if isinstance(step, int) or not (isinstance(model, type) and issubclass(model, Content)):
            continue
        field = model.model_fields.get(step)
        model = next(_contents_in(field.annotation), None) if field else None
    if isinstance(model, type) and issubclass(model, Content):
        return [field.alias or name for name, field in model.model_fields.items()][:_KEY_HINTS]
    return []


def _contents_in(annotation: Any) -> Iterator[type[Content]]:
    arguments = get_args(annotation)
    if not arguments and isinstance(annotation, type) and issubclass(annotation, Content):
        yield annotation
    for argument in arguments:
        yield from _contents_in(argument)
