"""What the tests say of each app, gathered as the site gathers the apps: a new app brings its own modules of cases."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps

from sigai_web.manifests import App


def said(package: ModuleType, name: str) -> dict[str, Any]:
    """What the modules of a package of cases call `name`, as one table; nothing is said twice.

    An app that lives outside of `sigai_web` has a module of the package's name.
    """
    modules = [import_module(f"{package.__name__}.{module.name}") for module in pkgutil.iter_modules(package.__path__)]
    outside = [one.name for one in apps.get_app_configs() if isinstance(one, App) and "sigai_web." not in one.name]
    modules += [import_module(f"{app}.{package.__name__}") for app in outside]
    found = [getattr(module, name) for module in modules if hasattr(module, name)]
    tables = [_rows(table) if isinstance(table, str) else table for table in found]
    whole = {key: value for table in tables for key, value in table.items()}
    assert len(whole) == sum(len(table) for table in tables), f"{name}: something is said twice"
    return whole


def _rows(table: str) -> dict[str, str]:
    """A table written as a text: a line a row, its first word the key."""
    return dict(line.split() for line in table.strip().splitlines())
