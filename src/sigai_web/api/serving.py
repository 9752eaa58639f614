"""Files that are handed out, only as they were kept."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404

from sigai.base import UserError
from sigai_web.api.errors import ApiError
from sigai_web.downloads import Download


def served(name: str, read: Callable[[], bytes], kind: str) -> Download:
    """What `read` gives, under that name and of that media type; 404 where it is gone, 500 where it is not as kept."""
    try:
        return Download(name, read(), kind)
    except FileNotFoundError as error:
        raise Http404 from error
    except UserError as error:
        raise ApiError(500, issues=error.issues) from error
