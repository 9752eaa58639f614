"""A bulletin in real browsers: drafted, refused for a figure that nobody can follow, signed by another, revised."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from helpers_browser import Visit, Visitor
from helpers_runs_web import ready_run
from helpers_web import person
from sigai_web.permissions import Role
from sigai_web.runs.models import Bulletin

TEXT = "请各单位抓紧。全市新开工项目977个。"


def press(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name, exact=True).first.click()
    visitor.settles()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("phone", [False, True])
def test_drafted_refused_signed_revised(visit: Visit, language: str, phone: bool) -> None:
    def say(zh: str, en: str) -> str:
        return en if language == "en" else zh

    ready_run()
    writer = visit(person(Role.OFFICE), language=language, phone=phone)
    signer = visit(person(Role.OFFICE, name="second"), language=language, phone=phone)
    writer.opens("/bulletins")
    press(writer, say("起草：月度通报", "Draft：Monthly bulletin"))
    draft = writer.page.url.removeprefix(writer.site)
    writer.page.locator("#text-overall").fill(TEXT)
    expect(writer.page.locator("#status-overall .refused")).to_contain_text("977个")
    press(writer, say("送签", "Hand in for a signature"))
    expect(writer.page.locator(".issues")).to_contain_text("G012")

    signer.opens(draft)
    signer.page.locator("#text-overall").fill("别人的文字。")
    expect(signer.page.locator("#status-overall .written")).to_be_visible()
    writer.page.locator("#text-overall").fill(TEXT.replace("977个", "977个〔来源：市发展改革委〕"))
    expect(writer.page.locator("#status-overall .clash")).to_contain_text("别人的文字。")
    writer.page.get_by_role("button", name=say("用我的", "Keep mine")).click()
    expect(writer.page.locator("#status-overall .written")).to_be_visible()
    press(writer, say("送签", "Hand in for a signature"))

    signer.opens(draft)
    assert signer.page.get_by_role("button", name=say("签发", "Sign"), exact=True).count() == 0, "wrote in it"
    third = visit(person(Role.OFFICE, name="third"), language=language, phone=phone)
    third.opens(draft)
    press(third, say("签发", "Sign"))
    writer.opens(draft)
    press(writer, say("编号发布并送达", "Publish and send"))
    writer.page.locator("input[name=reason]").fill("补充措施")
    press(writer, say("起草修订", "Draft a revision"))
    draft = writer.page.url.removeprefix(writer.site)
    expect(writer.page.locator("#text-overall")).to_contain_text("977个")
    press(writer, say("送签", "Hand in for a signature"))
    third.opens(draft)
    press(third, say("签发", "Sign"))
    writer.opens(draft)
    press(writer, say("编号发布并送达", "Publish and send"))
    expect(writer.page.locator(".diff")).to_contain_text("补充措施")
    first, revised = Bulletin.objects.order_by("pk")
    third.opens(f"/bulletins/{first.pk}/about")
    expect(third.page.locator(".message.error")).to_contain_text(str(revised))
    assert third.accessibility_faults() == []
