"""Parts of addresses that several apps use."""

from __future__ import annotations

from typing import Final

from django.urls import register_converter
from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """The key of a row: no longer than every database can hold."""

    regex = "[0-9]{1,18}"


register_converter(KeyConverter, "key")
KEY: Final = "<key:pk>"
"""How an address names a row by its key."""
