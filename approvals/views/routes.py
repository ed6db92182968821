"""Screens of the additional steps of units' routes: the generic ones of master data."""

from approvals.forms.route_form import RouteStepForm
from approvals.models import RouteStep
from core.lifecycle.masters import Column, Cut, Master, master_urls

ROUTE_STEP = Master(
    model=RouteStep,
    title="決裁経路の追加",
    slug="route_step",
    namespace="approvals",
    form_class=RouteStepForm,
    columns=(
        Column("起案する部署", "owner"),
        Column("種類", "kind"),
        Column("職", "office"),
        Column("その職の部署", "unit"),
        Column("順番", "position"),
        Column("適用日", "starts_on"),
        Column("最後の日", "ends_on"),
    ),
    search=("owner__name", "unit__name"),
    search_label="部署の名称",
    related=("owner", "unit"),
    cuts=(
        Cut("now", "きょう有効", lambda found, on: found.filter(starts_on__lte=on).exclude(ends_on__lt=on)),
        Cut("all", "すべて", lambda found, on: found),
    ),
    lead="課長の回議、部長の許可、総合政策部長の許可は、どの起案にも必ず入ります。ここでは、それに加える合議と供覧を登録します。",
    clause="第4-1-(2)",
    create_label="経路を追加する",
)

urlpatterns = master_urls(ROUTE_STEP)
