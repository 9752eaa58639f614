"""The content model: schema, loading, checks. All definitions live here."""

from sigai.programme.common import Text
from sigai.programme.programme import Programme

__all__ = ["Programme", "Text"]
