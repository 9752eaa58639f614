"""What damaging texts at random has shown: kept so that it stays mended."""

from sigai.compiling.compiled import compile_documents
from sigai.compiling.result import Result
from sigai.documents.reading import document_from_text


def test_a_year_after_a_word_of_use_is_no_number_of_years() -> None:
    """“利用2021年…” was read as 2021 years, and the draft fell over a step due in 4041."""
    text = (
        "某市绿色改造行动计划（2021-2023年）\n一、目标\n"
        "推进资源综合利用2021年，综合利用率达到41%；到2023年，综合利用率达到43%。\n"
    )
    result = Result(compile_documents([document_from_text(text, "damaged")]))
    assert {target.period_end for target in result.extraction.targets} <= {2021, 2023}
    assert result.draft.programme.targets
