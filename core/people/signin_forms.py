"""Input of sign-in and of passwords."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm

from core.people.trying import Refusal
from core.staff.models import Person
from core.ui.forms import UiForm, UiFormMixin


class SignInForm(UiForm):
    """Staff number and password."""

    needs = {"staff_number": "", "password": ""}

    staff_number = forms.CharField(
        label="職員番号", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label="パスワード",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class OwnPasswordForm(UiFormMixin, PasswordChangeForm):
    """The old password and the new one twice; Django checks strength and equality.

    `try_old` takes the old password as a try like every other: counted, limited and noted.
    """

    needs = {"old_password": "", "new_password1": "", "new_password2": ""}

    def __init__(self, *args: Any, try_old: Callable[[str], Person | Refusal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.try_old = try_old
        self.fields["old_password"].label = "いまのパスワード"
        self.fields["new_password1"].label = "新しいパスワード"
        self.fields["new_password2"].label = "新しいパスワード(確認)"
        self.fields["new_password1"].help_text = "12文字以上。職員番号や氏名に近いもの、数字だけのものは使えません。"
        self.fields["new_password2"].help_text = ""

    def clean_old_password(self) -> str:
        """Try the old password; a session left open is no place to guess it."""
        password: str = self.cleaned_data["old_password"]
        tried = self.try_old(password)
        if isinstance(tried, Refusal):
            raise forms.ValidationError(tried.sentence)
        return password

    def clean(self) -> Any:
        """Ask for another password than the old one, which somebody may know."""
        cleaned = super().clean() or self.cleaned_data
        old, new = cleaned.get("old_password"), cleaned.get("new_password1")
        if old and old == new:
            self.add_error("new_password1", "いまのパスワードと違うものにしてください。")
        return cleaned
