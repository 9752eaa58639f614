"""What a site says of itself, before and after an upgrade: `.ci/upgrade` runs this with the code of both revisions,
Django set up."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from sigai_web.accounts.models import User
from sigai_web.api.tokens import issue_token
from sigai_web.journal.verifying import prove
from sigai_web.journal.writing import SYSTEM, Actor
from sigai_web.runs.models import Bulletin, Run
from sigai_web.runs.results import of
from sigai_web.store.models import FigureRevision

try:  # earlier revisions published with one call
    from sigai_web.bulletins import publishing as bulletins
    from sigai_web.demonstration import first_bulletin
except ImportError:
    from sigai_web.runs import bulletins

    first_bulletin = None

SCOPES = ["read:changes", "read:content", "read:figures", "read:instructions", "read:progress", "read:records"]
OFFICE = "office"
"""The demonstration's account of the programme office."""


def seen(token: str) -> dict[str, Any]:
    """Journal, runs with their results, bulletins, pages, the API by the token, and its schema."""
    office = User.objects.get(username=OFFICE)
    client = _signed_in(office)
    by_token = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    schema = client.get("/api/openapi.json").json()
    reads = [path for path, ways in schema["paths"].items() if "get" in ways and "{" not in path]
    return {
        "journal": {"proven": prove().sound},
        "figures": FigureRevision.objects.count(),
        "runs": {str(run.pk): of(run).finished.progress.num_rows for run in Run.objects.filter(state=Run.State.DONE)},
        "bulletins": {str(one): _proof(one) for one in Bulletin.objects.order_by("pk")},
        "pages": {path: client.get(path).status_code for path in _addresses()},
        "api": {path: Client(SERVER_NAME="localhost").get(path, **by_token).status_code for path in reads},
        "shapes": {name: json.dumps(one, sort_keys=True) for name, one in schema["components"]["schemas"].items()},
        "operations": {
            f"{way} {path}": _shape(one) for path, ways in schema["paths"].items() for way, one in ways.items()
        },
    }


def _proof(bulletin: Bulletin) -> str:
    """Whether it is made again word for word, is as kept, or differs; earlier revisions knew no middle."""
    if hasattr(bulletins, "proved"):
        return str(bulletins.proved(bulletin))
    return "again" if bulletins.reproduces(bulletin) else "differs"


def _signed_in(user: Any) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.get(user=user).persistent_id
    session.save()
    return client


def _addresses() -> list[str]:
    """All addresses of pages that need no number."""

    def walk(patterns: list[Any], prefix: str) -> list[str]:
        found = []
        for one in patterns:
            address = prefix + str(one.pattern).lstrip("^")
            if isinstance(one, URLResolver):
                found += walk(one.url_patterns, address)
            elif isinstance(one, URLPattern) and not set("<(\\") & set(address) and not address.startswith("api/"):
                found.append("/" + address.rstrip("$"))
        return found

    ending = ("sign-out", "logout")
    return sorted({path for path in walk(get_resolver().url_patterns, "") if not path.rstrip("/").endswith(ending)})


def _shape(operation: dict[str, Any]) -> str:
    return json.dumps(
        {name: operation.get(name) for name in ("parameters", "requestBody", "responses")}, sort_keys=True
    )


def before(kept: Path) -> None:
    """Publish a bulletin, hand out a token, and write down what the site says."""
    run = Run.objects.filter(state=Run.State.DONE).latest("pk")
    if first_bulletin is None:
        bulletins.publish(SYSTEM, run, 2)
    else:
        first_bulletin(run, number=2)
    office = User.objects.get(username=OFFICE)
    _, text = issue_token(Actor(OFFICE, ""), office, name="upgrade", scopes=SCOPES, usable=SCOPES, days=30)
    kept.write_text(json.dumps({"token": text, "seen": seen(text)}), encoding="utf-8")


def after(kept: Path) -> None:
    """Say what differs; exit code 1 where something that must hold does not."""
    told = json.loads(kept.read_text(encoding="utf-8"))
    then, now = told["seen"], seen(told["token"])
    faults = [] if now["journal"]["proven"] else ["the journal does not hold"]
    faults += [f"the bulletin {name} does not prove" for name, proof in now["bulletins"].items() if proof == "differs"]
    faults += [
        f"{name}: {len(then[name])} before, {len(now[name])} now"
        for name in ("runs", "bulletins")
        if then[name].keys() - now[name].keys()
    ]
    faults += [] if then["figures"] == now["figures"] else [f"figures: {then['figures']} before, {now['figures']} now"]
    for name in ("pages", "api"):
        for path, status in then[name].items():
            found = now[name].get(path)
            if status < 400 and (found is None or found >= 400):
                faults.append(f"{path} answered {status}, now {found}")
    changed = [name for name, shape in then["operations"].items() if now["operations"].get(name, "gone") != shape]
    changed += [name for name, shape in then["shapes"].items() if now["shapes"].get(name, "gone") != shape]
    rows = {name: (count, now["runs"].get(name)) for name, count in then["runs"].items()}
    print(f"runs (rows of progress before, now): {rows}; bulletins: {now['bulletins']}")
    print(f"figures: {now['figures']}; addresses tried: {len(then['pages'])}; reads by token: {len(then['api'])}")
    print(
        f"operations of the API: {len(then['operations'])} before, {len(now['operations'])} now; changed: {changed or 'none'}"
    )
    for fault in faults:
        print(f"✖ {fault}")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # that some addresses refuse to be read is no news
    {"before": before, "after": after}[sys.argv[2]](Path(sys.argv[3]))
