"""Every kind of node that a formula can be made of: the syntax and the calls of functions."""

from sigai.formulas.function import Applied, EntityTerm, FormulaTerm, NameKind, Node, RecordTerm, Window, Within
from sigai.formulas.functions.average_growth import AverageGrowth
from sigai.formulas.functions.change import Change
from sigai.formulas.functions.choices import Conditional
from sigai.formulas.functions.entities import Entities
from sigai.formulas.functions.figure import OwnFigure
from sigai.formulas.functions.growth import Growth
from sigai.formulas.functions.linkages import Linkage
from sigai.formulas.functions.max_ import Greatest
from sigai.formulas.functions.mean import Mean
from sigai.formulas.functions.min_ import Least
from sigai.formulas.functions.own_rows import OwnRows
from sigai.formulas.functions.param import Lookup
from sigai.formulas.functions.point_change import PointChange
from sigai.formulas.functions.records import Records
from sigai.formulas.functions.reporting import Reporting
from sigai.formulas.functions.round_ import Rounded
from sigai.formulas.functions.total import RowTotal, Total
from sigai.formulas.syntax import (
    ENTITY_ATTRIBUTES,
    RECORD_ATTRIBUTES,
    AllOf,
    AnyOf,
    AreaAtHand,
    Arithmetic,
    ArithmeticOperator,
    Attribute,
    Compare,
    ComparisonOperator,
    Condition,
    Expression,
    Flag,
    InGroup,
    InList,
    MeasureValue,
    Negative,
    Not,
    Number,
    OneOf,
    Parameter,
    PlaceValue,
    Word,
)

__all__ = [
    "ENTITY_ATTRIBUTES",
    "RECORD_ATTRIBUTES",
    "AllOf",
    "AnyOf",
    "Applied",
    "AreaAtHand",
    "Arithmetic",
    "ArithmeticOperator",
    "Attribute",
    "AverageGrowth",
    "Change",
    "Compare",
    "ComparisonOperator",
    "Condition",
    "Conditional",
    "Entities",
    "EntityTerm",
    "Expression",
    "Flag",
    "FormulaTerm",
    "Greatest",
    "Growth",
    "InGroup",
    "InList",
    "Least",
    "Linkage",
    "Lookup",
    "Mean",
    "MeasureValue",
    "NameKind",
    "Negative",
    "Node",
    "Not",
    "Number",
    "OneOf",
    "OwnFigure",
    "OwnRows",
    "Parameter",
    "PlaceValue",
    "PointChange",
    "RecordTerm",
    "Records",
    "Reporting",
    "Rounded",
    "RowTotal",
    "Total",
    "Window",
    "Within",
    "Word",
]
