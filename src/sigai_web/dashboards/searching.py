"""What words find of the programme and of enterprises: targets, indicators, tasks, units, areas, instructions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from sigai.programme import Text
from sigai_web import programme
from sigai_web.dashboards.models import Instruction
from sigai_web.dashboards.operations import INSTRUCTION_READ
from sigai_web.language import language
from sigai_web.manifests import Hit, Hits, SearchKind
from sigai_web.pages.searching import best
from sigai_web.permissions import visible
from sigai_web.runs.operations import PROGRESS_READ
from sigai_web.runs.results import newest
from sigai_web.store.finding import holding
from sigai_web.store.operations import FIGURE_READ
from sigai_web.store.within import readable

Found = Callable[[Any, Sequence[str], int], Hits]


def _named(name: Text | str) -> str:
    return name if isinstance(name, str) else str(name[language()])


def _of_content(things: Callable[[], Iterable[Any]], page: str, key: str = "id", title: str = "name") -> Found:
    """Things of the content with a page each, found by their names in both languages, their numbers and other names."""

    def texts(thing: Any) -> Sequence[str]:
        name = getattr(thing, title)
        names = (name,) if isinstance(name, str) else (name.zh, name.en)
        return *names, getattr(thing, key), *getattr(thing, "aliases", ())

    def found(_user: Any, words: Sequence[str], most: int) -> Hits:
        met = best(things(), words, texts, most)
        return Hits([Hit(_named(getattr(one, title)), reverse(page, args=[getattr(one, key)])) for one in met])

    return found


def _indicators(_user: Any, words: Sequence[str], most: int) -> Hits:
    """Indicators, as the newest results of the whole programme explain them."""
    run, content = newest(), programme.current()
    if run is None:
        return Hits(())
    met = best(content.indicators, words, lambda one: (one.name.zh, one.name.en, one.id), most)
    where = content.head.area, run.as_of
    return Hits([Hit(_named(one.name), reverse("explain-indicator", args=[one.id, *where])) for one in met])


def _targets(_user: Any, words: Sequence[str], most: int) -> Hits:
    found = _of_content(lambda: programme.current().targets, "target")(_user, words, most)
    return Hits(found.first, f"{reverse('targets')}?{urlencode({'q': ' '.join(words)})}")


def _enterprises(user: Any, words: Sequence[str], most: int) -> Hits:
    rows = readable(user).filter(holding(" ".join(words)))
    areas = programme.current().area_by_code
    hits = [
        Hit(one.name, reverse("enterprise", args=[one.pk]), _named(areas[one.area].name) if one.area in areas else "")
        for one in rows.order_by("name", "pk")[:most]
    ]
    return Hits(hits, f"{reverse('enterprises')}?{urlencode({'q': ' '.join(words)})}")


def _instructions(user: Any, words: Sequence[str], most: int) -> Hits:
    rows = visible(user, INSTRUCTION_READ, Instruction.objects.all())
    for word in words:
        rows = rows.filter(text__icontains=word)
    hits = [Hit(one.text, reverse("instruction", args=[one.pk])) for one in rows.order_by("-pk")[:most]]
    return Hits(hits, reverse("instructions"))


SEARCH = (
    SearchKind(operation=PROGRESS_READ, zh="目标", en="Targets", found=_targets, order=20),
    SearchKind(operation=PROGRESS_READ, zh="指标", en="Indicators", found=_indicators, order=30),
    SearchKind(
        operation=PROGRESS_READ,
        zh="任务",
        en="Tasks",
        found=_of_content(lambda: programme.current().tasks, "task", title="title"),
        order=40,
    ),
    SearchKind(
        operation=PROGRESS_READ,
        zh="单位",
        en="Units",
        found=_of_content(lambda: programme.current().units, "unit"),
        order=50,
    ),
    SearchKind(
        operation=PROGRESS_READ,
        zh="地区、园区",
        en="Areas and parks",
        found=_of_content(lambda: programme.current().areas, "area", key="code"),
        order=60,
    ),
    SearchKind(operation=FIGURE_READ, zh="企业", en="Enterprises", found=_enterprises, order=70),
    SearchKind(operation=INSTRUCTION_READ, zh="批示", en="Instructions", found=_instructions, order=120),
)
