"""Services (master data): everybody reads them, administrators keep them."""

from typing import Any

from django import forms

from accounts.forms import PlatformForm
from accounts.models import Platform
from accounts.services import edit_service
from core.lifecycle.masters import Column, Cut, Master, MasterEdit, master_urls
from core.staff.offices import Office

PLATFORM = Master(
    model=Platform,
    title="サービス",
    slug="platform",
    namespace="accounts",
    form_class=PlatformForm,
    columns=(
        Column("名称", "name"),
        Column("記号", "code"),
        Column("ホスト名", "hosts"),
        Column("短いホスト名", "short_hosts"),
        Column("プロフィール欄の文字数", "profile_limit"),
        Column("投稿の文字数", "post_limit"),
        Column("起案で選べる", "is_offered"),
    ),
    search=("name", "code"),
    search_label="名称・記号",
    order="position",
    cuts=(
        Cut("all", "すべて", lambda found, on: found),
        Cut("offered", "起案で選べるもの", lambda found, on: found.filter(is_offered=True)),
    ),
    readers=frozenset(Office),
    lead="アカウントを持てるサービスです。ホスト名で、登録するURLがそのサービスのものかを確かめます。",
    clause="第4-4-(4)",
    create_label="サービスを登録する",
)


class PlatformEdit(MasterEdit):
    """One service; what is changed of it may be given a reason, and another length of a post must."""

    def make_form(self) -> forms.BaseForm:
        """Ask nobody for a reason who only reads."""
        form = super().make_form()
        if not self.may_edit:
            del form.fields["reason"]
        return form

    def act(self, form: Any) -> Platform:
        """Change it as it was seen."""
        return edit_service(self.record, by=self.actor, at=self.at, seen=self.seen() or "", **self.values(form))


urlpatterns = master_urls(PLATFORM, edit=PlatformEdit)
