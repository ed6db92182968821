"""The page of the register of disposals (廃棄簿)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from core.lifecycle.cursors import page_of
from core.retention.forms import RegisterForm
from core.retention.models import DisposalItem, ItemQuerySet
from core.retention.views import RetentionMixin

SIZE = 200
"""Lines on a page: what a period holds is printed at once."""


class Register(RetentionMixin):
    """The register of disposals (廃棄簿): what was disposed of, when, by whom, on whose permission, how."""

    title = "廃棄簿"
    template_name = "retention/register.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what the filters leave, newest first."""
        form = RegisterForm(request.GET)
        found = DisposalItem.objects.register()
        found = registered(found, form.cleaned_data) if form.is_valid() else found.none()
        shown = page_of(found, request.GET.get("cursor"), order="-pk", size=SIZE)
        return self.page(form=form, shown=shown, searched=any(request.GET.get(name) for name in form.fields))


def registered(found: ItemQuerySet, wanted: dict[str, Any]) -> ItemQuerySet:
    """Keep the lines that the filters name; both days included."""
    if wanted["document_number"]:
        found = found.filter(document_number__icontains=wanted["document_number"])
    if wanted["first_on"]:
        found = found.filter(disposed_on__gte=wanted["first_on"])
    if wanted["last_on"]:
        found = found.filter(disposed_on__lte=wanted["last_on"])
    return found
