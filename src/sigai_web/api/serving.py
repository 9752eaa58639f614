"""Files that are handed out, only as they were kept."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse

from sigai.base import UserError
from sigai_web.api.errors import ApiError


def served(read: Callable[[], bytes], kind: str) -> HttpResponse:
    """What `read` gives, of that media type; 404 where the file is gone, 500 where it is not what was kept."""
    try:
        return HttpResponse(read(), content_type=kind)
    except FileNotFoundError as error:
        raise Http404 from error
    except UserError as error:
        raise ApiError(500, issues=error.issues) from error
