"""`docs/api.md`, made from the tables of scopes, operations and errors."""

from __future__ import annotations

from sigai_web.api.bearer import WINDOW
from sigai_web.api.declaring import DECLARED
from sigai_web.api.errors import STATUSES
from sigai_web.api.interface import api_document
from sigai_web.api.once import KEPT
from sigai_web.api.paging import LARGEST_PAGE
from sigai_web.api.rows import MOST_BYTES, MOST_ROWS, MOST_SHEETS
from sigai_web.api.tokens import LONGEST_DAYS, MOST_TOKENS
from sigai_web.manifests import scopes

_ROOT = "/api/v1"
_HEAD = """# The API

Made by `make docs` from `src/sigai_web/api`. A person who is signed in reads every parameter and field at
`/api/docs`, in Chinese or English; tools take the OpenAPI document from `/api/openapi.json` (signed in) or
`{root}/openapi.json` (token).

## 中文摘要

- **令牌**：在“我的账号 → 我的令牌”申领，只显示一次，最长 {days} 天，每人最多 {most} 个。请求头写
  `Authorization: Bearer sigai_…`。令牌只能做其主人此刻能做、且在权限范围内的事；改密码、全部退出、
  停用账号都会使令牌作废。管理员（三员）不持有令牌：账号、角色、留痕只在页面上办理。浏览器会话在接口中无效。
- **数**：数值是带四位小数的文本 `"12.5000"`，按指标项的单位；计算结果是数；没有数据是 `null`，不是 0。
- **期间**：`2022`、`2022H1`、`2022Q2`、`2022-06`。时间带时区。
- **分页**：列表给出 `items` 和 `next`；把 `next` 作为 `after` 传回，`null` 表示到头；`limit` 至多 {page}。
- **错误**：一律 `application/problem+json`，`issues` 逐条写明编号、位置（行、列）、哪里不对、怎么改，
  中英文都有；编号见 [problems.md](problems.md)。标题和说明按 `Accept-Language` 用中文（默认）或英文。
  409：别人已先办理或改动（版本过时、状态已变），重新读取后再决定；422：内容不对，改了再发。
- **批量填报**：`PUT {root}/uploads/figures`，至多 {rows} 行、{sheets} 张报表、{megabytes} MB，JSON 数组、JSON
  Lines（`application/x-ndjson`）或 CSV（`text/csv`，UTF-8）。按报表的同一套规则校验；有一处不对就一行也不写。
  写入的是各表的草稿，`?submit=true` 一并提交。必须带 `Idempotency-Key`：同一个值、同一份内容再发得到同一答复，
  不会重复写入；换了内容是 422；保留 {kept} 天。不覆盖别人的草稿（409），除非在 `seen` 列写明所见版本。
- **变动流**：`GET {root}/changes?after=游标`，按发生先后给出数值、报表、台账、批示、计算、通报的变动；保存
  `next` 下次再用，不漏不重。只含可见的、且令牌有相应读权限的种类。`kind` 为 `store` 时整库导入过，应重新读取全部。
- **频率**：每个令牌每 {window} 秒 {rate} 次（每个服务进程分别计），超过是 429，等 `Retry-After` 秒。

## In English

- **Tokens**: issued under “My account → My tokens”, shown once, {days} days at most, {most} a person. Send
  `Authorization: Bearer sigai_…`. A token does what its person may do now, within its scopes; a new password,
  signing out everywhere or a closed account voids it. Administrators hold none: accounts, roles and the journal
  are for pages only. A browser's session does not count in the API.
- **Numbers**: figures are texts with four digits after the point, `"12.5000"`, in the measure's unit; results
  are numbers; no data is `null`, never 0.
- **Periods**: `2022`, `2022H1`, `2022Q2`, `2022-06`. Times carry a zone.
- **Pages**: a list gives `items` and `next`; send `next` back as `after`; `null` is the end; `limit` up to
  {page}.
- **Errors**: always `application/problem+json`; `issues` give code, place (row, column), what is wrong and what
  to do, in both languages; codes are in [problems.md](problems.md). Title and detail follow `Accept-Language`,
  Chinese by default. 409: somebody else dealt with it or changed it (an old version, another state): read it
  again, then decide. 422: what was sent is wrong.
- **Figures in bulk**: `PUT {root}/uploads/figures`, up to {rows} rows, {sheets} sheets and {megabytes} MB, as a JSON
  array, JSON lines (`application/x-ndjson`) or CSV (`text/csv`, UTF-8), checked by the rules of forms; with
  anything wrong no row is written. What is written are drafts of the sheets; `?submit=true` hands them in, too.
  `Idempotency-Key` is required: the same value with the same request gets the same answer and writes nothing
  again; with another request 422; kept {kept} days. Drafts of others are not overwritten (409), unless the
  column `seen` names the version that was seen.
- **Changes**: `GET {root}/changes?after=CURSOR` tells changes of figures, sheets, records, instructions, runs
  and bulletins in the order in which they happened; keep `next` for the next time: nothing is missed, nothing
  told twice. Only what the person may see, of the kinds that the token may read. `kind: store` says that
  everything was imported: read it all again.
- **Rate**: {rate} requests in {window} seconds for each token (each server process counts for itself); beyond
  that 429, wait `Retry-After` seconds.

```
curl -H "Authorization: Bearer $TOKEN" https://HOST{root}/figures?measure=output\\&since=2022-01
curl -X PUT -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $(uuidgen)" -H "Content-Type: text/csv" \\
     --data-binary @figures.csv https://HOST{root}/uploads/figures
```

`figures.csv` begins with `entity,measure,period,value`; `unit`, `reason`, `form` and `seen` may follow.

## Not in the API

Accounts, roles, sign-in and the journal (administrators hold no tokens); Excel templates and workbooks, which
are made for people: programs send and get the same as JSON or CSV.
"""


def api_page(rate: int) -> str:
    """Scopes, operations and errors, with what a program must know first."""
    head = _HEAD.format(
        root=_ROOT,
        days=LONGEST_DAYS,
        most=MOST_TOKENS,
        page=LARGEST_PAGE,
        rows=f"{MOST_ROWS:,}",
        sheets=f"{MOST_SHEETS:,}",
        megabytes=MOST_BYTES // 1024 // 1024,
        kept=KEPT.days,
        window=WINDOW,
        rate=rate,
    )
    lines = [head.rstrip(), "", "## Scopes", "", "| scope | |", "|---|---|"]
    lines += [f"| `{scope}` | {scope.zh} · {scope.en} |" for scope in scopes()]
    lines += ["", "## Operations", "", "| operation | | scope | permission |", "|---|---|---|---|"]
    order = [operation["operationId"] for methods in _paths() for operation in methods.values()]
    for name in order:
        one = DECLARED[name]
        scope = f"`{one.scope}`" if one.scope else "any"
        lines.append(f"| `{one.method} {one.path}` | {one.zh} · {one.en} | {scope} | `{one.operation}` |")
    lines += ["", "Who holds a permission stands in [permissions.md](permissions.md)."]
    lines += ["", "## Errors", "", "| status | | usually |", "|---|---|---|"]
    for status, (problem, zh, en) in STATUSES.items():
        lines.append(f"| {status} | {zh} · {en} | {problem.code} |")
    return "\n".join(lines) + "\n"


def _paths() -> list[dict[str, dict[str, str]]]:
    paths: dict[str, dict[str, dict[str, str]]] = api_document()["paths"]
    return list(paths.values())
