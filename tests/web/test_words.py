"""Sentences of pages over several lines: `{% text %} … {% english %} … {% endtext %}`."""

from __future__ import annotations

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

SENTENCES = """<p>
  {% text %}
    请稍后再试，
    或请安全管理员解除锁定。
  {% english %}
    Try later, or ask the security administrator
    to lift the lock.
  {% endtext %}!
</p>"""


def rendered(text: str, language: str) -> str:
    with translation.override(language):
        return Template(text).render(Context())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "请稍后再试，或请安全管理员解除锁定。"),
        ("en", "Try later, or ask the security administrator to lift the lock."),
    ],
)
def test_lines_are_joined_as_the_language_writes(language: str, said: str) -> None:
    assert rendered(SENTENCES, language) == f"<p>\n  {said}!\n</p>"


def test_it_is_html_as_it_stands() -> None:
    assert rendered("{% text %}“甲”&amp;乙{% english %}<b>A</b> & B's{% endtext %}", "en") == "<b>A</b> & B's"


@given(
    words=st.lists(st.text("abcxyz.,'", min_size=1), min_size=1),
    breaks=st.lists(st.sampled_from([" ", "\n", "\n    ", "  \n\n\t"]), min_size=1),
)
def test_where_lines_break_is_not_seen(words: list[str], breaks: list[str]) -> None:
    gaps = [breaks[index % len(breaks)] for index in range(len(words))]
    english = "".join(word + (gap if gap.strip(" ") else " ") for word, gap in zip(words, gaps, strict=True))
    assert rendered(f"{{% text %}}\n 字\n{{% english %}}\n{english}{{% endtext %}}", "en") == " ".join(words)


@pytest.mark.parametrize(
    "text",
    [
        "{% text %}甲{% endtext %}",
        "{% text %}甲{% english %}A",
        "{% text %}{% english %}A{% endtext %}",
        "{% text %}甲{% english %} \n {% endtext %}",
        "{% text %}{{ name }}{% english %}A{% endtext %}",
        "{% text %}甲{% english %}{% if name %}A{% endif %}{% endtext %}",
    ],
)
def test_both_languages_and_nothing_but_text(text: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(text)
