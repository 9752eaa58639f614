"""Responsible units under one name each: short forms written out, what a list leaves out put back, variants joined."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from sigai.compiling.lexicon import words
from sigai.compiling.model import ExtractedUnit, UnitKind

_PREFIX = re.compile(r"^(?:自治区|省|市|区|县|州|盟|旗|国家)(?:委(?!员会|托))?")
_BRANCH = re.compile(
    r"(?:分局|支行|海关|海事局|监管局|证监局|税务局|气象局|地震局|供电公司|通信管理局|邮政管理局|分行)$"
)
_AREA_OWN = re.compile(r"^(?:各|有关|相关|全|市场|市政|区域|县域|省属|国网|中国|人行|人民银行)")
_DEPARTMENT_END = re.compile(r"(?:局|委|厅|办|部|委员会|办公室|署|院|中心|会|社)$")


@cache
def _stems() -> dict[str, str]:
    return {short: full for full, listed in words("departments")["stems"].items() for short in listed}


@dataclass(slots=True)
class _KnownUnit:
    """What is known of one unit while a document is read."""

    names: Counter[str] = field(default_factory=Counter)
    paragraphs: list[str] = field(default_factory=list)
    owner: int = 0
    supporting: int = 0


class UnitRegister:
    """Resolves names of units as a document uses them, and remembers every form and place."""

    def __init__(self) -> None:
        self._books: dict[str, _KnownUnit] = {}
        self._keys: dict[str, str] = {}

    def resolve(
        self, names: tuple[str, ...], paragraph: str, *, supporting: bool = False, prefix: str = ""
    ) -> tuple[str, ...]:
        """The canonical names of one list: the first name's prefix (市, 省) holds for those after it."""
        found: list[str] = []
        prefix = prefix or next((own for name in names if (own := prefix_of(name))), "")
        for name in names:
            own = prefix_of(name)
            prefix = own or prefix
            canonical = self._known(canonical_name(name, prefix))
            book = self._books.setdefault(canonical, _KnownUnit())
            book.names[name] += 1
            book.owner += not supporting
            book.supporting += supporting
            if paragraph not in book.paragraphs:
                book.paragraphs.append(paragraph)
            if canonical not in found:
                found.append(canonical)
        return tuple(found)

    def _known(self, canonical: str) -> str:
        return self._keys.setdefault(_key(canonical), canonical)

    def units(self) -> tuple[ExtractedUnit, ...]:
        """All units in order of appearance."""
        found = []
        for number, (name, book) in enumerate(self._books.items(), 1):
            aliases = tuple(form for form in book.names if form != name)
            found.append(
                ExtractedUnit(
                    f"U{number:02d}", name, _kind(name), aliases, tuple(book.paragraphs), book.owner, book.supporting
                )
            )
        return tuple(found)


def prefix_of(name: str) -> str:
    """市 of 市科技局, 省 of 省财政厅, 市委 of 市委网信办; nothing of 市场监管局."""
    if _AREA_OWN.match(name):
        return ""
    found = _PREFIX.match(name)
    return found.group().removesuffix("委") if found and len(name) > found.end() + 1 else ""


def canonical_name(name: str, prefix: str) -> str:
    """The full name of a unit in a list whose units carry `prefix`: 发展改革委 → 省发展和改革委员会."""
    own = prefix_of(name)
    rest = name[len(own) :]
    party = ""
    if rest.startswith("委") and not rest.startswith(("委员会", "委托")) and own:
        party, rest = "委", rest[1:]
    full = _written_out(rest)
    if own:
        return own + party + full
    shares = (
        prefix
        and prefix != "国家"
        and _DEPARTMENT_END.search(full)
        and not _BRANCH.search(full)
        and not name.startswith(("各", "有关", "相关", "中国", "国家", "国网", "人行", "人民银行"))
    )
    return prefix + full if shares else _collective(full)


def _written_out(rest: str) -> str:
    lists = words("departments")
    if rest in lists["aliases"]:
        return str(lists["aliases"][rest])
    for end, full_end in sorted(lists["ends"].items(), key=lambda pair: -len(pair[0])):
        stem = rest.removesuffix(end)
        if stem != rest and stem in _stems():
            return _stems()[stem] + str(full_end)
    return rest.replace("银监", "银保监")


def _collective(name: str) -> str:
    return re.sub(r"^(各[^人]*?)政府$", r"\1人民政府", name)


def _key(name: str) -> str:
    """What variants of one unit have in common: 各园区管委会 = 各工业园区管委会, 银监分局 = 银保监分局."""
    key = name.replace("人民政府", "政府").replace("银监", "银保监").replace("管理委员会", "管委会")
    if key.startswith("各") or key.startswith(("有关", "相关")):
        key = re.sub(r"工业|产业|高新|有关|相关|所属", "", key)
        key = re.sub(r"[（）、]", "", key)
    return key


def _kind(name: str) -> UnitKind:
    if name.startswith(("各", "有关", "相关")):
        return "operator" if "运营商" in name or "企业" in name else "collective"
    tests: tuple[tuple[str, UnitKind], ...] = (
        (r"政府$", "government"),
        (r"管委会|园区|开发区|高新区", "park"),
        (r"委办公室|委员会办公室|宣传部|组织部|^(?:省|市|区)委", "party_office"),
        (r"监管局|分局|支行|海关|证监局|税务局|海事局|气象局", "regulator"),
        (r"运营商|公司|集团|企业", "operator"),
        (r"局$|厅$|委$|办$|委员会$|部$|办公室$", "department"),
    )
    return next((kind for pattern, kind in tests if re.search(pattern, name)), "body")
