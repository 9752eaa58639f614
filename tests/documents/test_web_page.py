"""Web pages: the article and its tables; scripts and menus left out; declared and undeclared encodings."""

from __future__ import annotations

import pytest

from helpers_documents import PLAN, squeezed, whole
from sigai.base.issues import UserError
from sigai.documents.reading import document_from_text, read_document

SHELL = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>页签</title><script>var hidden = "<p>不是正文</p>";</script><style>p {{color: red}}</style></head>
<body><nav><a>首页</a></nav><div class="header">某某网</div>{body}<div class="footer">版权所有</div></body></html>"""


def read(tmp_path, body, charset="utf-8", encoding=None, name="plan.html"):
    path = tmp_path / name
    path.write_bytes(SHELL.format(charset=charset, body=body).encode(encoding or charset))
    return read_document(path)


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("utf-8", "gb18030")])
def test_the_article_reads_like_the_plain_text(tmp_path, charset, encoding):
    body = "<div id='zoom'>" + "\n".join(f"<p>　　{text}</p>" for text in PLAN) + "</div>"
    document = read(tmp_path, body, charset, encoding)
    plain = document_from_text("\n".join(PLAN), "plan")
    assert [item.text for item in document.content()] == [item.text for item in plain.paragraphs]
    assert [item.anchor.path for item in document.content()] == [item.anchor.path for item in plain.paragraphs]
    assert [item.text for item in document.paragraphs if item.kind == "furniture"] == ["某某网", "版权所有"]


def test_spans_of_rows_and_columns(tmp_path):
    body = (
        "<table><caption>分工表</caption><tr><th>任务<th>时间<th>单位</tr>"
        "<tr><td rowspan=2>甲<td>2024&nbsp;年<td><p>县局</p></tr>"
        "<tr><td>2025 年<td>县委</tr><tr><td colspan=3>一、小计</td></tr></table>"
    )
    assert [item.cells or item.text for item in read(tmp_path, body).content()] == [
        "分工表",
        ("任务", "时间", "单位"),
        ("甲", "2024 年", "县局"),
        ("", "2025 年", "县委"),
        "一、小计",
    ]


def test_breaks_entities_inline_tags_and_broken_source_lines(tmp_path):
    body = "<h1>甲县方案<br>（试行）</h1><p>到<b>2026</b>年，增长&gt;7&#37;，<span>结构\n  优化</span>"
    body += "&mdash;&mdash;完成。<br/>第二段。<br>第三段。</p>尾巴"
    assert [item.text for item in read(tmp_path, body).content()] == [
        "甲县方案 （试行）",
        "到2026年，增长>7%，结构优化——完成。",
        "第二段。",
        "第三段。",
        "尾巴",
    ]


def test_a_layout_table_is_no_data(tmp_path):
    body = "<table><tr><td>左栏</td><td><table><tr><td><p>一、目标</p><p>内容。</p></td></tr></table></td></tr></table>"
    assert [item.kind for item in read(tmp_path, body).content()] == ["title", "heading", "body"]


def test_no_character_of_the_article_is_lost(tmp_path):
    body = (
        "<article>"
        + "".join(
            f"<div>{text}<span>{text[:3]}</span><ul><li>{text[:5]}</li></ul>尾{number}</div><table><tr><td>{text[:4]}</td><td>乙</td></tr>"
            f"<tr><td>丙{number}</td><td></td></tr></table>"
            for number, text in enumerate(PLAN)
        )
        + "</article>"
    )
    expected = "".join(
        f"{text}{text[:3]}{text[:5]}尾{number}{text[:4]}乙丙{number}" for number, text in enumerate(PLAN)
    )
    document = read(tmp_path, body)
    assert "".join(item.characters for item in document.content()) == squeezed(expected)
    assert whole(document) == document.characters.text


def test_a_page_nested_deeply_is_read_and_beyond_reason_refused(tmp_path):
    assert "深处的文字。" in whole(read(tmp_path, "<div>" * 1500 + "<p>深处的文字。</p>"))
    with pytest.raises(UserError, match="D005"):
        read(tmp_path, "<div>" * 5000 + "<p>深处的文字。</p>")
