"""What the columns of a table may be called: English ids and the Chinese names that people write."""

from __future__ import annotations

from types import MappingProxyType

from sigai.tables.files import header_key
from sigai.tables.files.columns import aliases

VALUE_COLUMNS = {
    "entity": (
        "主体 主体编号 主体代码 主体名称 单位编号 统一社会信用代码 信用代码 社会信用代码 企业代码 企业 企业名称 "
        "单位名称 填报主体 地区 地区代码 地区编码 区划代码 area entity_id"
    ),
    "measure": "指标 指标项 指标名称 指标代码 指标编号 指标项编号 指标项名称 measure_id",
    "period": (
        "时期 报告期 期间 所属期 所属时期 月份 年月 期别 时间 统计时间 统计时期 统计月份 统计年月 统计期 报告时期 "
        "报告月份 数据时期 数据月份 所属月份 年度 年份 年 月 year month"
    ),
    "value": "数值 值 数 本期数 指标值 填报值 数据 累计值 本期值 figure amount",
    "unit": ("单位 计量单位 数值单位 数据单位 指标单位 度量单位 计算单位 数量单位 计量 金额单位 货币单位 units uom"),
    "source": "来源 数据来源 出处 备注来源",
    "reporter": "填报人 填表人 报送人 填报单位 报送单位",
    "reported_at": "填报时间 报送时间 填报日期 报送日期 上报时间 上报日期",
    "revision": "修订 修订号 修订次数 版本 版本号",
    "state": "状态 数据状态 审核状态 记录状态 填报状态 报送状态",
    "deleted": (
        "是否删除 是否已删除 删除标志 删除标记 删除标识 删除状态 删除时间 是否作废 是否已作废 作废 作废标志 作废标记 "
        "作废标识 作废时间 is_deleted del_flag delete_flag deleted_flag deleted_at void voided is_void"
    ),
    "valid": "是否有效 有效标志 有效标记 有效标识 有效状态 is_valid valid_flag",
}
ENTITY_COLUMNS = {
    "id": "编号 代码 主体 主体编号 主体代码 统一社会信用代码 信用代码 社会信用代码 企业代码 entity entity_id",
    "name": "名称 主体名称 企业名称 单位名称",
    "kind": "类型 主体类型 类别 主体类别",
    "area": "地区 所在地区 县区 县(区) 所属县区 所属地区 地区代码 区划代码 行政区划代码",
    "park": "园区 所在园区 所属园区 园区代码",
    "industry": "行业 行业代码 所属行业 国民经济行业 国民经济行业代码",
    "above_scale_since": "入规时间 入规月份 入库时间 规上起始 规上起始月份 纳规时间",
    "active_from": "开始时间 起始时间 投产时间 成立时间 开业时间",
    "active_until": "结束时间 终止时间 退出时间 注销时间 停产时间",
    "tags": "标签 标记",
}
NAMES_ZH = MappingProxyType(
    {
        "entity": "主体",
        "measure": "指标项",
        "period": "时期",
        "value": "数值",
        "above_scale_since": "入规时间",
        "active_from": "开始时间",
        "active_until": "结束时间",
        "id": "编号",
    }
)
"""What messages call a column in Chinese."""


VALUE_ALIASES = aliases(VALUE_COLUMNS)
ENTITY_ALIASES = aliases(ENTITY_COLUMNS)
MONEY_UNIT_KEYS = frozenset(("金额单位", "货币单位"))
"""Headers of units that are for figures of money only."""

_PLACES = "地区 地区代码 地区编码 地区名称 区划代码 区划名称 行政区划 行政区划名称 所属区域 所属县(区) 属地 area park"
PLACE_KEYS = frozenset(
    map(header_key, (*_PLACES.split(), *ENTITY_COLUMNS["area"].split(), *ENTITY_COLUMNS["park"].split()))
)
"""Headers of areas: whom figures are about where nothing else says so, beside an enterprise only where it lies."""
NAMED_ALIASES = MappingProxyType({key: column for key, column in VALUE_ALIASES.items() if key not in PLACE_KEYS})
"""The columns of a table that names whom its figures are about."""

_PASSED = (
    "序号 行号 顺序号 No No. 行业 行业代码 行业名称 行业类别 行业大类 所属行业 国民经济行业 国民经济行业代码 联系人 "
    "联系电话 联系方式 电话 手机 手机号 邮箱 法人 法人代表 法定代表人 负责人 单位负责人 地址 详细地址 企业地址 "
    "注册地址 备注 说明 备注说明 remarks notes"
)
PASSED_KEYS = frozenset(map(header_key, _PASSED.split()))
"""Headers of what usually stands beside figures and is none of them."""

STATES = ("reported", "provisional", "accepted", "revised")
_STATE_WORDS = {
    "reported": "已报 已填报 已上报 上报 报送 已报送 已提交 提交 待审核 审核中 正常 有效 submitted normal valid",
    "provisional": "初步 初步数 快报 快报数 预计 预计数 暂估 初报 预报 preliminary estimated",
    "accepted": (
        "已审核 审核通过 已核定 核定 已确认 通过 已通过 已核准 已审定 终审通过 "
        "已公布 正式 正式数 approved confirmed final"
    ),
    "revised": "修订 已修订 更正 修正 已更正 已修正 corrected",
}
STATE_CODES = {word: STATES.index(state) for state, words in _STATE_WORDS.items() for word in (state, *words.split())}
_GOOD_WORDS = {
    "deleted": "0 否 n no f false 未删除 未作废 未删 正常 有效 存在 无 - normal valid",
    "valid": "1 是 y yes t true 有效 正常 √ normal valid",
}
GOOD_WORDS = {column: frozenset(words.split()) for column, words in _GOOD_WORDS.items()}
"""What columns of deletion and validity say of a row that counts; with any other word it does not."""

KIND_WORDS = {
    word: kind
    for kind, words in {
        "enterprise": "企业 公司 工业企业",
        "park": "园区 工业园区 开发区",
        "project": "项目",
        "device": "设备",
        "area": "地区 县区 县(区)",
        "county": "县",
        "city": "市",
    }.items()
    for word in (kind, *words.split())
}
FREQUENCIES_ZH = MappingProxyType({"month": "月", "quarter": "季", "half": "半年", "year": "年"})
