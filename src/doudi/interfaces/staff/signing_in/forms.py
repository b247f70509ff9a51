"""The forms of signing in and of the own account."""

from django import forms
from django.utils.translation import gettext_lazy as _


def _password(label: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    # A password is taken as it was typed, blanks and all.
    return forms.CharField(label=label, widget=widget, strip=False, max_length=256, help_text=help_text)


class SignIn(forms.Form):
    """Login and password."""

    login = forms.CharField(
        label=_("登录名"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = _password(_("密码"), "current-password")

    def clean_login(self) -> str:
        """Logins are small letters."""
        return str(self.cleaned_data["login"]).lower()


class Code(forms.Form):
    """A one-time code."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )


class OwnPassword(forms.Form):
    """The password, asked for again before something that matters."""

    password = _password(_("当前密码"), "current-password")


class NewPassword(forms.Form):
    """The current password and a new one, twice."""

    current = _password(_("当前密码"), "current-password")
    password = _password(
        _("新密码"), "new-password", _("至少 12 个字符，不能全是数字，不能是常见密码，也不要包含登录名或姓名")
    )
    again = _password(_("再输一次新密码"), "new-password")

    def clean(self) -> None:
        """Both must be the same."""
        super().clean()
        if self.cleaned_data.get("password") != self.cleaned_data.get("again"):
            self.add_error("again", _("两次输入的新密码不一样"))
