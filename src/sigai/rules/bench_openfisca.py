"""The three rules of the bench in OpenFisca core, written as its documentation says.

OpenFisca is AGPL-3.0. Nothing of Sigai runs on it: it is installed by who wants to compare (`pip install
openfisca-core`), in a process of the bench alone. It knows no missing figure and holds numbers in 32 bits, with which
an enterprise near a threshold falls on the wrong side; here it takes NaN for missing and 64 bits, in its favour.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from sigai.rules import bench_rivals as rivals
from sigai.rules.bench_data import LIMITS, MEASURES, NUMBERS, RATES
from sigai.rules.bench_rivals import Enterprises, Found

PERIOD = "2021"


def installed() -> bool:
    """Whether OpenFisca core is there to compare with."""
    try:
        import openfisca_core  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def system() -> Any:
    """The rules as a tax and benefit system; made once, in nobody's time."""
    from openfisca_core.entities import build_entity  # noqa: PLC0415
    from openfisca_core.parameters import ParameterNode  # noqa: PLC0415
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # noqa: PLC0415
    from openfisca_core.variables import config  # noqa: PLC0415

    config.VALUE_TYPES[float]["dtype"] = np.float64
    enterprise = build_entity(key="enterprise", plural="enterprises", label="enterprise", is_person=True)
    made = TaxBenefitSystem([enterprise])
    made.parameters = ParameterNode(name="", data=_parameters())
    for variable in (*_inputs(enterprise), *_formulas(enterprise)):
        made.add_variable(variable)
    return made


def by_openfisca(made: Any, frame: Enterprises) -> pa.Table:
    """The outcome of the three rules, by RULE_OUTCOMES."""
    from openfisca_core.simulations import SimulationBuilder  # noqa: PLC0415

    simulation = SimulationBuilder().build_default_simulation(made, count=len(frame.ids))
    for name, column in frame.figures.items():
        simulation.set_input(name, PERIOD, column)
    simulation.set_input("above_scale", PERIOD, frame.above_scale)
    trade = rivals.trades_of(frame)
    simulation.set_input("trade", PERIOD, np.array([*LIMITS, "none", "none"])[trade])
    used, place = (simulation.calculate(name, PERIOD) for name in ("used", "user_class"))
    key_user = Found(
        "key_user",
        frame.above_scale.astype("int8"),
        text=np.where(np.isnan(used), -1, place),
        texts=rivals.CLASSES,
        wanting=rivals.missing(frame.figures, "coal", "power", "energy_sold"),
    )
    price = rivals.priced(frame, trade, simulation.calculate("surcharge", PERIOD))
    support = rivals.supported(frame, simulation.calculate("support", PERIOD))
    return pa.concat_tables(rivals.table_of(frame, found) for found in (key_user, price, support))


def _parameters() -> dict[str, Any]:
    def dated(value: float | None) -> dict[str, Any]:
        return {"values": {"2020-01-01": {"value": value}}}

    limits = {name: dated(value) for name, value in LIMITS.items()} | {"none": dated(float("nan"))}
    brackets = [
        {"threshold": {"2020-01-01": {"value": low}}, "amount": {"2020-01-01": {"value": percent / 100}}}
        for low, _, percent in RATES
    ]
    rates = {"metadata": {"type": "single_amount", "threshold_unit": "currency"}, "brackets": brackets}
    return {**{name: dated(value) for name, (_, value) in NUMBERS.items()}, "limit": limits, "support_rate": rates}


def _variable(entity: Any, name: str, value_type: type, formula: Any = None, **more: Any) -> Any:
    from openfisca_core.periods import DateUnit  # noqa: PLC0415
    from openfisca_core.variables import Variable  # noqa: PLC0415

    told = {"value_type": value_type, "entity": entity, "definition_period": DateUnit.YEAR, "label": name, **more}
    return type(name, (Variable,), told if formula is None else {**told, "formula": formula})


def _inputs(entity: Any) -> list[Any]:
    figures = [_variable(entity, name, float) for name in MEASURES]
    return [*figures, _variable(entity, "above_scale", bool), _variable(entity, "trade", str)]


def _formulas(entity: Any) -> list[Any]:
    def used(who: Any, period: Any, parameters: Any) -> Any:
        at = parameters(period)
        made = who("coal", period) * at.coal_tce + who("power", period) * at.power_tce
        return rivals.tidy(made - who("energy_sold", period))

    def user_class(who: Any, period: Any, parameters: Any) -> Any:
        at, energy = parameters(period), who("used", period)
        return np.select([energy >= at.key_user, energy >= at.designated_user], [0, 1], 2)

    def excess(who: Any, period: Any, parameters: Any) -> Any:
        limit = parameters(period).limit[who("trade", period)]
        return rivals.tidy(who("power", period) * 10_000 / who("output", period) / limit - 1)

    def surcharge(who: Any, period: Any) -> Any:
        over = who("excess", period)
        rate = np.select([np.isnan(over), over <= 0, over <= 0.5, over <= 1], [np.nan, 0, 0.05, 0.1], 0.3)
        return who("power", period) * rate

    def support(who: Any, period: Any, parameters: Any) -> Any:
        at, price, above = parameters(period), who("equipment", period), who("above_scale", period)
        research, sales = who("research", period), who("sales", period)
        enough = research >= rivals.tidy(sales * (at.least_research / 100))
        rate = at.support_rate.calc(np.nan_to_num(price))
        amount = np.where(above * enough, np.minimum(price * rate, at.most_support), 0)
        return np.where(above * (np.isnan(research) + np.isnan(sales)), np.nan, amount)

    return [
        _variable(entity, "used", float, used),
        _variable(entity, "user_class", int, user_class),
        _variable(entity, "excess", float, excess),
        _variable(entity, "surcharge", float, surcharge),
        _variable(entity, "support", float, support),
    ]
