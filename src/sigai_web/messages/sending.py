"""The queue of messages that leave the site, worked off by the worker.

Whoever sends a delivery takes it first, so nobody else does; what was taken and never ended was interrupted and is said
so, never sent twice. What a way cannot take for the moment waits and is tried again with growing pauses; nothing is
called handed over that the way's server did not take.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from sigai_web.journal.changes import note
from sigai_web.messages.letters import letter, letters
from sigai_web.messages.models import Delivery
from sigai_web.messages.ways import Way, hand_over, ways

_State = Delivery.State
_STUCK = timedelta(minutes=15)
_SHORTEST, _LONGEST, _MOST_TRIES = timedelta(minutes=1), timedelta(hours=2), 12
"""The pause doubles from try to try: all in all half a day."""
_LOG = logging.getLogger("sigai_web.messages")


def wake(at: datetime) -> None:
    """Have the queue looked at from a moment on, unless it is already; called once what is to be sent is committed."""
    now = timezone.now()
    queued = DBTaskResult.objects.filter(task_path=send_waiting.module_path, status=TaskResultStatus.READY)
    if queued.filter(Q(run_after__lte=max(at, now)) | Q(run_after__year=9999)).exists():
        return
    (send_waiting.using(run_after=at) if at > now else send_waiting).enqueue()


def take_up() -> None:
    """Look at the queue again where anything waits: the task that would have may have died with its worker."""
    first = Delivery.objects.filter(state__in=(_State.WAITING, _State.TAKEN)).aggregate(first=Min("goes_at"))["first"]
    if first is not None:
        wake(first)


@task()
def send_waiting() -> None:
    """Hand over everything whose time has come, one letter a person and way, and as few as it takes for a group.

    A way that cannot be reached is left alone until the next time: others would wait for it in vain.
    """
    _give_up_stuck()
    _leave_out()
    now = timezone.now()
    due = Delivery.objects.filter(state=_State.WAITING, goes_at__lte=now).select_related("message__user__contact")
    for way in ways():
        for batch in letters(way, list(due.filter(way=way).order_by("message__user_id", "pk"))):
            taken = [one for one in batch if _taken(one.pk)]
            if taken and _send(way, taken):
                break
    left = Delivery.objects.filter(state=_State.WAITING).aggregate(first=Min("goes_at"))["first"]
    if left is not None:
        wake(max(left, now + _SHORTEST))


def _send(way: Way, batch: Sequence[Delivery]) -> bool:
    """Hand one letter over and keep what became of it; whether the way cannot be reached at all."""
    fault = hand_over(way, letter(way, batch))
    keys = [one.pk for one in batch]
    if fault is None:
        _ended(keys, _State.HANDED_OVER, "")
        return False
    again = fault.passing and max(one.tries for one in batch) < _MOST_TRIES
    _LOG.warning("message by %s not handed over: %s, %s", way, fault.kind, "tried again" if again else "given up")
    if again:
        _put_off(batch, fault.kind)
    else:
        _ended(keys, _State.FAILED, fault.kind)
    return fault.unreachable


@note
def _give_up_stuck() -> None:
    """What was taken and not ended may have gone out: it is not sent again, and nobody says that it was handed over."""
    Delivery.objects.filter(state=_State.TAKEN, at__lt=timezone.now() - _STUCK).update(
        state=_State.FAILED, outcome="interrupted"
    )


@note
def _leave_out() -> None:
    """What its person read on the site need not go; to a closed account, and by a way that is gone, nothing does."""
    waiting = Delivery.objects.filter(state=_State.WAITING)
    now = timezone.now()
    waiting.filter(message__read_at__isnull=False).update(state=_State.READ, at=now)
    waiting.filter(message__user__is_active=False).update(state=_State.FAILED, outcome="closed", at=now)
    waiting.exclude(way__in=ways()).update(state=_State.FAILED, outcome="no way", at=now)


@note
def _taken(key: int) -> bool:
    """Take one delivery in hand, unless somebody else just has."""
    waiting = Delivery.objects.filter(pk=key, state=_State.WAITING)
    return bool(waiting.update(state=_State.TAKEN, at=timezone.now()))


@note
def _ended(keys: Collection[int], state: str, outcome: str) -> None:
    Delivery.objects.filter(pk__in=keys).update(state=state, outcome=outcome, at=timezone.now())


@note
def _put_off(batch: Sequence[Delivery], outcome: str) -> None:
    now = timezone.now()
    for one in batch:
        pause = min(_SHORTEST * 2**one.tries, _LONGEST)
        Delivery.objects.filter(pk=one.pk).update(
            state=_State.WAITING, outcome=outcome, tries=one.tries + 1, goes_at=now + pause, at=now
        )
