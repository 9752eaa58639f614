"""Accounts from a CSV file: checked whole, every issue named by its row; nothing is taken in while one stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sigai.base import Issue, Issues, Place
from sigai_web.accounts.models import User
from sigai_web.accounts.problems import (
    BAD_EMAIL,
    BAD_USERNAME,
    RESERVED_NAME,
    SEPARATE_POWERS,
    UNKNOWN_ROLE,
    UNKNOWN_SCOPE,
    USERNAME_TAKEN,
)
from sigai_web.accounts.scopes import scope_exists
from sigai_web.accounts.services import Proposal, conflicting, invite, open_account
from sigai_web.journal.changes import change
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.permissions.roles import every_role
from sigai_web.problems import MISSING_COLUMN, NO_NAME, NOT_READABLE, UPLOAD_TOO_LARGE
from sigai_web.store.lengths import longest

LARGEST = 1 << 20
"""Bytes of a file of accounts: some ten thousand lines, of which each is looked up."""

COLUMNS = ("username", "name", "email", "role", "scope")
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}\Z")
_RESERVED = frozenset(
    {SYSTEM.name, "sigai", "worker", "root", "admin", "administrator", "anonymous", "nobody", "unknown"}
)
"""What the journal, a machine or a habit means by nobody in particular: no person is called so."""


@dataclass(slots=True)
class NewAccount:
    """One account to be opened, gathered from all lines with its user name."""

    username: str
    name: str
    email: str
    row: int
    proposals: set[Proposal] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Invited:
    """An account that was opened, with the token of its invitation: shown once, kept nowhere."""

    user: User
    token: str


def import_accounts(actor: Actor, content: bytes, file: str) -> tuple[list[Invited], tuple[Issue, ...]]:
    """Open every account of a file with its proposed roles and an invitation; or none, with every issue found."""
    issues = Issues()
    if len(content) > LARGEST:
        return [], (UPLOAD_TOO_LARGE.at(Place(file), largest=LARGEST >> 20),)
    people = _read(content, file, issues)
    taken = set(User.objects.filter(username__in=people).values_list("username", flat=True))
    for person in people.values():
        place = Place(file, row=person.row)
        if person.username in taken:
            issues.add(USERNAME_TAKEN.at(place, given=person.username))
        if conflicting({role for role, _ in person.proposals}):
            issues.add(SEPARATE_POWERS.at(place, user=person.username))
    if issues.errors:
        return [], issues.sorted()
    return _open(actor, list(people.values())), ()


@change
def _open(actor: Actor, people: Sequence[NewAccount]) -> list[Invited]:
    opened = []
    for person in people:
        user = open_account(
            actor, username=person.username, name=person.name, email=person.email, proposals=person.proposals
        )
        opened.append(Invited(user, invite(actor, user)))
    return opened


def _read(content: bytes, file: str, issues: Issues) -> dict[str, NewAccount]:
    try:
        text = content.decode("utf-8-sig")
        if "\0" in text:
            raise csv.Error("a null character")
        rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        given = set(rows.fieldnames or ())
        lines = list(rows)
    except (UnicodeDecodeError, csv.Error) as error:
        issues.add(NOT_READABLE.at(Place(file), reason=error))
        return {}
    missing = [column for column in COLUMNS if column not in given]
    if missing:
        issues.extend(MISSING_COLUMN.at(Place(file, row=1, column=column), column=column) for column in missing)
        return {}
    people: dict[str, NewAccount] = {}
    for number, line in enumerate(lines, start=2):
        cells = {column: (line[column] or "").strip() for column in COLUMNS}
        proposal = check_line(cells, Place(file, row=number), issues)
        person = people.setdefault(
            cells["username"], NewAccount(cells["username"], cells["name"], cells["email"], number)
        )
        if (person.name, person.email) != (cells["name"], cells["email"]):
            issues.add(USERNAME_TAKEN.at(Place(file, row=number, column="username"), given=cells["username"]))
        if proposal is not None:
            person.proposals.add(proposal)
    return people


def check_line(cells: dict[str, str], place: Place, issues: Issues) -> Proposal | None:
    """Check one line of a file or one filled-in form; the role that it proposes, if it names a sound one."""

    def at(column: str) -> Place:
        return Place(place.file, row=place.row, column=column)

    if not USERNAME.match(cells["username"]):
        issues.add(BAD_USERNAME.at(at("username"), given=cells["username"]))
    if re.sub(r"[._-]", "", cells["username"]) in _RESERVED:
        issues.add(RESERVED_NAME.at(at("username"), given=cells["username"]))
    if not 0 < len(cells["name"]) <= longest(User, "name"):
        issues.add(NO_NAME.at(at("name")))
    if cells["email"] and not _is_email(cells["email"]):
        issues.add(BAD_EMAIL.at(at("email"), given=cells["email"]))
    return check_proposal(cells, place, issues)


def check_proposal(cells: Mapping[str, str], place: Place, issues: Issues) -> Proposal | None:
    """The role and scope that a line or a form proposes, if they are sound."""
    role, scope, known = cells["role"], cells["scope"], every_role()
    if role not in known:
        issues.add(UNKNOWN_ROLE.at(replace(place, column="role"), given=role, known=", ".join(known)))
        return None
    if not scope_exists(role, scope):
        issues.add(UNKNOWN_SCOPE.at(replace(place, column="scope"), given=scope, role=role))
        return None
    return role, scope


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= longest(User, "email")
