"""docs/operations.md followed to the letter: its commands, in its order, on a PostgreSQL that asks for passwords.

What cannot be run here (useradd, systemctl, git) stands in as commands of the same name that do nothing; folders
and the port are the test's own. What is typed is the page's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers_processes import Installation, free_port
from helpers_repository import ROOT
from helpers_waiting import PATIENCE
from sigai_web.__main__ import app

_BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
pytestmark = pytest.mark.skipif(
    not _BIN or os.geteuid() != 0 or not shutil.which("setpriv") or not os.environ.get("SIGAI_TEST_DATABASE"),
    reason="needs PostgreSQL, and root to run it as another user",
)
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
PASSWORDS = {"OWNER_PASSWORD": "owner7secret", "PASSWORD": "runner8secret"}
_SECRET = "9Tests8of7the6page5of4operations3followed2to1the0letter-abc"
_AS_SERVICE, _WITHOUT_PRIVILEGE = (
    "setpriv --reuid sigai --regid sigai --init-groups ",
    "setpriv --bounding-set=-all --inh-caps=-all ",
)
"""Another user could not read an interpreter under /root. Without its privileges root is one user among others: it
writes where it owns the folder, as the user of the service does, and nowhere else."""
_STUBS = {
    **dict.fromkeys(("useradd", "systemctl", "git", "cp", "podman"), "exit 0"),
    "runuser": 'shift 3; export PGUSER=postgres PGPASSWORD=super; exec "$@"',
    "install": "exec /usr/bin/install $(echo \"$@\" | sed 's/-[og] sigai//g')",
}


def commands(heading: str, end: str) -> list[str]:
    """The indented commands between two places of the page."""
    return re.findall(r"^    (\S.*)$", PAGE.split(heading, 1)[1].split(end, 1)[0], re.MULTILINE)


def as_postgres(*command: str | Path) -> None:
    """Run a command as the owner of the server; what it says stands in the failure."""
    lowered = ["setpriv", "--reuid", "postgres", "--clear-groups", *map(str, command)]
    done = subprocess.run(lowered, check=False, capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def port() -> Iterator[int]:
    """A server that lets nobody in without a password, in a folder of its own: pytest's are closed to postgres."""
    found, bin_ = free_port(), _BIN[-1]
    with tempfile.TemporaryDirectory(prefix="sigai-postgresql-") as folder:
        given, data = Path(folder) / "given", Path(folder) / "data"
        given.write_text("super")
        for each in (Path(folder), given):
            shutil.chown(each, "postgres")
        as_postgres(bin_ / "initdb", "-D", data, "-U", "postgres", "--auth", "scram-sha-256", "--pwfile", given)
        control = (bin_ / "pg_ctl", "-D", data, "-w", "-l", Path(folder) / "log")
        as_postgres(*control, "-o", f"-p {found} -h 127.0.0.1 -k {folder} -F", "start")
        yield found
        as_postgres(*control, "-m", "immediate", "stop")


class Machine:
    """Folders, settings and commands of a server that is set up by the page."""

    def __init__(self, folder: Path, port: int, programme: Path) -> None:
        self.folder, self.port, self.bin = folder, port, folder / "bin"
        self.bin.mkdir()
        for name, text in _STUBS.items():
            self._command(name, f"#!/bin/sh\n{text}\n")
        wrapper = (ROOT / "deploy" / "sigai-web").read_text(encoding="utf-8")
        assert _AS_SERVICE in wrapper
        wrapper = wrapper.replace(_AS_SERVICE, _WITHOUT_PRIVILEGE).replace(
            "/opt/sigai/.venv/bin/python", sys.executable
        )
        self._command("sigai-web", self.here(wrapper))
        for each in ("etc", "backups", "var", "var/lib"):
            (folder / each).mkdir()
        shutil.chown(folder / "var", "nobody")  # as /var/lib is root's: the service's user may not write beside its own
        given = (
            (ROOT / "deploy" / "sigai.env")
            .read_text(encoding="utf-8")
            .replace("SIGAI_SECRET=", f"SIGAI_SECRET={_SECRET}")
        )
        given = re.sub(r"SIGAI_PROGRAMME=.*", f"SIGAI_PROGRAMME={programme}", given)
        given = given.replace(":PASSWORD@", f":{PASSWORDS['PASSWORD']}@")
        given = re.sub(
            r"^(SIGAI_DATABASE=.*)$", r"\1?sslmode=disable&sslrootcert=/etc/hosts", given, flags=re.MULTILINE
        )
        (folder / "etc" / "sigai.env").write_text(self.here(given))

    def here(self, text: str) -> str:
        """What the page says of the machine, as it is here."""
        for theirs, ours in (("/var/lib/sigai", "var/lib"), ("/var/backups/sigai", "backups"), ("/etc/sigai", "etc")):
            text = text.replace(theirs, str(self.folder / ours))
        return text.replace("/opt/sigai", str(ROOT)).replace("127.0.0.1/sigai", f"127.0.0.1:{self.port}/sigai")

    def type(self, line: str) -> subprocess.CompletedProcess[str]:
        """One line of the page."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("SIGAI_", "DJANGO_"))}
        own = {"PATH": f"{self.bin}:{os.environ['PATH']}", "PGHOST": "127.0.0.1", "PGPORT": str(self.port)}
        return subprocess.run(
            ["sh", "-c", self.here(line)],
            env={**clean, **own, **PASSWORDS, "PYTHONPATH": str(ROOT / "src")},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def follow(self, lines: list[str]) -> None:
        """Every line, but those that install code or ask a running server."""
        for line in lines:
            if (
                "pip install" in line
                or "compileall" in line
                or line.endswith(" health")
                or "sigai.env /etc" in line
                or "sigai-web /usr" in line
            ):
                continue
            done = self.type(line)
            assert done.returncode == 0, (line, done.stderr)

    def _command(self, name: str, text: str) -> None:
        (self.bin / name).write_text(text, encoding="utf-8")
        (self.bin / name).chmod(0o755)


def test_the_page_sets_up_upgrades_and_goes_back(tmp_path: Path, port: int, programme_folder: Path) -> None:
    machine = Machine(tmp_path, port, programme_folder)
    early = machine.type("sigai-web worker --batch")  # before set-up, and before there is a role
    assert (early.returncode, '"W343"' in early.stderr, "Traceback" in early.stderr) == (2, True, False), early.stderr
    assert PASSWORDS["PASSWORD"] not in early.stderr

    setting_up = commands("**With systemd and PostgreSQL**", "**In a container.**")
    first = next(number for number, line in enumerate(setting_up) if "psql" in line)
    machine.follow(setting_up[: first + 1])
    unready = machine.type("sigai-web serve")
    assert (unready.returncode, '"W344"' in unready.stderr) == (2, True), unready.stderr
    machine.follow(setting_up[first + 1 :])
    runner = f"postgresql://sigai:{PASSWORDS['PASSWORD']}@127.0.0.1:{port}/sigai"
    installation = Installation(tmp_path / "var" / "lib", programme_folder, runner)
    assert installation.rows("SELECT count(*) FROM account") == [(3,)]

    upgrading = commands("## Upgrade", "**The way back.**")
    stopped = ["cd /opt/sigai", "systemctl stop", "systemctl stop", "sigai-web backup"]
    assert [" ".join(line.split()[:2]) for line in upgrading[:4]] == stopped
    machine.follow(upgrading)

    later = "INSERT INTO django_migrations (app, name, applied) VALUES ('keeping', '0999_of_the_future', now())"
    machine.type(f'runuser -u postgres -- psql -d sigai -c "{later}"')
    old_code = machine.type("sigai-web worker --batch")
    assert (old_code.returncode, '"W345"' in old_code.stderr) == (2, True), old_code.stderr
    machine.follow(commands("**The way back.**", "What was handed in after"))
    assert installation.rows("SELECT count(*) FROM account") == [(3,)]
    again = machine.type("sigai-web worker --batch")
    assert again.returncode == 0, again.stderr
    proved = machine.type("sigai-web journal verify")
    assert (proved.returncode, "unbroken" in proved.stdout) == (0, True), proved.stderr


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("a&b;c $d|e", "a&b;c $d|e"),
        ('"in quotes"', "in quotes"),
        ("a=b#c", "a=b#c"),
        ("`touch x`$(touch x)", "`touch x`$(touch x)"),
        ("", ""),
        ("behind ", None),
        ("'half", None),
        ("back\\slash", None),
    ],
)
def test_the_wrapper_reads_its_settings_as_systemd_does(tmp_path: Path, value: str, read: str | None) -> None:
    wrapper = (ROOT / "deploy" / "sigai-web").read_text(encoding="utf-8").replace("/etc/sigai", str(tmp_path))
    wrapper = re.sub(r"exec setpriv .*", "exec printenv SIGAI_SECRET", wrapper).replace("/opt/sigai", str(tmp_path))
    (tmp_path / "sigai.env").write_text(f"# a remark\n\nSIGAI_SECRET={value}\nSIGAI_MODE=production")
    done = subprocess.run(["sh", "-c", wrapper], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == ((2, "") if read is None else (0, f"{read}\n")), done.stderr
    assert read is not None or "SIGAI_SECRET" in done.stderr
    assert not (tmp_path / "x").exists()


def test_nothing_of_ours_runs_in_the_middle_of_an_upgrade_and_all_runs_again() -> None:
    """Of every unit that is deployed; a timer is stopped before what it starts."""
    units = {
        path.name.removesuffix(".service") for path in (ROOT / "deploy").glob("sigai-*.[st]*") if "@" not in path.name
    }
    oneshots = {name.removesuffix(".timer") for name in units if name.endswith(".timer")}
    for part in (("## Upgrade", "**The way back.**"), ("**The way back.**", "What was handed in after")):
        told = commands(*part)
        stopped = [unit for line in told if "systemctl stop" in line for unit in line.split()[2:]]
        started = {unit for line in told if "systemctl start" in line for unit in line.split()[2:]}
        assert set(stopped) == units
        assert started == units - oneshots
        assert all(stopped.index(f"{name}.timer") < stopped.index(name) for name in oneshots)
        assert [line for line in told if "daemon-reload" in line and "deploy/sigai-*.service" in line]


def test_every_command_of_the_page_exists() -> None:
    known = {one.name or getattr(one.callback, "__name__", "") for one in app.registered_commands}
    typed = set(
        re.findall(r"(?:sigai-web|-m sigai_web) ([a-z][\w-]*)", "\n".join(commands("## Production", "## Sizes")))
    )
    assert typed - {"sigai-worker", "sigai-web"} <= known
    assert {"setup", "first-accounts", "backup", "restore", "health"} <= typed
