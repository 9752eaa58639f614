"""Lists of responsible units in their many shapes, and one name for each unit."""

import pytest

from helpers_plans import compiled
from sigai.compiling.owners import cell_list, owner_lists
from sigai.compiling.units import UnitRegister, canonical_name


def owners_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    (found,) = owner_lists(text)
    return found.owners, found.supporting


@pytest.mark.parametrize(
    ("text", "owners", "supporting"),
    [
        ("推进改造。（责任单位：市工信局、科技局）", ("市工信局", "科技局"), ()),
        (
            "推进改造。（责任单位：省工业和信息化厅；配合单位：省财政厅、省商务厅）",
            ("省工业和信息化厅",),
            ("省财政厅", "省商务厅"),
        ),
        ("（省发展改革委、省能源局等按职责分工负责）", ("省发展改革委", "省能源局"), ()),
        ("（市工信局牵头，市发改委、市大数据局配合）", ("市工信局",), ("市发改委", "市大数据局")),
        ("（牵头单位：省文化和旅游厅，各县人民政府）", ("省文化和旅游厅", "各县人民政府"), ()),
        ("（责任单位：甲区、乙县、丙县人民政府）", ("甲区人民政府", "乙县人民政府", "丙县人民政府"), ()),
        ("（市生态环境局、市农业农村局指导）", ("市生态环境局", "市农业农村局"), ()),
        ("（甲市局、乙市局指导，各县、区人民政府落实）", ("各县、区人民政府",), ("甲市局", "乙市局")),
        ("（市公安局牵头，各镇街道办结合实际落实）", ("市公安局",), ("各镇街道办",)),
        ("（市外办、市商务局等有关部门以及各地按职责分工负责）", ("市外办", "市商务局"), ()),
        ("（单位，下同；市科技局负责）", ("市科技局",), ()),
        ("配合单位：市财政局", (), ("市财政局",)),
        ("（各区（县）人民政府，市水务局负责）", ("各区（县）人民政府", "市水务局"), ()),
    ],
)
def test_lists_of_units(text: str, owners: tuple[str, ...], supporting: tuple[str, ...]) -> None:
    assert owners_of(text) == (owners, supporting)


@pytest.mark.parametrize(
    "text", ["建设平台（项目、基地）10个。", "实现稳定达标（含改造企业）。", "（以下简称《方案》）"]
)
def test_other_brackets_are_no_lists(text: str) -> None:
    assert owner_lists(text) == []


def test_a_cell_of_units_is_told_from_other_cells() -> None:
    assert cell_list("市工信局、市科技局，各县区人民政府") is not None
    assert cell_list("到2025年，建成平台10个") is None
    assert cell_list("责任单位") is None


@pytest.mark.parametrize(
    ("name", "prefix", "full"),
    [
        ("科技局", "市", "市科学技术局"),
        ("市场监管局", "市", "市市场监督管理局"),
        ("发展改革委", "市", "市发展和改革委员会"),
        ("省国资委", "", "省国有资产监督管理委员会"),
        ("市委网信办", "", "市委网络安全和信息化委员会办公室"),
        ("各县区政府", "市", "各县区人民政府"),
        ("人行某市中心支行", "省", "人行某市中心支行"),
    ],
)
def test_short_forms_are_written_out(name: str, prefix: str, full: str) -> None:
    assert canonical_name(name, prefix) == full


def test_the_first_prefix_holds_for_the_list_and_variants_are_one_unit() -> None:
    units = UnitRegister()
    assert units.resolve(("市工信局", "财政局", "各工业园区管委会"), "P001") == (
        "市工业和信息化局",
        "市财政局",
        "各工业园区管委会",
    )
    assert units.resolve(("财政局", "各园区管委会"), "P002", prefix="市") == ("市财政局", "各工业园区管委会")
    finance = next(unit for unit in units.units() if unit.name == "市财政局")
    assert finance.aliases == ("财政局",)
    assert finance.paragraphs == ("P001", "P002")


def test_the_nation_at_the_head_of_a_list_holds_for_no_other() -> None:
    assert UnitRegister().resolve(("国家发展改革委", "工业和信息化部", "教育部"), "P1") == (
        "国家发展和改革委员会",
        "工业和信息化部",
        "教育部",
    )


def tasks_of(text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    found = compiled(f"甲市方案（2024—2026年）\n一、重点任务\n{text}").extraction.tasks
    return [(task.title, task.owners, task.supporting) for task in found]


def test_measures_below_an_item_are_tasks_of_their_own() -> None:
    text = (
        "1.完善设施。市财政局牵头。（市财政局负责）\n（1）建设节点。建成节点3个。（市能源局负责）\n"
        "（2）建设网点。建成网点30个。\n责任单位：市邮政局\n配合单位：市商务局\n"
    )
    assert tasks_of(text) == [
        ("完善设施", ("市财政局",), ()),
        ("建设节点", ("市能源局",), ()),
        ("建设网点", ("市邮政局",), ("市商务局",)),
    ]


def test_an_item_that_begins_with_a_year_is_an_item() -> None:
    assert [task[0] for task in tasks_of("2.推进试点。（市商务局负责）\n3.2025年要建成平台。（市科技局负责）\n")] == [
        "推进试点",
        "2025年要建成平台",
    ]


@pytest.mark.parametrize(
    ("text", "owners", "supporting"),
    [
        ("推进改造。（市发改委、市商务局）", ("市发改委", "市商务局"), ()),
        ("推进改造。（工业和信息化部、国家发展改革委等）", ("工业和信息化部", "国家发展改革委"), ()),
        ("推进改造。〔市工信局、市财政局〕", ("市工信局", "市财政局"), ()),
        ("推进。责任单位：县农业农村局。配合单位：县财政局、县水利局。", ("县农业农村局",), ("县财政局", "县水利局")),
        ("推进。牵头单位：市发改委；配合单位：市工信局。完成时限：2025年底。", ("市发改委",), ("市工信局",)),
        ("推进。（责任领导：张某；责任单位：市工信局）", ("市工信局",), ()),
        ("推进改造。市工信局、市财政局按职责分工负责。", ("市工信局", "市财政局"), ()),
        ("推进改造。市工信局牵头，市财政局配合。", ("市工信局",), ("市财政局",)),
    ],
)
def test_units_are_read_however_an_item_ends_in_them(
    text: str, owners: tuple[str, ...], supporting: tuple[str, ...]
) -> None:
    (found,) = owner_lists(text)
    assert (found.owners, found.supporting) == (owners, supporting)


@pytest.mark.parametrize(
    "text",
    [
        "推进改造（含开发区）。",
        "完善体系（如绿色金融中心）。",
        "建成平台（园区、基地、中心）。",
        "（2025年完成，市级10个部门）",
        "成立领导小组。市政府主要领导任组长并负责。",
        "各相关单位要按照职责抓好落实。",
    ],
)
def test_what_is_no_list_of_units_is_none(text: str) -> None:
    assert owner_lists(text) == []
