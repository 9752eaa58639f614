"""`python -m sigai_web`: set up and serve the system."""

from __future__ import annotations

import gc
import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from sigai.base import Issue, UserError
from sigai_web.beginning import begin
from sigai_web.decisions.commands import app as decisions_app
from sigai_web.register.commands import app as register_app
from sigai_web.starting.commands import starting_data

app = typer.Typer(
    name="sigai_web",
    help="四改 Sigai 网上系统 · the working system on the web",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(register_app, name="register")
app.add_typer(decisions_app, name="decisions")
app.command("starting-data")(starting_data)
_SECRET_BYTES = 60


DataOption = Annotated[
    Path | None,
    typer.Option(help="空数据库要装入的数据文件夹（仅演示）· folder of demonstration data to fill an empty store"),
]
ReportOption = Annotated[
    Path | None,
    typer.Option(
        help="同时把结果写到这个文件夹：报告、通报、表 · also write report, bulletin and tables to this folder"
    ),
]
BindOption = Annotated[str, typer.Option(help="地址 · address")]
AddressOption = Annotated[
    str,
    typer.Option(help="系统网址（默认按 SIGAI_HOSTS） · the system's address (default: by SIGAI_HOSTS)", metavar="URL"),
]


@app.command()
def setup(data: DataOption = None, report: ReportOption = None) -> None:
    """建库、收集静态文件；演示时还装入数据、开立演示账号 · database, static files; demonstration data and accounts."""
    begin()
    _set_up(data)
    if report is not None:
        _report(report)


@app.command()
def demo(data: DataOption = None, report: ReportOption = None, bind: BindOption = "127.0.0.1:8000") -> None:
    """演示：建库、装数、开账号，然后运行，Ctrl-C 结束 · the demonstration: set up, then run until Ctrl-C."""
    begin()
    from sigai_web.demonstration import refuse_production
    from sigai_web.processes import module, run_together

    refuse_production()
    _set_up(data)
    if report is not None:
        _report(report)
    typer.echo(f"\n  http://{bind}/   Ctrl-C 结束 · Ctrl-C ends it\n")
    sys.stdout.flush()
    raise typer.Exit(run_together([module("sigai_web", "serve", "--bind", bind), module("sigai_web", "worker")]))


@app.command("report")
def report_command(
    out: Annotated[Path, typer.Option(help="结果文件夹 · the folder to write")],
) -> None:
    """把网站现在显示的那次计算写成文件夹：报告、通报、表 · write the run that pages show: report, bulletin, tables."""
    begin()
    _report(out)


def _report(out: Path) -> None:
    from sigai.reports import headline
    from sigai_web.runs.writing import write_current

    written = write_current(out)
    typer.echo(f"第 {written.run.pk} 次计算 · calculation {written.run.pk}")
    for language in ("zh", "en"):
        typer.echo(f"  {headline(written.view, language)}")
    typer.echo(f"  报告 · report    {out / 'report.html'}\n  通报 · bulletin  {out / 'bulletin.docx'}")


def _set_up(data: Path | None) -> None:
    from django.conf import settings

    from sigai_web.alone import alone
    from sigai_web.problems import SECOND_SETUP

    with alone(settings.SIGAI_HOME / "setup.lock", SECOND_SETUP.at()):
        _set_up_alone(data)


def _set_up_alone(data: Path | None) -> None:
    from django.conf import settings

    from sigai.base import Place
    from sigai_web.problems import DATA_IN_PRODUCTION
    from sigai_web.start_checks import refuse_other_mode, refuse_other_role

    if settings.SIGAI_PRODUCTION and data is not None:
        raise UserError([DATA_IN_PRODUCTION.at(Place("--data"))])
    refuse_other_mode()
    refuse_other_role()
    _prepare()
    if settings.SIGAI_PRODUCTION:
        typer.echo("数据库和静态文件已就绪；用 python -m sigai_web first-accounts 开立三员账号 · set up")
        return
    from sigai_web.demonstration import fill_store, first_run, make_accounts

    taken = fill_store(data) if data is not None else None
    accounts = make_accounts()
    if taken is not None:
        found = len(taken.issues)
        typer.echo(f"演示数据已装入，{found} 处问题按规则处理 · demonstration data taken in, {found} findings: {data}")
        first_run()
    typer.echo("演示账号（虚构；密码每次重设）· demonstration accounts, passwords set anew each time:")
    for account in accounts:
        mark = "*" if account.second_factor else " "
        typer.echo(f"  {account.username:24} {account.password} {mark} {account.scope_name}")
    typer.echo(
        "* 登录还要动态口令，没有手机也可用这条命令打印 · asks for a code, too; this prints it without a telephone:\n"
        f"  {os.path.relpath(sys.executable)} -m sigai_web code office"
    )


@app.command("close")
def close_command(
    month: Annotated[str, typer.Argument(help="月份，如 2022-09 · a month such as 2022-09")],
) -> None:
    """结账：缺报的按推算计，从此不变 · close a month: what is missing stays as estimated."""
    begin()
    from sigai_web.journal.writing import SYSTEM
    from sigai_web.reporting.closing import asked_month, close_month
    from sigai_web.reporting.months import months_now

    asked = asked_month(month)
    follows = _in_both(lambda: months_now().closing_words(asked))
    closed = close_month(SYSTEM, None, asked)
    missing = closed.missing
    counts = f"应报 {missing['owed']} 张，未核收 {missing['missing']} 张，{len(closed.kept)} 个数按推算计"
    typer.echo(f"{closed} 已结账：{counts}")
    typer.echo(
        f"{closed} is closed: {missing['missing']} of {missing['owed']} forms are not accepted, "
        f"{len(closed.kept)} figures are estimates"
    )
    for sentence in follows:
        typer.echo(sentence)
    for form, count in missing["forms"].items():
        typer.echo(f"  {form} {count['period']}: {count['missing']} / {count['owed']}")


@app.command("reopen")
def reopen_command(
    month: Annotated[str, typer.Argument(help="月份，如 2022-09 · a month such as 2022-09")],
    reason: Annotated[str, typer.Option(help="原因 · the reason")],
) -> None:
    """重新打开已结账的月份 · open a closed month again."""
    begin()
    from sigai_web.journal.writing import SYSTEM
    from sigai_web.reporting.closing import asked_month, reopen_month
    from sigai_web.reporting.months import months_now

    asked = asked_month(month)
    follows = _in_both(lambda: months_now().opening_words(asked))
    opened = reopen_month(SYSTEM, None, asked, reason)
    typer.echo(f"{opened} 已重新打开 · {opened} is open again")
    for sentence in follows:
        typer.echo(sentence)


def _in_both(say: Callable[[], str]) -> list[str]:
    """What is said in either language; nothing where there is nothing to say."""
    from django.utils import translation

    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(say())
    return [sentence for sentence in said if sentence]


@app.command("scenarios")
def scenarios_command(
    programme: Annotated[Path, typer.Argument(help="方案文件夹 · the programme's folder", metavar="PROGRAMME")],
    as_json: Annotated[bool, typer.Option("--json", help="一个 JSON 列表 · one JSON list")] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="只演练这几个情景 · these scenarios only", metavar="ID")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="结果留给 SIGAI_HOME 的网页 · keep the outcomes for the page in SIGAI_HOME")
    ] = False,
) -> None:
    """演练方案的情景，在用后即弃的数据库里 · try the scenarios of a programme, in a database that is thrown away."""
    from sigai_web.settings.environment import SETTINGS

    kept_at = Path(os.environ.get("SIGAI_HOME", "out/web")).absolute() if keep else None
    with tempfile.TemporaryDirectory(prefix="sigai-scenarios-", ignore_cleanup_errors=True) as home:
        for name in SETTINGS:
            os.environ.pop(name, None)
        os.environ |= {"SIGAI_MODE": "demonstration", "SIGAI_HOME": home, "SIGAI_PROGRAMME": str(programme.absolute())}
        begin()
        from sigai_web.scenarios.commands import tell_outcomes

        good = tell_outcomes(as_json=as_json, only=only or [], kept_at=kept_at)
    raise typer.Exit(0 if good else 1)


@app.command()
def code(username: Annotated[str, typer.Argument(help="演示账号的用户名 · a demonstration account")]) -> None:
    """打印演示账号现在的动态口令 · print the code that a demonstration account's telephone would show now."""
    begin()
    from sigai_web.demonstration import code_now

    digits = code_now(username)
    if digits is None:
        typer.echo("没有这个演示账号，或它不用动态口令 · no such demonstration account, or it needs no code", err=True)
        raise typer.Exit(1)
    typer.echo(digits)


def _site(address: str) -> str:
    """Where the system is reached: as given, or by its first host."""
    from django.conf import settings

    host = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
    return address.rstrip("/") or f"https://{host}"


@app.command("first-accounts")
def first_accounts(
    address: AddressOption = "",
) -> None:
    """开立三员账号，打印一次性邀请链接 · open the three administrators' accounts, print their invitations."""
    begin()
    from sigai_web.bootstrap import open_administrators
    from sigai_web.start_checks import refuse_unsafe

    refuse_unsafe()
    for username, path in open_administrators():
        typer.echo(f"{username:24} {_site(address)}{path}")


@app.command("give-back")
def give_back(
    user: Annotated[str, typer.Argument(help="三员之一的用户名 · user name of one of the three administrators")],
    reason: Annotated[str, typer.Option(help="为什么、谁批准，记入留痕 · why and who agreed, for the journal")],
    address: AddressOption = "",
) -> None:
    """三员进不去时：作废其密码和动态口令，打印新邀请链接 · let an administrator in again whom nobody else can."""
    begin()
    from sigai_web.bootstrap import give_back_administrator
    from sigai_web.start_checks import refuse_unsafe

    refuse_unsafe()
    typer.echo(f"{_site(address)}{give_back_administrator(user, reason)}")


@app.command("remove-demonstration-accounts")
def remove_demonstration_accounts() -> None:
    """删除误开在正式数据库里的演示账号 · take away the demonstration accounts of a production database."""
    begin()
    from sigai_web import start_checks
    from sigai_web.journal.writing import SYSTEM

    count = start_checks.remove_demonstration_accounts(SYSTEM)
    typer.echo(f"已删除演示账号 · demonstration accounts taken away: {count}")


@app.command()
def serve(
    bind: BindOption = "127.0.0.1:8000",
    workers: Annotated[int, typer.Option(min=1, help="进程数 · processes")] = 2,
) -> None:
    """运行 · run the system."""
    begin()
    from sigai_web.start_checks import refuse_unsafe, worth_knowing

    refuse_unsafe()
    _tell(worth_knowing())
    from gunicorn.app import wsgiapp

    sys.argv = ["gunicorn", "sigai_web.wsgi:application", "--config", "python:sigai_web.serving"]
    sys.argv += ["--bind", bind, "--workers", str(workers)]
    typer.echo(f"http://{bind}/")
    sys.stdout.flush()
    gc.disable()  # until processes are forked (`serving.pre_fork`): a quarter of the time until the first page
    wsgiapp.run()


@app.command()
def worker(
    batch: Annotated[bool, typer.Option(help="做完就退出 · end when nothing is left to do")] = False,
) -> None:
    """运行后台进程：计算、发消息 · run the worker: calculations, messages."""
    begin()
    from sigai_web.journal.writing import SYSTEM
    from sigai_web.maintenance.content import record_content
    from sigai_web.maintenance.tidying import forget_files
    from sigai_web.runs.working import work
    from sigai_web.start_checks import refuse_unsafe, worth_knowing

    refuse_unsafe()
    _tell(worth_knowing())
    record_content(SYSTEM)
    forget_files()
    work(batch=batch)


@app.command()
def remind() -> None:
    """到期前、当天和逾期的提醒，批次截止；每天运行一次 · reminders and the ends of rounds; for a daily timer."""
    begin()
    from sigai_web.ledgers.calling import close_past_rounds
    from sigai_web.reporting.reminders import remind_by_calendar
    from sigai_web.start_checks import refuse_unsafe

    refuse_unsafe()
    close_past_rounds()
    asked = remind_by_calendar()
    typer.echo(
        f"提醒 {asked.people} 人；{asked.unreachable} 张表没有可通知的人 · "
        f"reminded {asked.people}; nobody to be told for {asked.unreachable} forms"
    )


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="要写的文件，如 sigai.tar.gz · the file to write")]) -> None:
    """备份数据库和全部附件、结果，不停机 · keep the database and every file in one archive, while the system runs."""
    begin()
    from sigai_web.maintenance.backing_up import back_up

    kept = back_up(file)
    typer.echo(
        f"已备份 · kept: {file}\n"
        f"文件 · files: {kept.files}；留痕 · journal: {kept.about.journal_entries} {kept.about.journal_head}"
    )


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="备份文件 · the backup")],
    trust: Annotated[
        str, typer.Option(help="不是本系统签名的备份，写出其文件名才恢复 · name of a file that is not signed here")
    ] = "",
) -> None:
    """把备份恢复到空的系统，并验证 · bring a backup back into an empty system, and prove it."""
    begin()
    from sigai_web.maintenance import backing_up

    kept = backing_up.restore(file, trusted=trust == file.name)
    _prepare()
    at = kept.about.made_at
    typer.echo(
        f"账号、角色、动态口令回到 {at} 的样子：此后停用的账号、收回的角色又有效，"
        "请逐一核对；令牌和会话已全部作废\n"
        f"accounts, roles and second factors are those of {at}: closed accounts and revoked roles since then are "
        "back, go through them; every token and session was ended"
    )
    typer.echo(
        f"已恢复 {kept.about.made_at} 的备份，留痕完整 · restored, the journal is unbroken\n"
        f"文件 · files: {kept.files}；留痕 · journal: {kept.about.journal_entries} {kept.about.journal_head}"
    )


@app.command()
def tidy() -> None:
    """清理过期的会话、任务、依据和残留文件，每天运行一次 · forget what has ended; for a daily timer."""
    begin()
    from sigai_web.maintenance.tidying import tidy_up
    from sigai_web.start_checks import refuse_unsafe

    refuse_unsafe()
    counts = tidy_up()
    typer.echo(
        f"会话 · sessions: {counts['sessions']}；任务 · tasks: {counts['tasks']}；"
        f"残留文件 · leftover files: {counts['files']}"
    )


@app.command()
def health(bind: BindOption = "127.0.0.1:8000") -> None:
    """询问运行中的系统是否正常 · ask the running system whether all is well; exit code 1 where it is not."""
    from http.client import HTTPConnection, HTTPException

    from sigai_web.settings.environment import read_environment

    host = read_environment().hosts[0]
    try:
        connection = HTTPConnection(bind, timeout=8)
        connection.request("GET", "/health", headers={"Host": host.lstrip(".*")})
        answer = connection.getresponse()
        typer.echo(answer.read().decode())
    except (OSError, HTTPException) as error:
        typer.echo(f"没有回应 · no answer: {error}", err=True)
        raise typer.Exit(1) from error
    raise typer.Exit(0 if answer.status == 200 else 1)


@app.command()
def secret() -> None:
    """打印一个可用作 SIGAI_SECRET 的随机文本 · print a text fit for SIGAI_SECRET."""
    typer.echo(secrets.token_urlsafe(_SECRET_BYTES))


def _prepare() -> None:
    """What every version needs before it runs: tables, static files; and the journal says which content is in force."""
    from django.conf import settings
    from django.core.management import call_command

    from sigai_web.dashboards.assets import make_assets
    from sigai_web.journal.inventory import take_inventory
    from sigai_web.journal.writing import SYSTEM
    from sigai_web.maintenance.content import record_content
    from sigai_web.store.records import keep_all_current

    settings.SIGAI_HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    take_inventory(SYSTEM)
    # Deadlines, parties and texts of records are kept as the content says; the content may be a new edition.
    keep_all_current()
    call_command("clearsessions")
    make_assets()
    call_command("collectstatic", interactive=False, verbosity=0)
    record_content(SYSTEM)


def main() -> None:
    """Run a command; a fault of the settings or of the content is told in words and ends with 2."""
    try:
        app()
    except UserError as error:
        _tell(error.issues)
        sys.exit(2)
    except Exception as error:
        _tell(_outage(error))
        sys.exit(2)


def _outage(error: Exception) -> list[Issue]:
    """A database that is away or a full disk, in words; any other error is ours, and raised again."""
    from sigai.base import Place
    from sigai_web.outages import no_room, passing, reason_of
    from sigai_web.problems import DISK_FULL, NO_DATABASE

    if no_room(error):
        return [DISK_FULL.at()]
    if passing(error):
        return [NO_DATABASE.at(Place("SIGAI_DATABASE"), reason=reason_of(error))]
    if not _runs_on():
        raise error
    import logging

    logging.getLogger("sigai_web").critical("ended", exc_info=error)
    sys.exit(1)


def _runs_on() -> bool:
    """Whether this is the server or the worker with its log, rather than a person's command."""
    return sys.argv[1:2] in (["serve"], ["worker"]) and not sys.stderr.isatty()


def _tell(issues: Iterable[Issue]) -> None:
    """In words for a person; as lines of the log where a process that runs on says it to one."""
    from sigai_web.logs import spoken

    if _runs_on():
        for line in spoken(issues):
            typer.echo(line, err=True)
        return
    for issue in issues:
        typer.echo(f"{issue.text('zh')}\n{issue.text('en')}", err=True)


if __name__ == "__main__":
    main()
