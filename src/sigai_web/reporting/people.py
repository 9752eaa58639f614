"""Names of people by their user names, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable

from sigai_web.accounts.models import User


def names_of_people(usernames: Iterable[str]) -> dict[str, str]:
    """The names of some people in one query; a user name that nobody has stands for itself."""
    wanted = {name for name in usernames if name}
    found = dict(User.objects.filter(username__in=wanted).values_list("username", "name")) if wanted else {}
    return {name: found.get(name, name) for name in wanted}
