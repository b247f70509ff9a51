"""Calls that write can be sent again: under the same key they are done once, and answered the same every time.

A program that hears no answer (a crash, a lost line) cannot know whether its call was done. It sends it again with the
same `Idempotency-Key` until it hears one.
"""

import re
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from ninja import Header, Schema, Status
from ninja.errors import HttpError
from ninja.renderers import JSONRenderer
from ninja.utils import contribute_operation_args

from doudi.records.accounts.answers import (
    KEPT_FOR,
    Call,
    KeyBusy,
    KeyReused,
    call_of,
    hold_key,
    keep_answer,
    kept_answer,
)
from doudi.records.accounts.desk import NotAllowed
from doudi.records.registry.refusals import Refused
from doudi.records.trail.races import is_deadlock

Operation = Callable[..., Any]
HEADER = "Idempotency-Key"
REPEATED = "Idempotency-Replayed"
# A UUID with or without its quotes, or anything as long; short ones would meet by chance.
_FORM = re.compile(r'"?([A-Za-z0-9_.:-]{16,128})"?')
_DESCRIPTION = (
    f"每次写入自取一个新的键，如 UUID（16～128 个字母、数字或 _ . : -）。没有收到答复时，用同一个键、同样的内容重发："
    f"只办一次，答复与第一次相同（答复头 {REPEATED}: true）。键按令牌区分，保存{KEPT_FOR.days}天；被拒绝的请求什么也没有写，"
    f"不占用键。缺少或格式不对答 400；同一个键正在办理答 409，稍后重发；同一个键换了内容答 422。"
    f" A new key for each write, such as a UUID. Hearing no answer, send the same again under the same key: it is done "
    f"once and answered the same. Keys belong to the token and are kept for {KEPT_FOR.days} days; what is refused wrote "
    f"nothing and uses no key up. 400: no key, or not of this form. 409: the same key is being worked on, send again "
    f"later. 422: the key was used for another call."
)


def writes(operation: Operation) -> Operation:
    """Have an operation done once for each key, with its answer kept in the transaction of what it wrote.

    Stands under `asks`, so that an answer kept is told only to who may still act. The operation answers a Status with a
    Schema. What an action refuses is not kept, and what it logged of the refusal stays.
    """

    @wraps(operation)
    def once(request: HttpRequest, *args: Any, idempotency_key: str, **kwargs: Any) -> Any:
        call, work = _call(request, idempotency_key), partial(operation, request, *args, **kwargs)
        for _ in range(2):
            try:
                return _answer(request, call, work)
            except OperationalError as fault:
                # The database ended one of two that waited for each other: nothing was written, it is begun anew.
                if not is_deadlock(fault):
                    raise
        raise HttpError(409, "他人同时在办理，没有办成；请用同一个键重发")

    contribute_operation_args(once, "idempotency_key", str, Header("", alias=HEADER, description=_DESCRIPTION))
    once.is_repeatable = True  # type: ignore[attr-defined]
    return once


def _answer(request: HttpRequest, call: Call, work: Callable[[], Any]) -> Any:
    """The answer of before, or that of the work, which is then kept. Raises what the work refuses."""
    refusal: Exception | None = None
    with transaction.atomic():
        if repeated := _answered(request, call):
            return repeated
        try:
            answer = work()
        except (Refused, NotAllowed) as why:
            refusal = why
        else:
            _keep(request, call, answer)
    if refusal is not None:
        raise refusal
    return answer


def _call(request: HttpRequest, key: str) -> Call:
    found = _FORM.fullmatch(key.strip())
    if found is None:
        raise HttpError(
            400, f"请在请求头 {HEADER} 中写明本次写入的键：16～128 个字母、数字或 _ . : -，每次写入用新的，重发用原来的"
        )
    return call_of(
        secret=request.token,  # type: ignore[attr-defined]
        key=found[1],
        method=request.method or "",
        address=request.get_full_path(),
        body=request.body,
    )


def _answered(request: HttpRequest, call: Call) -> HttpResponse | None:
    """The answer of before, once the key is held; None where the call is new. Raises HttpError."""
    try:
        hold_key(call)
        kept = kept_answer(call, now=request.now)  # type: ignore[attr-defined]
    except KeyBusy:
        raise HttpError(409, f"这个 {HEADER} 的请求正在办理，请稍后用同一个键重发") from None
    except KeyReused:
        raise HttpError(422, f"这个 {HEADER} 已用于另一个请求（地址或内容不同）；新的写入请换新的键") from None
    if kept is None:
        return None
    response = HttpResponse(kept.body, status=kept.status, content_type="application/json; charset=utf-8")
    response[REPEATED] = "true"
    return response


def _keep(request: HttpRequest, call: Call, answer: Any) -> None:
    assert isinstance(answer, Status) and isinstance(answer.value, Schema), "an operation that writes answers a Status"
    # By the renderer of the first answer: the two are the same to the letter.
    body = JSONRenderer().render(request, answer.value.model_dump(by_alias=True), response_status=answer.status_code)
    keep_answer(call, status=answer.status_code, body=body, now=request.now)  # type: ignore[attr-defined]
