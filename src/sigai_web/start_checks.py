"""Keeping demonstration and production apart, beyond the settings: by what stands in the database."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.db.models import ForeignKey

from sigai.base import Issue, Issues, Place, UserError
from sigai_web import programme
from sigai_web.accounts.models import Membership, User, counting
from sigai_web.journal.changes import change
from sigai_web.journal.declaring import Model, proven
from sigai_web.journal.proofs import remove
from sigai_web.journal.triggers import droppable
from sigai_web.journal.writing import Actor, append
from sigai_web.maintenance.content import ran_in_production
from sigai_web.maintenance.schema import refuse_other_schema
from sigai_web.problems import (
    DEMONSTRATION_ACCOUNTS,
    DEMONSTRATION_DATA,
    FOR_PRODUCTION,
    NOT_OWNER,
    REAL_DATABASE,
    ROLE_GIVES_NOTHING,
    TRIGGERS_DROPPABLE,
)
from sigai_web.store.models import DataSource

_PLACE = Place("SIGAI_DATABASE")


def refuse_unsafe() -> None:
    """UserError where the plan's document is another edition than the programme's, or the database is the other mode's.
    Needs a migrated database."""
    refuse_other_schema()
    programme.sentence("")
    refuse_other_mode()


def worth_knowing() -> list[Issue]:
    """What an operator should know although all works; server and worker say it when they start in production."""
    owner = settings.SIGAI_PRODUCTION and connection.vendor == "postgresql" and droppable(connection)
    return [*([TRIGGERS_DROPPABLE.at(_PLACE)] if owner else []), *_roles_without_effect()]


def _roles_without_effect() -> list[Issue]:
    """That people hold roles of the content which give nothing, and which."""
    granted = list(Membership.objects.filter(granted_at__isnull=False, user__is_active=True))
    counts = {one.pk for one in counting(granted)}
    idle = [one for one in granted if one.pk not in counts]
    if not idle:
        return []
    roles, people = sorted({one.role for one in idle}), {one.user_id for one in idle}
    return [ROLE_GIVES_NOTHING.at(Place("roles.yaml"), count=len(people), roles=", ".join(roles))]


def refuse_other_role() -> None:
    """UserError where the database's role may not make and change tables, as set-up does."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_schema_privilege(current_schema(), 'CREATE')")
        (may_create,) = cursor.fetchone()
    if not may_create or (_is_set_up() and not droppable(connection)):
        raise UserError([NOT_OWNER.at(_PLACE)])


def refuse_other_mode() -> None:
    """UserError where production stands on a database of the demonstration, or the demonstration on one of production.

    Whatever changes a database asks first, before it so much as migrates it. An empty one is anybody's.
    """
    if not _is_set_up():
        return
    issues = Issues(_left_by_demonstration() if settings.SIGAI_PRODUCTION else _of_production())
    if issues.errors:
        raise UserError(issues)


@change
def remove_demonstration_accounts(actor: Actor) -> int:
    """Take away the accounts that a demonstration opened on this database, with all that is theirs; how many. The
    journal keeps what they did. UserError in a demonstration."""
    if not settings.SIGAI_PRODUCTION:
        raise UserError([FOR_PRODUCTION.at(Place("SIGAI_MODE"))])
    users = list(User.objects.filter(demonstration=True))
    for user in users:
        theirs = [remove(model._default_manager.filter(**{name: user})) for model, name in _held()]
        gone = remove(User.objects.filter(pk=user.pk))
        append(actor, "account.remove", f"account:{user.username}", tells=[*theirs, gone])
    return len(users)


def _is_set_up() -> bool:
    return {model._meta.db_table for model in (User, DataSource)} <= set(connection.introspection.table_names())


def _held() -> list[tuple[Model, str]]:
    """The proven tables whose rows belong to an account, with the field that names it; others go with the account."""
    return [
        (said.model, field.name)
        for said in proven()
        for field in said.model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is User
    ]


def _left_by_demonstration() -> list[Issue]:
    count = User.objects.filter(demonstration=True).count()
    found = [DEMONSTRATION_ACCOUNTS.at(_PLACE, count=count)] if count else []
    return found + ([DEMONSTRATION_DATA.at(_PLACE)] if DataSource.objects.filter(demonstration=True).exists() else [])


def _of_production() -> list[Issue]:
    if count := User.objects.filter(demonstration=False).count():
        return [REAL_DATABASE.at(_PLACE, reason_zh=f"有 {count} 个正式账号", reason=f"{count} accounts of real people")]
    if ran_in_production():
        return [REAL_DATABASE.at(_PLACE, reason_zh="留痕说它正式运行过", reason="the journal says that production ran")]
    return []
