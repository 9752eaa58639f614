"""The entries of the menu. Each is a section of pages that belong together; an app says of each page which is its own.

They stand together because a menu is read as a whole: nobody sees more than seven, and the first is what waits.
A section is shown to whoever may open one of its pages.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuSection:
    """An entry of the menu. `order` is its place from the left."""

    zh: str
    en: str
    order: int


TODAY = MenuSection(zh="待办", en="To do", order=10)
PROGRESS = MenuSection(zh="进展", en="Progress", order=20)
PARTIES = MenuSection(zh="单位、地区、企业", en="Units, areas, enterprises", order=30)
REPORTING = MenuSection(zh="填报", en="Reporting", order=40)
LEDGERS = MenuSection(zh="台账", en="Ledgers", order=50)
INSTRUCTIONS = MenuSection(zh="批示", en="Instructions", order=60)
BULLETINS = MenuSection(zh="通报和计算", en="Bulletins and calculations", order=70)
ACCOUNTS = MenuSection(zh="账号", en="Accounts", order=80)
OPERATION = MenuSection(zh="运行状况", en="Operation", order=90)
JOURNAL = MenuSection(zh="留痕", en="Journal", order=100)
