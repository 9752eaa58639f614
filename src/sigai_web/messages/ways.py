"""The ways by which messages leave the site: e-mail, a webhook of the office's own, the robots of groups.

Where they go the operator alone says (settings); no redirect is followed. A way's answer counts, not that it answered:
robots say that they refused with the status 200.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPException
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import EmailMessage

from sigai.programme import Text

_TIMEOUT = 10
_MOST_ANSWER = 64 * 1024
"""Bytes that are read of an answer."""
_BUSY = 429


class Way(StrEnum):
    """A way outside of the site."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


WORDS: Mapping[Way, Text] = {
    Way.MAIL: Text(zh="邮件", en="e-mail"),
    Way.WEBHOOK: Text(zh="网络回调", en="webhook"),
    Way.WECOM: Text(zh="企业微信群", en="WeCom group"),
    Way.DINGTALK: Text(zh="钉钉群", en="DingTalk group"),
    Way.FEISHU: Text(zh="飞书群", en="Feishu group"),
}
GROUPS = (Way.WECOM, Way.DINGTALK, Way.FEISHU)
"""Ways to a group, in which everybody of it reads what is told to one."""


def ways() -> list[Way]:
    """The ways that this installation has."""
    given = {
        Way.MAIL: settings.EMAIL_HOST,
        Way.WEBHOOK: settings.SIGAI_WEBHOOK,
        Way.WECOM: settings.SIGAI_WECOM,
        Way.DINGTALK: settings.SIGAI_DINGTALK,
        Way.FEISHU: settings.SIGAI_FEISHU,
    }
    return [way for way in Way if given[way]]


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out in one piece: `to` is the person's e-mail address (by mail) or user name (by the webhook);
    `telephones` are those of whom a group's robot points at; `things` is the same for programs."""

    subject: str
    text: str
    to: str = ""
    telephones: Sequence[str] = ()
    things: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class NotHandedOver:
    """Why a letter did not go out, in a word that names nobody; whether it may pass, and whether no other would go."""

    kind: str
    passing: bool = False
    unreachable: bool = False


class _RefusedError(Exception):
    """A robot answered that it does not take the letter."""

    def __init__(self, code: object, *, busy: bool) -> None:
        super().__init__(str(code))
        self.code, self.busy = code, busy


def hand_over(way: Way, letter: Letter) -> NotHandedOver | None:
    """Give a letter to a way; None where it was taken."""
    try:
        _SENDERS[way](letter)
    except (SMTPException, OSError, HTTPException, ValueError, _RefusedError) as error:
        return _fault(error)
    return None


def _fault(error: Exception) -> NotHandedOver:
    """The text of an error may name the person, or the address with its key: its kind is enough."""
    if isinstance(error, _RefusedError):
        return NotHandedOver(f"errcode {error.code}"[:60], error.busy)
    if isinstance(error, urllib.error.HTTPError):
        return NotHandedOver(f"HTTP {error.code}", error.code >= 500 or error.code == _BUSY)
    kind = type(error).__name__
    if isinstance(error, SMTPRecipientsRefused):
        return NotHandedOver(kind, all(code < 500 for code, _ in error.recipients.values()))
    if isinstance(error, SMTPResponseException):
        return NotHandedOver(kind, error.smtp_code < 500)
    away = isinstance(error, OSError | HTTPException)
    return NotHandedOver(kind, away, away)


def _by_mail(letter: Letter) -> None:
    EmailMessage(letter.subject, letter.text, to=[letter.to]).send()


def _by_webhook(letter: Letter) -> None:
    payload = {"kind": "message", "to": letter.to, "subject": letter.subject, "text": letter.text}
    body = _body({**payload, "messages": list(letter.things)})
    key = settings.SIGAI_WEBHOOK_KEY
    _post(settings.SIGAI_WEBHOOK, body, signature(key, body, int(time.time())) if key else {})


def signature(key: str, body: bytes, at: int) -> dict[str, str]:
    """The headers by which a receiver knows that a message is ours and of now: HMAC-SHA256 of time, a dot, body."""
    digest = hmac.new(key.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Sigai-Time": str(at), "X-Sigai-Signature": f"sha256={digest}"}


def _by_wecom(letter: Letter) -> None:
    """https://developer.work.weixin.qq.com/document/path/91770"""
    text = {"content": letter.text, "mentioned_mobile_list": list(letter.telephones)}
    _ask(settings.SIGAI_WECOM, {"msgtype": "text", "text": text}, "errcode", busy=(-1, 45009, 45033))


def _by_dingtalk(letter: Letter) -> None:
    """https://open.dingtalk.com/document/robots/custom-robot-access, signed where a key is set."""
    address = settings.SIGAI_DINGTALK
    if key := settings.SIGAI_DINGTALK_KEY:
        at = str(int(time.time() * 1000))
        address += "&" + urlencode({"timestamp": at, "sign": robot_sign(key.encode(), f"{at}\n{key}".encode())})
    told = {"msgtype": "text", "text": {"content": letter.text}, "at": {"atMobiles": list(letter.telephones)}}
    _ask(address, told, "errcode", busy=(-1, 130101, 410100))


def _by_feishu(letter: Letter) -> None:
    """https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot, signed where a key is set."""
    told: dict[str, Any] = {"msg_type": "text", "content": {"text": letter.text}}
    if key := settings.SIGAI_FEISHU_KEY:
        at = str(int(time.time()))
        told |= {"timestamp": at, "sign": robot_sign(f"{at}\n{key}".encode(), b"")}
    _ask(settings.SIGAI_FEISHU, told, "code", busy=(9499, 11232))


def robot_sign(key: bytes, text: bytes) -> str:
    """HMAC-SHA256 as robots want it."""
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


_SENDERS: Mapping[Way, Callable[[Letter], None]] = {
    Way.MAIL: _by_mail,
    Way.WEBHOOK: _by_webhook,
    Way.WECOM: _by_wecom,
    Way.DINGTALK: _by_dingtalk,
    Way.FEISHU: _by_feishu,
}


def _ask(address: str, payload: Mapping[str, Any], code: str, *, busy: Sequence[int]) -> None:
    """Post to a robot, which says by a code in its answer whether it took the letter: 0 alone says so."""
    try:
        answer = json.loads(_post(address, _body(payload), {}))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _RefusedError("?", busy=False) from error
    given = answer.get(code) if isinstance(answer, dict) else None
    if type(given) is not int or given != 0:
        known = given if type(given) is int else "?"
        raise _RefusedError(known, busy=known in busy)


def _body(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A webhook that sends us elsewhere is not the one that was set."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _post(address: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    sent = {"Content-Type": "application/json; charset=utf-8", **headers}
    request = urllib.request.Request(address, body, sent, method="POST")  # noqa: S310 - set by the operator
    with urllib.request.build_opener(_NoRedirect).open(request, timeout=_TIMEOUT) as answer:
        read: bytes = answer.read(_MOST_ANSWER)
    return read
