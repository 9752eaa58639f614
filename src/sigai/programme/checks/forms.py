"""Every measure is collected by exactly one form, in a rhythm that fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sigai.base.issues import Issue, Severity, problem
from sigai.programme.measures import Form
from sigai.programme.programme import Programme

NOT_COLLECTED = problem(
    "P014",
    Severity.WARNING,
    zh="指标项“{measure}”没有任何报表收集",
    en="no form collects the measure “{measure}”",
    advice_zh="把它列入一张报表的 measures",
    advice_en="list it under the measures of a form",
)
COLLECTED_TWICE = problem(
    "P015",
    Severity.WARNING,
    zh="指标项“{measure}”由多张报表收集：{forms}",
    en="several forms collect the measure “{measure}”: {forms}",
    advice_zh="同一数字只报一次，只保留一张报表",
    advice_en="a figure is reported once: keep it in one form",
)
RHYTHM = problem(
    "P016",
    Severity.ERROR,
    zh="报表“{form}”按{frequency}报送，指标项“{measure}”却按{expected}",
    en="form “{form}” is sent every {frequency}, but measure “{measure}” is a figure of every {expected}",
    advice_zh="让两者的 frequency 一致",
    advice_en="give both the same frequency",
)


def measures_in_forms(programme: Programme) -> Iterator[Issue]:
    """Measures without a form, with several, or with another frequency than their form."""
    forms: dict[str, list[Form]] = defaultdict(list)
    for form in programme.forms:
        for name in form.measures:
            forms[name].append(form)
            measure = programme.measure_by_id.get(name)
            if measure and measure.frequency != form.frequency:
                yield RHYTHM.at(
                    form.place, form=form.id, frequency=form.frequency, measure=name, expected=measure.frequency
                )
    for measure in programme.measures:
        found = forms.get(measure.id, [])
        if not found:
            yield NOT_COLLECTED.at(measure.place, measure=measure.id)
        elif len(found) > 1:
            yield COLLECTED_TWICE.at(measure.place, measure=measure.id, forms=", ".join(form.id for form in found))
