"""Services (master data): everybody reads them, administrators keep them."""

from accounts.forms import PlatformForm
from accounts.models import Platform
from core.lifecycle.masters import Column, Cut, Master, master_urls
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

urlpatterns = master_urls(PLATFORM)
