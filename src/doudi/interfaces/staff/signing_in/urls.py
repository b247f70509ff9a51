"""The addresses of this journey."""

from django.urls import URLPattern, path

from doudi.interfaces.staff.signing_in import account, choosing, entering, home

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("sign-in/", entering.sign_in, name="sign-in"),
    path("sign-in/code/", entering.second_step, name="second-step"),
    path("sign-out/", entering.sign_out, name="sign-out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/codes/begin/", account.second_step_begin, name="second-step-begin"),
    path("account/codes/confirm/", account.second_step_confirm, name="second-step-confirm"),
    path("account/codes/end/", account.second_step_end, name="second-step-end"),
    path("desk/", choosing.choose_desk, name="choose-desk"),
    path("language/", choosing.language, name="language"),
]
