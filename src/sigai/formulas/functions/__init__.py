"""The functions of the formula language, a file for each; a new one is written there and listed here."""

from sigai.formulas.calls import Function
from sigai.formulas.functions import (
    average_growth,
    case,
    change,
    count,
    distinct,
    entities,
    figure,
    growth,
    if_,
    linked,
    linking,
    linking_total,
    max_,
    mean,
    min_,
    param,
    point_change,
    reporting,
    round_,
    rows_,
    rows_total,
    total,
)

FUNCTIONS: dict[str, Function] = {
    module.FUNCTION.name: module.FUNCTION
    for module in (
        total,
        mean,
        entities,
        reporting,
        count,
        distinct,
        growth,
        average_growth,
        change,
        point_change,
        min_,
        max_,
        round_,
        if_,
        case,
        param,
        linked,
        linking,
        linking_total,
        figure,
        rows_,
        rows_total,
    )
}
"""Every function by its name."""
