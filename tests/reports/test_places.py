from helpers_reports import programme, text
from sigai.programme.common import Document, Source
from sigai.reports.places import place_text

MADE = programme(1)
SOURCE = Source(document="plan", part="main", section="二、（一）", paragraph="P007")


def test_the_only_document_needs_no_title():
    assert place_text(MADE, SOURCE, "zh") == "正文 二、（一） P007"
    assert place_text(MADE, SOURCE, "en") == "Main text 二、（一） P007"
    assert place_text(MADE, Source(document="plan", paragraph="P1"), "zh") == "《行动方案》 P1"


def test_a_section_does_not_repeat_its_part():
    again = SOURCE.model_copy(update={"section": "正文 二、（一）"})
    assert place_text(MADE, again, "zh") == "正文 二、（一） P007"
    assert place_text(MADE, again, "en") == "Main text 二、（一） P007"


def test_one_document_among_several_is_named():
    second = Document(id="annex", title=text("《附件》", "Annex"))
    head = MADE.head.model_copy(update={"documents": (*MADE.head.documents, second)})
    several = MADE.model_copy(update={"head": head})
    assert place_text(several, SOURCE, "zh") == "《行动方案》 正文 二、（一） P007"
    assert place_text(several, Source(document="annex", section="一"), "zh") == "《附件》 一"


def test_an_undescribed_document_keeps_its_id():
    assert place_text(MADE, Source(document="letter", part="p2", section="三"), "zh") == "letter p2 三"
