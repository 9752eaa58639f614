"""deploy/nginx.conf in Debian's nginx before the real server in production: TLS, headers, addresses, limits."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from helpers_processes import Installation, Server, free_port
from helpers_repository import ROOT
from helpers_waiting import PATIENCE

_WHOLE = Path("/etc/nginx/nginx.conf")
pytestmark = pytest.mark.skipif(
    not shutil.which("nginx") or not shutil.which("openssl") or not _WHOLE.exists(),
    reason="nginx (Debian's package) or openssl is not here: the proxy's file is not run",
)
HOST = "sigai.example.gov.cn"
PRODUCTION = {"SIGAI_MODE": "production", "SIGAI_HOSTS": HOST, "SIGAI_PROXIES": "1", "SIGAI_HTTPS": ""}
_MB = 1_000_000


@dataclass
class Proxy:
    """nginx before a server: `asks` over TLS as a browser does, whatever the certificate."""

    server: Server
    plain: int
    tls: int

    def asks(
        self, path: str, data: Mapping[str, str] | None = None, *, host: str = HOST, body: bytes = b"", **headers: str
    ) -> tuple[HTTPResponse, str]:
        """A page, or a form that is sent; the answer with its text."""
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        given = {"Host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if data is not None:
            body = urlencode(data).encode()
            given |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{HOST}{path}"}
        with closing(HTTPSConnection("127.0.0.1", self.tls, timeout=PATIENCE, context=trusting)) as connection:
            connection.request("POST" if body else "GET", path, body or None, given)
            answer = connection.getresponse()
            return answer, answer.read().decode(errors="replace")

    def signs_in(self, name: str, **headers: str) -> HTTPResponse:
        """Somebody who types a wrong password."""
        page, text = self.asks("/sign-in")
        cookie = "; ".join(one.split(";")[0] for one in page.headers.get_all("Set-Cookie") or [])
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
        assert token is not None, text
        form = {"username": name, "password": "wrong", "csrfmiddlewaretoken": token[1]}
        return self.asks("/sign-in", form, Cookie=cookie, **headers)[0]


@pytest.fixture(scope="module")
def proxy(programme_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """A production installation behind Debian's nginx with the file of deploy/, its paths and ports changed only."""
    folder = tmp_path_factory.mktemp("nginx")
    secret = "9Tests8of7the6proxy5of4operations3run2to1the0letter-abcdef"
    installation = Installation(folder / "home", programme_folder, more={**PRODUCTION, "SIGAI_SECRET": secret})
    done = installation.run("setup")
    assert done.returncode == 0, done.stderr
    with installation.serving() as server:
        found = Proxy(server, free_port(), free_port())
        nginx = subprocess.Popen(["nginx", "-c", str(_configured(folder, found)), "-g", "daemon off;"])
        try:
            _wait(found.tls, nginx)
            yield found
        finally:
            nginx.terminate()
            nginx.wait(PATIENCE)


def _configured(folder: Path, proxy: Proxy) -> Path:
    """The whole of nginx's settings: Debian's own file, which takes in ours."""
    (folder / "conf.d").mkdir()
    certificate = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(["openssl", *certificate, *files], check=True, capture_output=True)
    ours = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for theirs, here in (
        ("listen 80;", f"listen 127.0.0.1:{proxy.plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{proxy.tls} ssl;"),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{proxy.server.port};"),
        ("/etc/ssl/sigai", str(folder)),
        ("/var/log/nginx", str(folder)),
    ):
        assert theirs in ours
        ours = ours.replace(theirs, here)
    (folder / "conf.d" / "sigai.conf").write_text(ours, encoding="utf-8")
    whole = _WHOLE.read_text(encoding="utf-8").replace("/etc/nginx/conf.d", str(folder / "conf.d"))
    whole = re.sub(r"^pid .*$", f"pid {folder}/nginx.pid;", whole, flags=re.MULTILINE)
    whole = re.sub(r"^\s*include /etc/nginx/sites-enabled.*$", "", whole, flags=re.MULTILINE)
    whole = whole.replace("/var/log/nginx", str(folder))
    if os.geteuid() == 0:  # the workers of nginx give up root, and must reach the folder
        whole = re.sub(r"^user .*$", "user root;", whole, flags=re.MULTILINE)
    path = folder / "nginx.conf"
    path.write_text(whole, encoding="utf-8")
    return path


def _wait(port: int, nginx: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and nginx.poll() is None:
        with closing(socket.socket()) as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer")


def test_plain_http_leads_to_tls(proxy: Proxy) -> None:
    with closing(HTTPConnection("127.0.0.1", proxy.plain, timeout=PATIENCE)) as connection:
        connection.request("GET", "/today?x=1", headers={"Host": HOST})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/today?x=1")


@pytest.mark.parametrize(("version", "taken"), [("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)])
def test_old_tls_is_refused(proxy: Proxy, version: str, taken: bool) -> None:
    asked = ["openssl", "s_client", "-connect", f"127.0.0.1:{proxy.tls}", version, "-cipher", "ALL:@SECLEVEL=0"]
    done = subprocess.run(asked, input=b"", capture_output=True, check=False, timeout=PATIENCE)
    assert (b"Cipher is (NONE)" not in done.stdout) is taken, done.stdout


def test_a_page_comes_with_its_headers_and_nobody_s_versions(proxy: Proxy) -> None:
    answer, _ = proxy.asks("/sign-in")
    assert answer.status == 200
    assert answer.headers["Server"] == "nginx"
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    assert answer.headers["Cache-Control"].startswith("no-store") or "no-store" in answer.headers["Cache-Control"]
    assert "frame-ancestors" in answer.headers["Content-Security-Policy"]
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert cookies
    assert all("Secure" in cookie and "SameSite" in cookie for cookie in cookies)


def test_static_files_are_packed_and_kept_by_browsers(proxy: Proxy) -> None:
    _, page = proxy.asks("/sign-in")
    path = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert path is not None
    answer, _ = proxy.asks(path[1], Accept_Encoding="gzip")
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in answer.headers["Cache-Control"]


def test_what_a_client_says_of_itself_counts_for_nothing(proxy: Proxy) -> None:
    """Addresses, the way it came and the number of the request are the proxy's to tell."""
    lies = {"X_Forwarded_For": "6.6.6.6", "X_Forwarded_Proto": "http", "X_Request_ID": "mine"}
    answer = proxy.signs_in("nobody-here", **lies)
    assert answer.status == 200
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])
    failed = proxy.server.installation.rows("SELECT origin FROM journal_entry WHERE action = 'session.fail'")
    assert {origin for (origin,) in failed} == {"127.0.0.1"}
    assert "6.6.6.6" not in proxy.server.log


def test_another_host_is_refused(proxy: Proxy) -> None:
    assert proxy.asks("/sign-in", host="evil.example")[0].status == 400


@pytest.mark.parametrize(("size", "status"), [(20 * _MB, 403), (23 * _MB, 413)])
def test_a_body_is_taken_up_to_its_limit(proxy: Proxy, size: int, status: int) -> None:
    """What is refused by 403 reached the application: it has no token."""
    answer, _ = proxy.asks("/sign-in", body=b"x" * size, Content_Type="application/octet-stream")
    assert answer.status == status


def test_what_one_address_asks_is_bounded(proxy: Proxy) -> None:
    assert 429 in {proxy.asks("/sign-in", {"username": "x"})[0].status for _ in range(60)}
    assert proxy.asks("/health")[0].status in (200, 503)


def test_without_the_application_it_says_so(proxy: Proxy) -> None:
    proxy.server.kill()
    assert proxy.asks("/health")[0].status == 502
    proxy.server.start()
    assert proxy.asks("/sign-in")[0].status == 200
