"""The pages of messages in a real browser: nothing is wider than the window, and nothing that axe finds."""

from __future__ import annotations

from typing import Any

import pytest

from helpers_browser import Visit
from helpers_reporting import APPROVER
from helpers_web import person
from sigai.programme import Text
from sigai_web.accounts.models import User
from sigai_web.manifests import MessageKind
from sigai_web.messages.models import Contact, Delivery
from sigai_web.messages.telling import News, tell
from sigai_web.permissions import Role

KIND = MessageKind("form.due", "报表到期提醒", "forms that are due", order=1)
ZH = "规模以上工业企业能源购进、消费及库存情况月报，2021-10：2021-11-10 到期，已逾期 5 天"
EN = "Monthly form of purchase, consumption and stock of energy, 2021-10: due on 2021-11-10, 5 days late"


@pytest.mark.parametrize("phone", [True, False])
def test_nothing_is_wider_than_the_window(visit: Visit, settings: Any, phone: bool) -> None:
    settings.EMAIL_HOST, settings.SIGAI_WECOM = "mail.example.cn", "https://h/"
    office = person(Role.OFFICE)
    people = [office, *(person(Role.LEADER, name=f"a.long.user.name.{number}") for number in range(3))]
    User.objects.update(email="someone@example.cn")
    for user in people[1:]:
        Contact.objects.create(user=user, telephone="+86 0955-7012345-01")
    for key in "ab":
        news = News(kind=KIND, key=key, subject=Text(zh=ZH, en=EN), address="/about", words=Text(zh=ZH, en=EN))
        tell(APPROVER, [user.pk for user in people], news)
    told = Delivery.objects.filter(message__user=people[1])
    told.update(state="handed_over")
    Delivery.objects.filter(message__user=people[2]).update(state="failed", outcome="SMTPAuthenticationError")
    for language in ("zh-hans", "en"):
        visitor = visit(office, language=language, phone=phone)
        for path in ("/messages", "/messages/contact", "/messages/reached", "/coverage"):
            assert visitor.opens(path).status == 200
            assert visitor.too_wide() == []
            assert visitor.accessibility_faults() == []
