"""Plain text: wrapping undone, furniture set aside, tables put back, headings found; no character lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_documents import PLAN, squeezed, whole, wrap
from sigai.documents.characters import Characters
from sigai.documents.reading import document_from_text, read_document


def contents(text):
    return [squeezed(item.text) for item in document_from_text(text, "d").content()]


def test_one_paragraph_a_line_stays_so():
    assert contents("\n".join(PLAN)) == [squeezed(item) for item in PLAN]


@given(width=st.integers(40, 90), gap=st.integers(0, 2))
@settings(max_examples=60)
def test_the_same_text_wrapped_otherwise_has_the_same_anchors(width, gap):
    plain = document_from_text("\n".join(PLAN), "d")
    wrapped = document_from_text(wrap(PLAN, width, gap=gap), "d")
    assert [item.anchor for item in wrapped.paragraphs] == [item.anchor for item in plain.paragraphs]
    assert wrapped.characters == plain.characters


@given(st.text(alphabet="一二（）()、.。：；，附件专栏第章节-—1２3 a\n\t\u3000\f市局政府序号责任单位", max_size=400))
@settings(max_examples=300)
def test_no_character_is_lost_and_spans_are_exact(text):
    document = document_from_text(text, "d")
    assert sorted(whole(document)) == sorted(squeezed(text))
    assert document.characters.text == whole(document)
    for item in document.paragraphs:
        start, stop = item.anchor.span
        assert document.characters.text[start:stop] == item.characters
    assert [item.anchor.number for item in document.paragraphs] == list(range(1, len(document.paragraphs) + 1))


def test_a_text_without_furniture_counts_like_the_raw_text():
    text = wrap(PLAN, 60)
    assert document_from_text(text, "d").characters == Characters.of(text)


def test_the_blank_line_between_every_line_means_nothing():
    assert contents(wrap(PLAN, 64, indent="", gap=1))[1] == squeezed(PLAN[1])


@pytest.mark.parametrize("number", ["- 27 -", "— 3 —", "－１２－", "第 3 页", "第 3 页 共 9 页", "3 / 10"])
def test_a_page_number_inside_a_paragraph_is_set_behind_it(number):
    lines = wrap(PLAN, 60).splitlines()
    document = document_from_text("\n".join([*lines[:2], number, *lines[2:]]), "d")
    assert squeezed(PLAN[1]) in [item.characters for item in document.paragraphs]
    assert [item.text for item in document.paragraphs if item.kind == "furniture"] == [number]


def test_running_heads_and_bare_page_numbers_are_furniture():
    pages = [
        "\n".join([*wrap(PLAN, 60 + 4 * n).splitlines(), f"第{n}页末。", str(n), "甲县人民政府公报"])
        for n in range(1, 5)
    ]
    furniture = [item.text for item in document_from_text("\n".join(pages), "d").paragraphs if item.kind == "furniture"]
    assert furniture == [
        "1",
        "甲县人民政府公报",
        "2",
        "甲县人民政府公报",
        "3",
        "甲县人民政府公报",
        "4",
        "甲县人民政府公报",
    ]


def test_headings_parts_and_paths():
    document = document_from_text("\n".join(PLAN), "d")
    found = {item.text[:8]: item for item in document.paragraphs}
    assert document.title == PLAN[0]
    assert (found["一、总体要求"].kind, found["一、总体要求"].level) == ("heading", 1)
    body = found["1.食品加工。推"]
    assert body.anchor.path == ("二、重点任务", "（一）壮大主导产业")
    assert found["附件 1"].part == "annex1"
    assert found["全县工业投资保持"].anchor.path == ("附件 1 重点任务分工表", "一、工作目标")


def test_the_list_of_annexes_is_no_part():
    text = "甲县方案\n一、目标\n到 2026 年，增长 7%以上。\n附件：1.分工表\n2.项目表\n"
    text += "附件 1\n分工表\n一、目标\n内容如下。\n附件 2\n项目表\n内容。"
    parts = [item.part for item in document_from_text(text, "d").paragraphs]
    assert parts == ["main"] * 5 + ["annex1"] * 4 + ["annex2"] * 3


def test_a_figure_at_the_beginning_is_no_number():
    document = document_from_text("方案\n1.5 万吨产能退出，2021 年完成。\n3.5G 网络覆盖全县。\n2.建设园区。", "d")
    assert [item.level for item in document.paragraphs][1:] == [0, 1, 1]


STACKED = """甲县方案
附件 1
任务分工表
重点任务 路 线 图 时 间 表 责 任 单 位
一、做活种植
1.调整种植
结构
引导种植油茶、大棚蔬
菜、道地药材
到 2023 年，油茶占种植面积比重提到 45%左右，大棚蔬菜自给
率占比上升 9 个百分点。
县农业农村局、发展改革
局，各园区管委会
拆除闲置窑棚 2021 年，闲置窑棚全部拆完。
县发展改革局、自然资源
局、城市管理局，各园区管委
会，各乡镇人民政府
- 3 -
重点任务 路 线 图 时 间 表 责 任 单 位
2.做精产品
质量
试种一批适合山地的新
品种
每年试种 2 个新品种，到 2023 年累计试种 6 个新品种，挂出一批
乡亲认得的招牌。
县市场监管局，各园区管委会
附件 2
项目表
"""


def test_a_flattened_table_has_its_rows_and_cells_again():
    document = document_from_text(STACKED, "d")
    rows = [item.cells for item in document.paragraphs if item.kind == "row"]
    assert rows == [
        ("重点任务", "路 线 图", "时 间 表", "责 任 单 位"),
        (
            "1.调整种植结构",
            "引导种植油茶、大棚蔬菜、道地药材",
            "到 2023 年，油茶占种植面积比重提到 45%左右，大棚蔬菜自给率占比上升 9 个百分点。",
            "县农业农村局、发展改革局，各园区管委会",
        ),
        (
            "",
            "拆除闲置窑棚",
            "2021 年，闲置窑棚全部拆完。",
            "县发展改革局、自然资源局、城市管理局，各园区管委会，各乡镇人民政府",
        ),
        (
            "2.做精产品质量",
            "试种一批适合山地的新品种",
            "每年试种 2 个新品种，到 2023 年累计试种 6 个新品种，挂出一批乡亲认得的招牌。",
            "县市场监管局，各园区管委会",
        ),
    ]
    assert {
        item.anchor.path[-1] for item in document.paragraphs if item.kind == "row" and item.cells[0][:1] == "1"
    } == {"一、做活种植"}
    assert document.paragraphs[-1].part == "annex2"


def test_a_table_with_a_row_on_each_line():
    text = "指标如下。\n序号 指标名称 单位 2025年\n1 工业增加值增速 % 7\n2 绿色工厂 家 12\n以上为预期性指标。"
    rows = [item.cells for item in document_from_text(text, "d").paragraphs if item.kind == "row"]
    assert rows[1:] == [("1", "工业增加值增速", "%", "7"), ("2", "绿色工厂", "家", "12")]


def test_a_table_with_a_cell_on_each_line():
    text = "\n".join(["序号", "指标名称", "2025年", "1", "绿色工厂", "12", "2", "绿色园区", "3", "说明如下。"])
    rows = [item.cells for item in document_from_text(text, "d").paragraphs if item.kind == "row"]
    assert rows == [("序号", "指标名称", "2025年"), ("1", "绿色工厂", "12"), ("2", "绿色园区", "3")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_is_read(tmp_path, encoding):
    path = tmp_path / "plan.txt"
    path.write_bytes("\n".join(PLAN).encode(encoding))
    assert whole(read_document(path)) == squeezed("".join(PLAN))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("工业用水降至2020年的4/5。", "4/5"),
        ("工业用水降至2020年的五分之四。", "五分之四"),
        ("落后产能压减⅘。", "⅘"),
        ("货运量达到2½亿吨。", "2½"),
        ("覆盖三分之二以上的企业。", "三分之二"),
        ("单位能耗下降1∕5左右。", "1∕5"),
        ("增速达到百分之五。", ""),
        ("2022/6/30前完成。", ""),
        ("实行7×24小时、7/24小时值守。", ""),
        ("按6/7号文件执行，占比4/5%。", ""),
        ("千分之五、万分之三。", ""),
    ],
)
def test_figures_written_as_fractions_are_told(tmp_path, text, told):
    path = tmp_path / "plan.txt"
    path.write_text(f"甲县转型方案（2021—2023年）\n\n到2023年，{text}\n", encoding="utf-8")
    issues = read_document(path).issues
    assert [issue.code for issue in issues] == (["D013"] if told else [])
    assert all(told in issue.text("zh") for issue in issues)
