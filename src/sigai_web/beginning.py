"""How a command of this system begins: the one way in for all that runs outside of a request."""

from __future__ import annotations

import gc
import os

import django


def begin() -> None:
    """Set the system up; what is written from here on (the database holds keys of second factors) is for its owner
    only."""
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sigai_web.settings.site")
    gc.disable()  # what is imported stays: looking through it for garbage is a tenth of the time
    django.setup()
    gc.enable()
