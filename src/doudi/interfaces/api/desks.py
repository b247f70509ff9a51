"""Who calls: a token stands for an appointment, and every operation says which duty it asks."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import HttpError
from ninja.security import HttpBearer

from doudi.records.accounts.desk import Desk
from doudi.records.accounts.posts import DUTIES
from doudi.records.accounts.queries import desk_of_token

Operation = Callable[..., Any]
ANYBODY = "anybody"


class Token(HttpBearer):
    """`Authorization: Bearer …`; an unknown, expired or revoked token is nobody's."""

    def authenticate(self, request: HttpRequest, token: str) -> Desk | None:
        desk = desk_of_token(token, timezone.localdate(), request=request.number)  # type: ignore[attr-defined]
        request.desk, request.token = desk, token  # type: ignore[attr-defined]
        return desk


def desk_of(request: HttpRequest) -> Desk:
    """The desk the token acts at."""
    return request.desk  # type: ignore[attr-defined, no-any-return]


def asks(*duties: str) -> Callable[[Operation], Operation]:
    """Declare and enforce the duty of an operation; several mean any of them."""
    for duty in duties:
        assert duty in (ANYBODY, *DUTIES), duty

    def declare(operation: Operation) -> Operation:
        @wraps(operation)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if ANYBODY not in duties and not any(request.desk.may(duty) for duty in duties):  # type: ignore[attr-defined]
                raise HttpError(403, f"这个令牌的岗位没有“{'、'.join(DUTIES[duty][0] for duty in duties)}”的权限")
            return operation(request, *args, **kwargs)

        guarded.rule = duties  # type: ignore[attr-defined]
        return guarded

    return declare
