"""Backup and restore: a round trip between real installations, and every way in which it is refused."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers_forks import start
from helpers_processes import PATH, Installation
from helpers_waiting import PATIENCE
from sigai.base import digest_bytes

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
    assert names[-2:] == ["backup.json", "backup.sig"]
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


def forge(file: Path, place: str, *, listed: bool = True) -> None:
    """The same archive with a file more, which the list names as it should; who forges it has no key."""
    folder = file.with_suffix(".d")
    with tarfile.open(file) as tar:
        names = tar.getnames()
        tar.extractall(folder, filter="data")
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    (folder / place).write_bytes(b"planted")
    about = json.loads((folder / "backup.json").read_text(encoding="utf-8"))
    if listed:
        about["members"][place] = {"size": 7, "sm3": digest_bytes(b"planted")}
    (folder / "backup.json").write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
    with tarfile.open(file, "w:gz") as tar:
        for name in [place, *names]:
            tar.add(folder / name, name)


def test_one_that_was_forged_or_comes_from_elsewhere_is_refused(install: Install, archive: Path) -> None:
    """New digests do not help: the list is signed. Only who names the file takes it all the same."""
    other = install("other")
    elsewhere = other.run(
        "restore", str(archive), SIGAI_SECRET="another" * 2 + "0123456789abcdefghijklmnopqrstuvwxyzABCDEF"
    )
    assert (elsewhere.returncode, "W346" in elsewhere.stderr) == (2, True)
    forge(archive, "files/attachments/planted")
    refused = other.run("restore", str(archive))
    assert (refused.returncode, "W346" in refused.stderr) == (2, True)
    wrong_name = other.run("restore", str(archive), "--trust", "other.tar.gz")
    assert (wrong_name.returncode, "W346" in wrong_name.stderr) == (2, True)
    trusted = other.run("restore", str(archive), "--trust", archive.name)
    assert trusted.returncode == 0, trusted.stderr


@pytest.mark.parametrize("place", ["files/secret.txt", "files/static/x.js", "files/runs/.hidden", "elsewhere"])
def test_a_file_that_no_backup_holds_is_refused_even_from_a_trusted_one(
    install: Install, archive: Path, place: str
) -> None:
    forge(archive, place)
    refused = install("other").run("restore", str(archive), "--trust", archive.name)
    assert (refused.returncode, "W347" in refused.stderr) == (2, True)


def test_a_file_that_is_not_listed_is_refused(install: Install, archive: Path) -> None:
    forge(archive, "files/attachments/planted", listed=False)
    refused = install("other").run("restore", str(archive))
    assert (refused.returncode, "W275" in refused.stderr) == (2, True)


def test_what_was_revoked_since_comes_back_and_is_said(
    installation: Installation, install: Install, tmp_path: Path
) -> None:
    """Tokens end with the restore; who was closed since is open again, and whoever restores is told."""
    installation.python(
        "from sigai_web.accounts.models import User\n"
        "from sigai_web.api.declaring import DECLARED\n"
        "from sigai_web.api.tokens import issue_token\n"
        "from sigai_web.journal.writing import SYSTEM\n"
        "from sigai_web.manifests import scopes\n"
        "usable = scopes()\n"
        "issue_token(SYSTEM, User.objects.get(username='leader'), name='x', scopes=usable[:1], usable=usable, days=9)"
    )
    file = tmp_path / "kept.tar.gz"
    assert installation.run("backup", str(file)).returncode == 0
    other = install("other")
    done = other.run("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert "又有效" in done.stdout and "every token and session was ended" in done.stdout
    assert other.rows("SELECT count(*) FROM api_token WHERE revoked_at IS NULL") == [(0,)]
    assert other.rows("SELECT count(*) FROM api_token") == [(1,)]
    assert other.sigai("journal", "verify").returncode == 0


def test_a_backup_is_read_back_and_what_killed_ones_left_is_swept(installation: Installation, tmp_path: Path) -> None:
    old, young = tmp_path / ".a.tar.gz.77.part", tmp_path / ".b.tar.gz.78.part"
    folder, other = tmp_path / ".sigai-backup-x", tmp_path / "c.tar.gz"
    folder.mkdir()
    for path in (old, young, other, folder / "database"):
        path.write_bytes(b"x")
    for path in (old, other, folder):
        os.utime(path, (0, 0))
    assert installation.run("backup", str(tmp_path / "new.tar.gz")).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == [
        young.name,
        "c.tar.gz",
        "new.tar.gz",
    ]
    ((said,),) = installation.rows("SELECT said FROM keeping_note WHERE name = 'backup'")
    told = said if isinstance(said, dict) else json.loads(said)
    assert (told["file"], told["readable"]) == ("new.tar.gz", True)


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


WRITE_ON = """
import django, itertools; django.setup()
from django.db import transaction
from sigai_web.journal.writing import SYSTEM, append
for n in itertools.count():
    with transaction.atomic(): append(SYSTEM, 'test.write', 'x', after={'n': n})
"""


def test_a_backup_while_others_write_is_one_moment(
    installation: Installation, install: Install, tmp_path: Path
) -> None:
    """Ten writers' worth of entries go on during the copy; what comes back is a chain that ends at its own head."""
    settings = {"DJANGO_SETTINGS_MODULE": "sigai_web.settings.site"}
    said = tmp_path / "said"
    writing = start(["-c", WRITE_ON], {**installation.environment, **settings}, said, said)
    try:
        file = tmp_path / "busy.tar.gz"
        done = installation.run("backup", str(file))
        assert done.returncode == 0, done.stderr
        assert writing.poll() is None, "the writer was done before the backup was"
    finally:
        os.killpg(writing.pid, signal.SIGKILL)
        writing.wait(PATIENCE)
    other = install("other")
    assert other.run("restore", str(file)).returncode == 0
    assert "完整" in other.sigai("journal", "verify").stdout
