# ruff: noqa: I001 - the application sets Django up, before models can be imported
"""The site's WSGI application, whose look into a package takes until the test lets it go on (`helpers_hostile`)."""

from __future__ import annotations

from sigai_web.wsgi import application
from helpers_hostile import stuck
from sigai.base import Bounds
from sigai_web.exchange import apart, uploads

__all__ = ["application"]

apart._PATIENCE = 600
apart.BOUNDS = Bounds(processor=60, clock=600, memory=512)
uploads._look_into_package = stuck  # type: ignore[assignment]
