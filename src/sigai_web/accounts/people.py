"""People as pages name them: by their name and post, never by a user name alone."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from sigai_web import programme
from sigai_web.accounts.models import User
from sigai_web.journal.writing import SYSTEM
from sigai_web.language import choose, language
from sigai_web.permissions.roles import role_info
from sigai_web.store.models import Entity


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody as pages name them; `posts` are their roles and of which organisation, in the reader's language."""

    username: str
    name: str
    posts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def people(usernames: Iterable[str | None]) -> dict[str, NamedPerson]:
    """Some people by user name, in one query. A unit or entity that reported by a file goes by its name, for
    one more; whatever else has no account stands for itself."""
    wanted = {name for name in usernames if name}
    found: dict[str, NamedPerson] = {}
    if not wanted:
        return found
    granted = Q(memberships__granted_at__isnull=False)
    entity = Subquery(Entity.objects.filter(pk=OuterRef("memberships__scope")).values("name")[:1])
    rows = User.objects.filter(username__in=wanted).order_by("username", "memberships__role", "memberships__scope")
    rows = rows.annotate(of=entity, counts=granted)
    for username, name, role, scope, of, counts in rows.values_list(
        "username", "name", "memberships__role", "memberships__scope", "of", "counts"
    ):
        before = found.get(username, NamedPerson(username, name))
        posts = (*before.posts, _post(role, scope, of)) if counts else before.posts
        found[username] = NamedPerson(username, name, posts)
    rest = wanted - found.keys()
    return found | {name: NamedPerson(name, said) for name, said in _without_account(rest).items()}


def _post(role: str, scope: str, entity: str | None) -> str:
    said, content = role_info(role), programme.current()
    words = choose(said.zh, said.en)
    place = content.unit_by_id.get(scope) if said.scope == "unit" else content.area_by_code.get(scope)
    of = place.name[language()] if place else entity or scope
    return f"{of} {words}" if of else words


def _without_account(names: Set[str]) -> dict[str, str]:
    units = programme.current().unit_by_id
    said = {name: units[name].name[language()] for name in names if name in units}
    if SYSTEM.name in names:
        said[SYSTEM.name] = choose("系统", "the system")
    rest = names - said.keys()
    entities = dict(Entity.objects.filter(pk__in=rest).values_list("pk", "name")) if rest else {}
    return said | {name: entities.get(name, name) for name in rest}
