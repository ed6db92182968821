"""Input of sign-in and of passwords."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm

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
    """The old password and the new one twice; Django checks strength and equality."""

    needs = {"old_password": "", "new_password1": "", "new_password2": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "いまのパスワード"
        self.fields["new_password1"].label = "新しいパスワード"
        self.fields["new_password2"].label = "新しいパスワード(確認)"
        self.fields["new_password1"].help_text = "12文字以上。職員番号や氏名に近いもの、数字だけのものは使えません。"
        self.fields["new_password2"].help_text = ""

    def clean(self) -> Any:
        """Ask for another password than the old one, which somebody may know."""
        cleaned = super().clean() or self.cleaned_data
        old, new = cleaned.get("old_password"), cleaned.get("new_password1")
        if old and old == new:
            self.add_error("new_password1", "いまのパスワードと違うものにしてください。")
        return cleaned
