"""What is missing between the apps, their manifests and the tests' matrix: a new page or operation cannot escape it."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.urls import URLPattern

import api_cases
import view_cases
from helpers_writers import WEB
from sigai_web import manifests as site
from sigai_web.api.declaring import DECLARED
from sigai_web.api.interface import api
from sigai_web.manifests import App, Scope
from sigai_web.permissions import Operation
from sigai_web.permissions.access import access_of
from sigai_web.urls import urlpatterns


def loose_ends() -> list[str]:
    """What apps have and no manifest brings; what manifests bring and no case speaks of; what two apps call alike."""
    return [*_installed(), *_not_brought(), *_without_case(), *_called_alike()]


def _installed() -> list[str]:
    """Folders of the site that would be apps, and are not installed or bring nothing."""
    brought = {config.name for config in apps.get_app_configs() if isinstance(config, App)}
    folders = {f"sigai_web.{file.parent.name}" for name in ("apps", "app") for file in WEB.glob(f"*/{name}.py")}
    return [f"app {name}: not installed, or it brings nothing" for name in sorted(folders - brought)]


def _not_brought() -> list[str]:
    known = site.operations()
    modules = [module for config in apps.get_app_configs() if isinstance(config, App) for module in _modules(config)]
    things = [thing for module in modules for thing in vars(module).values()]
    routed = [pattern.callback for pattern in _patterns(urlpatterns)]
    views = {f"view {thing.__module__}.{thing.__name__}" for thing in things if _is_view(thing) and thing not in routed}
    operations = {f"operation {thing}" for thing in things if isinstance(thing, Operation) and thing not in known}
    scopes = {f"scope {thing}" for thing in things if isinstance(thing, Scope) and thing not in site.scopes()}
    endpoints = {f"API operation {name}" for name in set(DECLARED) - _operations_of_api()}
    asked = {
        f"page {pattern.name}": access.operation
        for pattern in _patterns(urlpatterns)
        if (access := access_of(pattern.callback)) and access.operation
    }
    asked |= {f"menu page {page.url}": page.operation for page in site.menu_pages() if page.operation}
    asked |= {f"waiting {kind.found.__module__}.{kind.found.__name__}": kind.operation for kind in site.waiting_kinds()}
    asked |= {f"panel {one.template}": one.operation for brought in site.manifests() for one in brought.panels}
    asked |= {f"API operation {name}": declared.operation for name, declared in DECLARED.items()}
    unknown = {f"operation {operation}, which {who} asks" for who, operation in asked.items() if operation not in known}
    whole = views | operations | scopes | endpoints | unknown
    return [f"{what}: no manifest brings it" for what in sorted(whole)]


def _is_view(thing: Any) -> bool:
    return callable(thing) and access_of(thing) is not None


def _without_case() -> list[str]:
    pages = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    menu = {page.url for page in site.menu_pages()}
    tables = {
        "page": (pages, view_cases.CASES, "CASES of view_cases"),
        "menu page": (menu, view_cases.MENU, "MENU of view_cases"),
        "page beside its operation of the API": (pages, view_cases.PROGRAMS, "PROGRAMS of view_cases"),
        "permission": (set(site.operations()), view_cases.RIGHTS, "RIGHTS of view_cases"),
        "API operation": (_operations_of_api(), api_cases.CASES, "CASES of api_cases"),
    }
    return [
        f"{kind} {name}: {'no case speaks of it in' if name in brought else 'there is none for its case in'} {where}"
        for kind, (brought, cases, where) in tables.items()
        for name in sorted(brought ^ set(cases))
    ]


def _called_alike() -> list[str]:
    names = {
        "page": [pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)],
        "permission": [str(operation) for operation in site.operations()],
        "scope": [str(scope) for scope in site.scopes()],
        "section of the API": [section.tag for section in site.api_sections()],
        "kind of change": [kind.name for kind in site.feed_kinds()],
    }
    return [
        f"{kind} {name}: two apps bring one of this name"
        for kind, found in names.items()
        for name in sorted({str(name) for name in found if found.count(name) > 1})
    ]


def _modules(config: App) -> list[ModuleType]:
    """Every module of an app, but its migrations and what is a program of its own."""
    found = pkgutil.walk_packages(config.module.__path__ if config.module else (), f"{config.name}.")
    return [import_module(one.name) for one in found if not {"migrations", "__main__"} & set(one.name.split("."))]


def _patterns(patterns: Any) -> list[URLPattern]:
    return [
        one
        for pattern in patterns
        for one in ([pattern] if isinstance(pattern, URLPattern) else _patterns(pattern.url_patterns))
    ]


def _operations_of_api() -> set[str]:
    """The operations of the API's document."""
    return {
        operation["operationId"]
        for methods in api().get_openapi_schema()["paths"].values()
        for operation in methods.values()
    }
