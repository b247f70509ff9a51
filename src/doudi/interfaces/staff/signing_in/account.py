"""The own account: password, second step."""

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from doudi.interfaces.site.route import SIGNED_IN, route
from doudi.interfaces.staff.signing_in.forms import Code, NewPassword, OwnPassword
from doudi.records.accounts import second_step, self_service
from doudi.records.accounts.actions import AccountRefused
from doudi.records.accounts.self_service import Oneself


@route(SIGNED_IN, methods=("GET",))
def account(request: HttpRequest) -> HttpResponse:
    """What the officer may change about the own account."""
    officer = request.user
    page = {
        "asks": second_step.asks_second_step(officer),
        "codes_left": second_step.recovery_codes_left(officer),
    }
    return render(request, "signing_in/account.html", page)


@sensitive_post_parameters()
@route(SIGNED_IN)
def password(request: HttpRequest) -> HttpResponse:
    """A new password; every other session of the officer ends."""
    form = NewPassword(request.POST or None)
    if form.is_valid():
        try:
            given = form.cleaned_data
            self_service.change_own_password(by=oneself(request), current=given["current"], new=given["password"])
        except AccountRefused as refused:
            _tell(form, refused)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("密码已修改；您在其他电脑上的登录都已退出"))
            return redirect("home")
    return render(request, "signing_in/password.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters()
@route(SIGNED_IN)
def second_step_begin(request: HttpRequest) -> HttpResponse:
    """Start setting up one-time codes: asks the password, then shows the secret."""
    form = OwnPassword(request.POST or None)
    if form.is_valid():
        try:
            second_step.begin_second_step(by=oneself(request), password=form.cleaned_data["password"])
        except AccountRefused as refused:
            _tell(form, refused)
        else:
            return redirect("second-step-confirm")
    return render(request, "signing_in/second_step_begin.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters()
@route(SIGNED_IN)
def second_step_confirm(request: HttpRequest) -> HttpResponse:
    """The square picture and the first code; then the recovery codes, which are shown this once."""
    device = second_step.begun_device(request.user)
    if device is None:
        return redirect("account")
    form = Code(request.POST or None)
    if form.is_valid():
        try:
            by, code = oneself(request), form.cleaned_data["code"]
            codes = second_step.confirm_second_step(by=by, code=code, now=request.now)
        except AccountRefused as refused:
            _tell(form, refused)
        except second_step.TooSoon as wait:
            form.add_error("code", _("刚才输错过，请等 %(seconds)s 秒再试") % {"seconds": wait.seconds})
        else:
            update_session_auth_hash(request, by.officer)
            return render(request, "signing_in/recovery_codes.html", {"codes": codes})
    picture = segno.make(second_step.address_of(device), error="m").svg_data_uri(scale=4, border=2)
    page = {"form": form, "picture": picture, "secret": second_step.typed_secret(device)}
    return render(request, "signing_in/second_step_confirm.html", page, status=422 if form.errors else 200)


@sensitive_post_parameters()
@route(SIGNED_IN)
def second_step_end(request: HttpRequest) -> HttpResponse:
    """Ask no codes any more."""
    form = OwnPassword(request.POST or None)
    if form.is_valid():
        try:
            second_step.end_second_step(by=oneself(request), password=form.cleaned_data["password"])
        except AccountRefused as refused:
            _tell(form, refused)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("已停用两步验证；您在其他电脑上的登录都已退出"))
            return redirect("account")
    return render(request, "signing_in/second_step_end.html", {"form": form}, status=422 if form.errors else 200)


def oneself(request: HttpRequest) -> Oneself:
    """The officer of the request, acting on the own account."""
    return Oneself(request.user, request.number)


def _tell(form: Form, refused: AccountRefused) -> None:
    """Put what was refused beside the fields it is about."""
    for name, why in refused.faults.items():
        form.add_error(name if name in form.fields else None, why)
