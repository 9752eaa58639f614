"""The OpenAPI document as chapters of a page: plain HTML that needs no script and reads in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sigai_web.api.declaring import DECLARED
from sigai_web.language import choose
from sigai_web.manifests import ApiSection


def chapters(document: Mapping[str, Any], sections: Iterable[ApiSection]) -> list[dict[str, Any]]:
    """The operations of an OpenAPI document by section, each with its parameters, body and answer."""
    names = {section.tag: choose(section.zh, section.en) for section in sections}
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_entry(document, path, method, operation))
    return [{"name": names[tag], "entries": entries} for tag, entries in found.items()]


def _entry(document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    declared = DECLARED[operation["operationId"]]
    return {
        "id": declared.name,
        "method": method.upper(),
        "path": path,
        "name": choose(declared.zh, declared.en),
        "about": choose(declared.about_zh, declared.about_en),
        "scope": declared.scope,
        "scope_words": choose(declared.scope.zh, declared.scope.en) if declared.scope else "",
        "permission": choose(declared.operation.zh, declared.operation.en),
        "parameters": [
            {
                "name": parameter["name"],
                "where": parameter["in"],
                "required": parameter["required"],
                "type": _type(document, parameter["schema"]),
                "about": _said(parameter.get("description", "")),
            }
            for parameter in operation["parameters"]
        ],
        "takes": list(_bodies(document, operation.get("requestBody", {}).get("content", {}))),
        "gives": [
            body
            for status, answer in operation["responses"].items()
            if int(status) < 400
            for body in _bodies(document, answer.get("content", {}))
        ],
    }


def _bodies(document: Mapping[str, Any], content: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """Each kind of body with its fields."""
    for kind, body in content.items():
        schema = _resolved(document, body["schema"])
        required = schema.get("required", ())
        yield {
            "kind": kind,
            "fields": [
                {
                    "name": name,
                    "type": _type(document, field),
                    "required": name in required,
                    "about": _said(field.get("description", "")),
                }
                for name, field in schema.get("properties", {}).items()
            ],
        }


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference stands for; of a list, its items."""
    shapes = document["components"]["schemas"]
    while "$ref" in schema or schema.get("type") == "array":
        schema = shapes[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema["items"]
    return schema


def _said(description: str) -> str:
    """A description in the reader's language: both are written, with a point between."""
    zh, point, en = description.partition(" · ")
    return choose(zh, en) if point else description


def _type(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """A schema in few words: `string`, `integer | null`, `[FigureOut]`."""
    if "$ref" in schema:
        name: str = schema["$ref"].rsplit("/", 1)[-1]
        fields = document["components"]["schemas"][name].get("properties", {})
        return "{" + ", ".join(fields) + "}"
    if "anyOf" in schema:
        return " | ".join(_type(document, one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_type(document, schema.get('items', {}))}]"
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    kind = schema.get("type", "any")
    named = " | ".join(kind) if isinstance(kind, list) else str(kind)
    return str(schema.get("format", named))
