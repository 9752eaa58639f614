"""What an installation is told by its environment: read whole, or refused with every fault of it."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from helpers_repository import ROOT
from sigai.base import Issues, UserError
from sigai_web import serving
from sigai_web.__main__ import app
from sigai_web.settings.environment import SETTINGS, read_database, read_environment

DEMONSTRATION = {"SIGAI_MODE": "demonstration"}


PRODUCTION = {
    "SIGAI_MODE": "production",
    "SIGAI_SECRET": "q3Vt8xLr-Zk0pW7sYbN2cJ5hGmD9fA4eU6iO1jXvTqRnBwKyPzMdHs",
    "SIGAI_HOSTS": "sigai.example.cn",
}


NAMED = {**PRODUCTION, "SIGAI_DATABASE": "sqlite:///x"}


def codes(given: dict[str, str], tmp_path: Path) -> list[str]:
    with pytest.raises(UserError) as refused:
        read_environment({"SIGAI_HOME": str(tmp_path), **DEMONSTRATION, **given})
    return [issue.code for issue in refused.value.issues]


class TestSettings:
    def test_the_demonstration_needs_its_name_only_and_makes_its_own_secret(self, tmp_path: Path) -> None:
        one = read_environment({"SIGAI_HOME": str(tmp_path), **DEMONSTRATION})
        assert one.secret == read_environment({"SIGAI_HOME": str(tmp_path), **DEMONSTRATION}).secret
        assert len(one.secret) >= 50
        assert (tmp_path / "secret.txt").stat().st_mode & 0o077 == 0
        assert not one.production

    def test_a_writer_waits_nearly_as_long_as_its_request_may(self) -> None:
        """Of many that write at once on SQLite the unluckiest waits for all the others."""
        options = (read_database("sqlite:///x", Issues()) or {})["OPTIONS"]
        assert serving.timeout * 0.75 < options["timeout"] < serving.timeout

    def test_what_was_loaded_before_processes_are_forked_is_not_looked_through_for_garbage(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(serving.connections, "close_all", lambda: None)
        gc.disable()
        try:
            serving.pre_fork(None, None)
            assert gc.isenabled() and gc.get_freeze_count() > 0
        finally:
            gc.enable()
            gc.unfreeze()

    def test_production_is_whole_or_refused(self, tmp_path: Path) -> None:
        assert read_environment({"SIGAI_HOME": str(tmp_path), **NAMED}).https
        assert not (tmp_path / "secret.txt").exists()
        assert codes({"SIGAI_MODE": "production", "SIGAI_DEBUG": "on"}, tmp_path) == ["W002", "W001", "W003", "W039"]
        assert codes({**NAMED, "SIGAI_SECRET": "short"}, tmp_path) == ["W001"]
        assert codes(PRODUCTION, tmp_path) == ["W039"], "a database that was not named would be a new, empty one"
        assert codes({**NAMED, "SIGAI_DEBUG": "on"}, tmp_path) == ["W002"]

    @pytest.mark.parametrize("poor", ["a" * 56, "ab" * 30, "correct horse " * 5, "0123456789" * 6])
    def test_a_poor_secret_is_refused(self, tmp_path: Path, poor: str) -> None:
        assert codes({**NAMED, "SIGAI_SECRET": poor}, tmp_path) == ["W311"]

    @pytest.mark.parametrize("anybody", ["*", "sigai.example.cn,*", "*.gov.cn", ".cn", ".gov.cn"])
    def test_production_is_not_reached_under_any_name(self, tmp_path: Path, anybody: str) -> None:
        assert codes({**NAMED, "SIGAI_HOSTS": anybody}, tmp_path) == ["W312"]
        good = read_environment({"SIGAI_HOME": str(tmp_path), **NAMED, "SIGAI_HOSTS": ".example.gov.cn"})
        assert good.hosts == (".example.gov.cn",)

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("SIGAI_MODE", "prod", "W004"),
            ("SIGAI_MODE", "Production", "W004"),
            ("SIGAI_MODE", "", "W014"),
            ("SIGAI_DATABASE", "mysql://x/y", "W005"),
            ("SIGAI_DATABASE", "postgresql://host", "W005"),
            ("SIGAI_PROXIES", "-1", "W008"),
            ("SIGAI_BACKUP_HOURS", "daily", "W008"),
            ("SIGAI_DATABASE", "postgresql://h/d?sslmode=verify_full", "W342"),
            ("SIGAI_DATABASE", "postgresql://h/d?sslmode=", "W342"),
            ("SIGAI_DATABASE", "postgresql://h/d?ssl=true", "W342"),
            ("SIGAI_DATABASE", "postgresql://h/d?sslmode=verify-full&sslrootcert=/no/such/file", "W013"),
            ("SIGAI_MONITOR", "short", "W341"),
            ("SIGAI_WEBHOOK", "ftp://h/", "W012"),
            ("SIGAI_DATABASE", "postgresql://u:p@h:port/d", "W005"),
            ("SIGAI_DATABASE", "postgresql://u:p@[h/d", "W005"),
            ("SIGAI_MAIL", "smtp://u:p@h:port", "W012"),
        ],
    )
    def test_a_wrong_setting_is_named(self, tmp_path: Path, name: str, value: str, code: str) -> None:
        assert codes({name: value}, tmp_path) == [code]

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("SIGAI_PROXY", "1", "W040"),
            ("SIGAI_WEBHOOKKEY", "x" * 40, "W040"),
            ("SIGAI_HTTPS", "Off", "W041"),
            ("SIGAI_HTTPS", "false", "W041"),
            ("SIGAI_DEBUG", "yes", "W041"),
            ("SIGAI_HOSTS", "https://sigai.example.cn", "W042"),
            ("SIGAI_HOSTS", "sigai.example.cn:443", "W042"),
            ("SIGAI_HOSTS", "sigai.example.cn/", "W042"),
            ("SIGAI_HOSTS", "a.example.cn，b.example.cn", "W042"),
            ("SIGAI_HOSTS", "a.example.cn b.example.cn", "W042"),
        ],
    )
    def test_production_takes_no_setting_that_does_nothing(
        self, tmp_path: Path, name: str, value: str, code: str
    ) -> None:
        assert codes({**NAMED, name: value}, tmp_path) == [code]

    def test_hosts_may_be_names_and_addresses(self, tmp_path: Path) -> None:
        given = {
            "SIGAI_HOSTS": "a-b.example.cn, 10.0.0.1,[::1],.example.gov.cn",
            "SIGAI_HTTPS": "on",
            "SIGAI_LANG": "zh",
        }
        assert len(read_environment({"SIGAI_HOME": str(tmp_path), **NAMED, **given}).hosts) == 4

    def test_a_home_that_is_no_folder_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        assert codes({"SIGAI_HOME": str(tmp_path / "file" / "home")}, tmp_path) == ["W043"]

    def test_no_mode_is_assumed(self, tmp_path: Path) -> None:
        """One forgotten variable must not make production's database the demonstration's."""
        without = {name: value for name, value in PRODUCTION.items() if name != "SIGAI_MODE"}
        with pytest.raises(UserError) as refused:
            read_environment({"SIGAI_HOME": str(tmp_path / "home"), "SIGAI_DATABASE": "postgresql://h/d", **without})
        assert [issue.code for issue in refused.value.issues] == ["W014"]
        assert not (tmp_path / "home").exists()

    def test_addresses_of_databases(self) -> None:
        postgres = read_database("postgresql://us%40er:p%2Fw@db.local:5433/sigai", Issues())
        assert postgres is not None
        assert (postgres["USER"], postgres["PASSWORD"], postgres["HOST"], postgres["PORT"]) == (
            "us@er",
            "p/w",
            "db.local",
            "5433",
        )
        sqlite = read_database("sqlite:////var/lib/sigai/db.sqlite3", Issues())
        assert sqlite is not None
        assert sqlite["NAME"] == "/var/lib/sigai/db.sqlite3"
        assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"

    def test_what_an_address_demands_of_the_connection_is_asked_for(self, tmp_path: Path) -> None:
        file = tmp_path / "root.crt"
        file.write_text("x")
        found = read_database(f"postgresql://u@h/d?sslmode=verify-full&sslrootcert={file}", Issues())
        assert found is not None
        assert (found["OPTIONS"]["sslmode"], found["OPTIONS"]["sslrootcert"]) == ("verify-full", str(file))

    def test_production_on_sqlite_waits_for_the_disk(self, tmp_path: Path) -> None:
        for given, word in ((NAMED, "FULL"), (DEMONSTRATION, "NORMAL")):
            database = read_environment({"SIGAI_HOME": str(tmp_path), **given}).database
            assert f"synchronous={word};" in database["OPTIONS"]["init_command"]

    def test_production_posts_signed_and_by_https_only(self, tmp_path: Path) -> None:
        key = {"SIGAI_WEBHOOK_KEY": "k" * 32}
        assert codes({**NAMED, "SIGAI_WEBHOOK": "http://h/", **key}, tmp_path) == ["W012"]
        assert codes({**NAMED, "SIGAI_WEBHOOK": "https://h/"}, tmp_path) == ["W341"]
        assert read_environment({"SIGAI_HOME": str(tmp_path), **NAMED, "SIGAI_WEBHOOK": "https://h/", **key}).webhook

    @pytest.mark.parametrize(
        ("name", "taken", "refused"),
        [
            ("SIGAI_WECOM", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", "http://qyapi.weixin.qq.com/x"),
            ("SIGAI_WECOM", "https://qyapi.weixin.qq.com:443/x", "https://qyapi.weixin.qq.com:8443/x"),
            ("SIGAI_DINGTALK", "https://oapi.dingtalk.com/robot/send?access_token=k", "https://127.0.0.1/robot/send"),
            ("SIGAI_DINGTALK", "https://OAPI.dingtalk.com/x", "https://oapi.dingtalk.com@10.0.0.1/x"),
            ("SIGAI_FEISHU", "https://open.feishu.cn/open-apis/bot/v2/hook/k", "https://open.feishu.cn.example.cn/x"),
            ("SIGAI_FEISHU", "https://open.larksuite.com/x", "open.feishu.cn/x"),
        ],
    )
    def test_robots_are_asked_at_their_makers_alone(self, tmp_path: Path, name: str, taken: str, refused: str) -> None:
        assert read_environment({"SIGAI_HOME": str(tmp_path), **DEMONSTRATION, name: taken})
        assert codes({name: refused}, tmp_path) == ["W012"]

    def test_every_setting_and_command_is_documented(self) -> None:
        page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
        assert [name for name, meaning in SETTINGS.items() if f"| `{name}` | {meaning} |" not in page] == []
        for command in app.registered_commands:
            name = command.name or getattr(command.callback, "__name__", "")
            assert f"| `python -m sigai_web {name}" in page
