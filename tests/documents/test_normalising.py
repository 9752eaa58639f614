"""One form for matching, with the way back to the source."""

from hypothesis import given
from hypothesis import strategies as st

from sigai.documents.normalising import SIMPLIFIED, TRADITIONAL, normalised


def test_wide_figures_traditional_characters_and_spaces():
    plain = normalised("到　２０２６ 年，達到 ３５．５％ 以上，國家級企業")
    assert plain.text == "到2026年，达到35.5%以上，国家级企业"
    start = plain.text.index("35.5%")
    assert plain.span(start, start + 5) == (12, 17)


@given(st.text(max_size=60))
def test_every_character_has_its_place(text):
    plain = normalised(text)
    assert len(plain.text) == len(plain.places)
    assert "".join(text[place] for place in plain.places) == "".join(text.split())


def test_the_table_has_one_simplified_form_for_each():
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert not set(TRADITIONAL) & set(SIMPLIFIED)
