"""Recording that something stands or has come down, and asking for a look at a page."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from accounts.models import Account
from accounts.permissions import visible_to
from accounts.views.shared import above, accounts_for
from core.lifecycle.actor import Actor
from core.lifecycle.views import ActingMixin, Crumbs, MoveView, RecordFormView, VisibleMixin
from core.staff.models import Person
from core.uploads.sending import send
from policies.models import MediaPolicy
from publications.checking.reach import usual_reach
from publications.forms import HomepageForm, ProfileForm, RemoveEarlyForm, RemoveForm
from publications.posting.actions import ask_check, record_publication
from publications.posting.duties import version_for
from publications.posting.models import Picture, Publication
from publications.posting.moves import REMOVE, REMOVE_EARLY, require_ready
from publications.posting.permissions import CLAUSES, check_account
from publications.posting.places import own_site
from publications.posting.states import Kind
from publications.tasks import check_pages
from publications.views.account import page_url


class Record(RecordFormView):
    """Record that what an account must show stands in one of the two places."""

    visible_to: ClassVar[Any] = staticmethod(accounts_for)
    template_name = "publications/record.html"
    submit_label = "掲載を記録する"
    done_message = "掲載を記録しました。"
    kind: Kind
    record: Account

    def load(self) -> None:
        """Refuse on opening the page who can not record, and what can not be recorded yet.

        Raises:
            Denied: the wrong person or state, or something comes first; a POST is refused by the act itself.
        """
        super().load()
        if self.request.method != "POST":
            check_account(self.record, self.kind, self.actor, self.on)
            require_ready(self.record, self.kind)

    def parents(self) -> Crumbs:
        """Stand below what the account shows."""
        return [*above(self.record), ("掲載", page_url(self.record))]

    def act(self, form: Any) -> Publication:
        """Record it."""
        done = record_publication(self.record, self.kind, by=self.actor, at=self.at, **form.cleaned_data)
        transaction.on_commit(wake_worker, robust=True)
        return done

    def success_url(self, done: Publication) -> str:
        """Show what the account shows."""
        return page_url(self.record)

    def context(self, **more: Any) -> dict[str, Any]:
        """Name the clause."""
        return super().context(account=self.record, clause_of=CLAUSES[self.kind], kind=self.kind.value, **more)

    def versions(self) -> QuerySet[MediaPolicy]:
        """Return the versions that may stand there, the newest first."""
        raise NotImplementedError

    def form_arguments(self) -> dict[str, Any]:
        """Begin with today; the version is told from the first where there is but one."""
        versions = self.versions()
        sole = versions[0] if len(versions) == 1 else None
        initial = {"posted_on": self.on, "policy": sole}
        return super().form_arguments() | {"versions": versions, "initial": initial}


class RecordHomepage(Record):
    """The page on the city homepage (4-4-(1))."""

    title = "市ホームページへの掲載を記録する"
    form_class = HomepageForm
    done_message = "掲載を記録しました。まもなく、ページの内容を確認します。"
    kind = Kind.HOMEPAGE

    def form_arguments(self) -> dict[str, Any]:
        """Name where pages may stand, and begin with what is recorded already."""
        known = self.record.publications.standing().filter(kind=self.kind).first()
        arguments = super().form_arguments()
        if known:
            arguments["initial"] |= {"url": known.url, "place_reason": known.place_reason}
        return arguments | {"places": usual_reach().places, "site": own_site(self.record, self.on)}

    def versions(self) -> QuerySet[MediaPolicy]:
        """Return what is decided and not replaced: two versions while the newer one is not out yet."""
        return self.record.policies.settled().newest_first()


class RecordProfile(Record):
    """The free-text field (4-4-(3))."""

    title = "自由記述欄への掲載を記録する"
    form_class = ProfileForm
    kind = Kind.PROFILE

    def versions(self) -> QuerySet[MediaPolicy]:
        """Return the version on the page, which the field leads to (4-4-(3))."""
        version = version_for(self.record, self.kind)
        return MediaPolicy.objects.filter(pk=version.pk) if version else MediaPolicy.objects.none()


def publications_for(actor: Actor, on: Any) -> QuerySet[Publication]:
    """Return what the accounts show that exist for an actor."""
    accounts = visible_to(cast("Person", actor.person), on)
    related = ("account__platform", "account__section__parent__parent")
    return Publication.objects.places().filter(account__in=accounts).select_related(*related)


class PictureDownload(ActingMixin):
    """Send the picture of something shown, never to be shown inside a page of this site."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send it to those the account exists for.

        Raises:
            Http404: for everybody else, and once its content is disposed of.
        """
        seen = Picture.objects.filter(publication__in=publications_for(self.actor, self.on))
        picture = get_object_or_404(seen.filter(publication__account__disposed_on=None), pk=pk)
        return send(picture.file, picture.name, picture.stream)


class Removal(MoveView):
    """What the two ends of a publication share."""

    visible_to: ClassVar[Any] = staticmethod(publications_for)
    record: Publication

    def parents(self) -> Crumbs:
        """Stand below what the account shows."""
        return [*above(self.record.account), ("掲載", page_url(self.record.account))]

    def success_url(self, done: Publication) -> str:
        """Show what the account shows."""
        return page_url(done.account)

    def context(self, **more: Any) -> dict[str, Any]:
        """Name account and place."""
        over = f"{self.record.account.title} {self.record.get_kind_display()}"
        return super().context(**{"over": over, **more})

    def form_arguments(self) -> dict[str, Any]:
        """Begin with today."""
        return super().form_arguments() | {"initial": {"removed_on": self.on}}


class RemoveEarly(Removal):
    """Record that something came down though it must stand."""

    move = REMOVE_EARLY
    form_class = RemoveEarlyForm
    done_message = "記録しました。掲載は続ける必要があります。載せ直して、記録してください。"


class Remove(Removal):
    """Record that something has come down for good."""

    move = REMOVE
    form_class = RemoveForm


class CheckNow(VisibleMixin):
    """Ask for a look at a page; the worker looks at once."""

    visible_to: ClassVar[Any] = staticmethod(publications_for)

    def asked_forms(self) -> tuple[type[forms.BaseForm], ...]:
        """Return none: the button has no fields."""
        return ()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask.

        Raises:
            Denied: to people outside of the section.
        """
        publication = self.get_object()
        ask_check(publication, by=self.actor, at=self.at)
        transaction.on_commit(wake_worker, robust=True)
        messages.success(request, "確認を始めました。1分ほどたってから、このページを開き直してください。")
        return HttpResponseRedirect(page_url(publication.account))


def wake_worker() -> None:
    """Let the worker look now; without the broker the next run finds what was asked."""
    check_pages.apply_async(retry=False, ignore_result=True)
