"""Passwords that look long enough and are soon guessed: few characters, runs, a common word with a year behind it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from sigai_web.language import choose

FEWEST = 6
"""Different characters."""
_SHORTEST_OWN = 6
"""Characters that must be left when everything that is guessed first is taken out."""
_LOOKS_LIKE = str.maketrans("@4310$57!|", "aaeiosst" + "il")
_WORDS = (
    "administrator|admin|password|passwort|passw0rd|pass|welcome|qwerty|qwertyuiop|asdfgh|asdf|zxcvbn|abc|iloveyou|letmein"
    "|login|master|monkey|dragon|root|test|guest|user|system|sigai|china|beijing|woaini|mima|gaizao|changeme"
    "|secret|default|spring|summer|autumn|winter|sommer"
)
_GUESSED = re.compile(rf"(?:{_WORDS})")
_NUMBERS = re.compile(r"(?:19|20)\d\d|\d+")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv")


_LONGEST_PIECE = 8


class GuessableValidator:
    """Refuses passwords of which little is left without what guessing programs try first."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django's signature
        """ValidationError where it is one of those."""
        plain = password.lower()
        if len(set(plain)) < FEWEST or _own_part(plain) < _SHORTEST_OWN or _is_repeated(plain):
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """What to do."""
        return choose(
            "太容易猜：换成几个不相干的词，或更多不同的字符，不要用常用词加数字、连续或重复的字符",
            "Too easy to guess: take several words that have nothing to do with each other, or more different "
            "characters; no common word with figures, no rows, no repetition",
        )


def _own_part(plain: str) -> int:
    """How many different characters are left without common words, numbers, rows of keys and signs between."""
    left = plain
    for text in (plain, plain.translate(_LOOKS_LIKE)):
        rest = _GUESSED.sub("", text)
        for word in _words_of_the_site():
            rest = rest.replace(word, "")
        for row in _ROWS:
            rest = re.sub("|".join(re.escape(row[at : at + 4]) for at in range(len(row) - 3)), "", rest)
        rest = re.sub(r"[\W_]", "", _NUMBERS.sub("", rest))
        if CommonPasswordValidator().passwords.intersection({rest}):
            rest = ""
        left = min(left, rest, key=len)
    return len(left)


def _words_of_the_site() -> list[str]:
    """What everybody knows of this installation: the words of the programme's folder and of its hosts."""
    known = " ".join([Path(settings.SIGAI_PROGRAMME).name, *settings.ALLOWED_HOSTS]).lower()
    return re.findall(r"[a-z]{4,}", known)


def _is_repeated(plain: str) -> bool:
    """Whether a short piece is written again and again: `abc7abc7abc7`."""
    return any(plain.startswith((plain[:size] * len(plain))[: len(plain)]) for size in range(1, _LONGEST_PIECE + 1))
