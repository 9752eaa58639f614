"""What deploy/ names exists: commands, settings, paths; units and the proxy's file are sound where their tools are."""

from __future__ import annotations

import ipaddress
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers_repository import ROOT
from helpers_waiting import PATIENCE
from sigai_web.__main__ import app
from sigai_web.exchange import apart
from sigai_web.exchange.uploads import LARGEST
from sigai_web.serving import timeout
from sigai_web.settings.environment import SETTINGS

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
COMMANDS = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def instructions() -> list[tuple[str, str]]:
    """The lines of the Containerfile, with those that go on joined."""
    lines = [line for line in text("Containerfile").splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def test_the_container_copies_what_exists_and_runs_commands_that_exist() -> None:
    known = {"FROM", "WORKDIR", "RUN", "COPY", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}
    found = instructions()
    assert {word for word, _ in found} <= known
    for word, rest in found:
        if word == "COPY" and not rest.startswith("--from"):
            *sources, _target = shlex.split(rest)
            assert all((ROOT / source).exists() for source in sources), rest
        if "sigai_web" in rest:
            assert re.search(r'"-m", "sigai_web", "(\w+)"', rest)[1] in COMMANDS  # type: ignore[index]
    starts = [rest for word, rest in found if word == "CMD"]
    assert len(starts) == 1


def test_the_container_is_not_root_and_says_whether_it_works() -> None:
    found = instructions()
    words = [word for word, _ in found]
    assert [rest for word, rest in found if word == "USER"] == ["10001"]
    assert words.index("USER") < words.index("CMD")
    assert "HEALTHCHECK" in words
    settings = {setting for word, rest in found if word == "ENV" for setting in re.findall(r"(SIGAI_\w+)=", rest)}
    assert settings <= set(SETTINGS)
    assert "SIGAI_SECRET" not in settings


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_a_command_that_exists_and_is_confined(unit: Path) -> None:
    page = unit.read_text(encoding="utf-8")
    assert set(re.findall(r"-m sigai_web ([\w-]+)", page)) <= COMMANDS
    for line in ("User=sigai", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="):
        assert line in page.splitlines()


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_may_not_take_the_whole_machine(unit: Path) -> None:
    given = dict(re.findall(r"^(\w+)=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE))
    assert re.fullmatch(r"[1-9]G", given["MemoryMax"])
    assert 1024 < int(given["LimitNOFILE"]) <= 65536
    assert given["LimitCORE"] == "0"


def test_the_server_has_room_for_its_processes_and_the_files_they_read() -> None:
    """640 MB for each process with its reader that waits, and what a file that is read may take."""
    page = text("sigai-web.service")
    workers = int(re.search(r"--workers (\d+)", page)[1])  # type: ignore[index]
    most = int(re.search(r"^MemoryMax=(\d)G$", page, re.MULTILINE)[1]) * 1024  # type: ignore[index]
    assert workers * (640 + apart.AT_ONCE * apart.BOUNDS.memory) <= most
    assert "OOMPolicy=continue" in page.splitlines()  # a reader that swells is ended, and nobody else


def test_every_setting_of_the_example_exists_and_it_holds_no_secret() -> None:
    given = dict(re.findall(r"^(SIGAI_\w+)=(.*)$", text("sigai.env"), re.MULTILINE))
    assert set(given) <= set(SETTINGS)
    assert given["SIGAI_SECRET"] == ""


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in (*UNITS, *DEPLOY.glob("*.timer")):
        here = unit.read_text(encoding="utf-8").replace("/opt/sigai/.venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(here.replace("/opt/sigai", str(ROOT)), encoding="utf-8")
    names = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *names],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_proxy_takes_what_the_system_takes() -> None:
    page = text("nginx.conf")
    size = int(re.search(r"client_max_body_size (\d+)m;", page)[1])  # type: ignore[index]
    assert LARGEST < size * 1024 * 1024 <= LARGEST + 1024 * 1024
    assert int(re.search(r"proxy_read_timeout (\d+)s;", page)[1]) > timeout  # type: ignore[index]
    for header in ("Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Request-ID"):
        assert f"proxy_set_header {header} " in page


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not here")
def test_nginx_understands_its_file(tmp_path: Path) -> None:
    subject, key, certificate = "/CN=sigai.example.gov.cn", tmp_path / "key.pem", tmp_path / "fullchain.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "1",
            "-subj",
            subject,
            "-keyout",
            str(key),
            "-out",
            str(certificate),
        ],
        check=True,
        capture_output=True,
    )
    page = text("nginx.conf").replace("/etc/ssl/sigai", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "site.conf").write_text(page, encoding="utf-8")
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{ include {tmp_path}/site.conf; }}\n", encoding="utf-8")
    done = subprocess.run(["nginx", "-t", "-c", str(whole)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def client_of(address: str) -> str:
    """What the proxy's file makes of an address: the first of its patterns that fits says."""
    (body,) = re.findall(
        r"^map \$remote_addr \$sigai_client \{\n(.*?)^\}", text("nginx.conf"), re.DOTALL | re.MULTILINE
    )
    for pattern, value in re.findall(r'^ +"~([^"]+)" "([^"]+)";', body, re.MULTILINE):
        if found := re.search(pattern.replace("(?<", "(?P<"), address):
            return re.sub(r"\$(\w+)", lambda name: str(found[name[1]]), value)
    assert 'default "$remote_addr";' in body
    return address


def test_a_whole_network_of_ipv6_is_one_client_however_it_is_written() -> None:
    """Every way in which groups of an address may be zero; what begins with `::` is nobody's network, but IPv4's."""
    for zeros in range(1 << 8):
        groups = [0 if zeros >> place & 1 else 0xA0 + place for place in range(8)]
        written = str(ipaddress.IPv6Address(sum(group << 16 * (7 - place) for place, group in enumerate(groups))))
        network = ":".join(f"{group:x}" for group in groups[:4])
        assert client_of(written) == (written if written.startswith("::") else network), written
    for own in ("192.0.2.1", "::ffff:192.0.2.1", "::1"):
        assert client_of(own) == own
    assert client_of("2001:db8::a:b:c:d") == client_of("2001:db8::1") == client_of("2001:db8:0:0:1::")
