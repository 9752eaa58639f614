"""Backup and restore: a round trip between real installations, and every way in which it is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers_processes import PATH, Installation

Install = Callable[[str], Installation]
COUNTS = """
from sigai_web.accounts.models import User
from sigai_web.journal.models import JournalEntry
from django.db import connection
from sigai_web.journal.triggers import protected_tables, strangers
from sigai_web.store.models import CurrentFigure, RecordState
from django.contrib.sessions.models import Session
figures = sorted((f.entity, f.measure, f.period, str(f.value)) for f in CurrentFigure.objects.all())
protected = not any(strangers(connection, table) for table in protected_tables())
print([protected, User.objects.count(), RecordState.objects.count(), Session.objects.count(), figures])
"""


@pytest.fixture(scope="module")
def kept(filled_installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the filled installation."""
    folder = filled_installation.home / "attachments"
    folder.mkdir()
    (folder / "证明.pdf").write_bytes(b"%PDF-1.7 evidence")
    (folder / "half.part").write_bytes(b"half")
    file = tmp_path_factory.mktemp("kept") / "backup.tar.gz"
    done = filled_installation.run("backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture
def archive(kept: Path, tmp_path: Path) -> Path:
    return shutil.copy2(kept, tmp_path / "backup.tar.gz")


def test_a_round_trip_keeps_everything_and_proves_it(
    filled_installation: Installation, install: Install, archive: Path
) -> None:
    other = install("other")
    done = other.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "完整" in done.stdout
    assert other.python(COUNTS) == filled_installation.python(COUNTS)
    assert other.python(COUNTS).startswith("[True, ")
    assert (other.home / "attachments" / "证明.pdf").read_bytes() == b"%PDF-1.7 evidence"
    assert not (other.home / "attachments" / "half.part").exists()
    assert (other.home / "static" / "staticfiles.json").is_file()
    assert "完整" in other.sigai("journal", "verify").stdout
    with other.serving() as server:
        assert server.port


def test_the_archive_says_what_it_is_and_holds_no_secret(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    assert names[0] == "database"
    assert names[-1] == "backup.json"
    assert "files/attachments/证明.pdf" in names
    assert not [name for name in names if "secret" in name or "static" in name or "sqlite3" in name]


def test_open_sessions_stay_behind(installation: Installation, tmp_path: Path) -> None:
    """Who finds a backup must not find the keys of those who are signed in."""
    key = installation.python(
        "from django.contrib.sessions.backends.db import SessionStore\n"
        "store = SessionStore(); store['x'] = 1; store.create(); print(store.session_key)"
    ).strip()
    file = tmp_path / "signed-in.tar.gz"
    assert installation.run("backup", str(file)).returncode == 0
    with tarfile.open(file) as tar:
        tar.extract("database", tmp_path, filter="data")
    content = (tmp_path / "database").read_bytes()
    assert key
    assert key.encode() not in content
    assert key in installation.python("from django.contrib.sessions.models import Session as S; print(S.objects.get())")


def test_nothing_is_overwritten(filled_installation: Installation, archive: Path) -> None:
    for arguments, code in (
        (("backup", str(archive)), "W271"),
        (("backup", str(filled_installation.home / "b.tar.gz")), "W272"),
        (("restore", str(archive)), "W276"),
    ):
        refused = filled_installation.run(*arguments)
        assert refused.returncode == 2
        assert code in refused.stderr
        assert "Traceback" not in refused.stderr


def damage_cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def damage_text(file: Path) -> None:
    file.write_text("not an archive")


def damage_member(file: Path) -> None:
    """The same archive with one file changed."""
    folder = file.with_suffix(".d")
    with tarfile.open(file) as tar:
        names = tar.getnames()
        tar.extractall(folder, filter="data")
    (folder / "files" / "attachments" / "证明.pdf").write_bytes(b"%PDF-1.7 Evidence")
    with tarfile.open(file, "w:gz") as tar:
        for name in names:
            tar.add(folder / name, name)


def damage_link(file: Path) -> None:
    """The same archive with a link in the place of a file: harmless here, it would lead elsewhere once it is moved."""
    folder = file.with_suffix(".d")
    with tarfile.open(file) as tar:
        names = tar.getnames()
        tar.extractall(folder, filter="data")
    evidence, moved = folder / "files" / "attachments" / "证明.pdf", folder / "moved"
    evidence.rename(moved)
    evidence.symlink_to("../../moved")
    listed = json.loads((folder / "backup.json").read_text(encoding="utf-8"))
    listed["members"]["moved"] = listed["members"]["files/attachments/证明.pdf"]
    (folder / "backup.json").write_text(json.dumps(listed), encoding="utf-8")
    with tarfile.open(file, "w:gz") as tar:
        for name in ["moved", *names]:
            tar.add(folder / name, name)


@pytest.mark.parametrize("damage", [damage_cut, damage_text, damage_member, damage_link])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    install: Install, archive: Path, damage: Callable[[Path], None]
) -> None:
    damage(archive)
    other = install("other")
    refused = other.run("restore", str(archive))
    assert refused.returncode == 2
    assert "W275" in refused.stderr
    assert [path.name for path in other.home.iterdir() if path.name not in ("secret.txt", "assets")] == []


FORGE = """
from helpers_forging import forge
from django.db import transaction
with transaction.atomic():
    forge("INSERT INTO account_membership (role, scope, proposed_at, granted_at, user_id) "
          "SELECT 'office', '', created_at, created_at, id FROM account WHERE username = 'leader'")
"""


def test_a_backup_of_forged_data_is_refused(installation: Installation, install: Install, tmp_path: Path) -> None:
    """Its own digests are right: they were taken of what is forged."""
    installation.python(FORGE, PYTHONPATH=PATH)
    file = tmp_path / "forged.tar.gz"
    assert installation.run("backup", str(file)).returncode == 0
    refused = install("other").run("restore", str(file))
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    for words in ("W269", "W281", "account_membership id=", "role=office"):
        assert words in refused.stderr


def test_a_backup_of_a_newer_version_is_refused(installation: Installation, install: Install, tmp_path: Path) -> None:
    installation.python(
        "from django.db.migrations.recorder import MigrationRecorder as M\n"
        "from django.db import connection; M(connection).record_applied('store', '9999_later')"
    )
    file = tmp_path / "later.tar.gz"
    assert installation.run("backup", str(file)).returncode == 0
    refused = install("other").run("restore", str(file))
    assert refused.returncode == 2
    assert "store.9999_later" in refused.stderr


def test_a_backup_while_others_write_is_one_moment(
    installation: Installation, install: Install, tmp_path: Path
) -> None:
    """Ten writers' worth of entries go on during the copy; what comes back is a chain that ends at its own head."""
    writing = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import django, itertools; django.setup()\n"
            "from django.db import transaction\n"
            "from sigai_web.journal.writing import SYSTEM, append\n"
            "for n in itertools.count():\n"
            "    with transaction.atomic(): append(SYSTEM, 'test.write', 'x', after={'n': n})\n",
        ],
        env={**installation.environment, "DJANGO_SETTINGS_MODULE": "sigai_web.settings.site"},
    )
    try:
        file = tmp_path / "busy.tar.gz"
        done = installation.run("backup", str(file))
        assert done.returncode == 0, done.stderr
        assert writing.poll() is None, "the writer was done before the backup was"
    finally:
        writing.kill()
        writing.wait()
    other = install("other")
    assert other.run("restore", str(file)).returncode == 0
    assert "完整" in other.sigai("journal", "verify").stdout
