"""Files of a request: added and removed by the section, sent to those who may see what they belong to.

The section (and auditors) read the draft with its files. Everybody else reads submitted versions, and gets a file
exactly when one of these lists it, also after it was taken out: it is part of what was decided.
"""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from approvals.actions import add_attachment, remove_attachment
from approvals.forms.attachment_form import AttachmentForm
from approvals.forms.parts import CONFIRM
from approvals.models import Attachment
from approvals.permissions import requests_visible_to
from approvals.presentation.viewer import Viewer
from approvals.views.draft_pages import ConfirmMixin, part_url
from core.lifecycle.views import ActingMixin
from core.uploads.sending import send

PLACE = "#attachments"


class AttachmentAdd(ConfirmMixin):
    """Add one file to a draft."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the page with the field."""
        return HttpResponseRedirect(part_url(self.get_object(), CONFIRM) + PLACE)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the file, or say why it can not be attached."""
        self.record = self.get_object()
        names = frozenset(self.record.attachments.filter(removed_at=None).values_list("name", flat=True))
        form = AttachmentForm(request.POST, request.FILES, names=names)
        if not form.is_valid():
            return self.confirm(attachment_form=form)
        try:
            added = add_attachment(self.record, by=self.actor, at=self.at, **form.cleaned_data)
        except IntegrityError:
            form.add_error("file", "同じ名前のファイルが、いま添付されました。一覧を確かめてください。")
            return self.confirm(attachment_form=form)
        messages.success(request, f"「{added.name}」を添付しました。", extra_tags="quiet")
        return HttpResponseRedirect(part_url(self.record, CONFIRM) + PLACE)


def readable(attachment: Attachment, viewer: Viewer) -> bool:
    """Tell whether a person who may see the request may read one of its files."""
    if attachment.removed_at is None and viewer.reads_drafts_of(attachment.request):
        return True
    listed = attachment.request.revisions.values_list("body", flat=True)
    return any([attachment.name, attachment.sha256] in body.get("attachments", []) for body in listed)


class AttachmentMixin(ActingMixin):
    """One file of a request that the person may see."""

    def get_object(self) -> Attachment:
        """Return the attachment.

        Raises:
            Http404: when it does not exist or is not for the person's eyes.
        """
        assert self.actor.person is not None
        seen = Attachment.objects.filter(
            request__in=requests_visible_to(self.actor.person, self.on), request__disposed_on=None
        )
        found = seen.filter(pk=self.kwargs["pk"]).select_related("request__section").first()
        if found is None or not readable(found, Viewer.of(self.request)):
            raise Http404
        return found


class AttachmentDownload(AttachmentMixin):
    """Send a file, never to be shown inside a page of this site."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send the file under its neutral name."""
        attachment = self.get_object()
        return send(attachment.file, attachment.name, attachment.stream)


class AttachmentRemove(AttachmentMixin):
    """Take a file out of a draft."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the page with the button."""
        return HttpResponseRedirect(part_url(self.get_object().request, CONFIRM) + PLACE)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it out; a refusal becomes a page, and what is out already is not there to be taken out.

        Raises:
            Http404: also for a file that was taken out.
        """
        attachment = self.get_object()
        if attachment.removed_at is not None:
            raise Http404
        removed = remove_attachment(attachment, by=self.actor, at=self.at)
        messages.success(request, f"「{removed.name}」を外しました。", extra_tags="quiet")
        return HttpResponseRedirect(part_url(removed.request, CONFIRM) + PLACE)
