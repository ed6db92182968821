"""Master data in generic screens: a declaration per kind of record, and list, create and edit from it.

    UNIT = Master(Unit, "部署", "unit", UnitForm, columns=(Column("名称", "name"), …))
    urlpatterns = [*master_urls(UNIT)]      # people:unit_list, unit_create, unit_edit

All writes go through `core.lifecycle.create` and `edit`. Readers who are no editors see a record and
its history; for everybody else the addresses do not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from core.lifecycle.cursors import page_of
from core.lifecycle.trails import timeline
from core.lifecycle.views import ActingMixin, CreateView, Crumbs, EditView
from core.records import Record
from core.staff.offices import Office

Narrow = Callable[[Any, date], QuerySet[Any]]
READERS = frozenset({Office.ADMINISTRATOR, Office.AUDITOR, Office.PERSONNEL_OFFICER})
EDITORS = frozenset({Office.ADMINISTRATOR})
LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Column:
    """One column of a list: its heading and where its value comes from."""

    label: str
    value: str | Callable[[Any], object]

    def of(self, record: Any) -> object:
        """Return the value of a record: the words of a choice, an attribute, or what a function gives."""
        if callable(self.value):
            return self.value(record)
        shown = getattr(record, f"get_{self.value}_display", None)
        return shown() if shown else getattr(record, self.value)


@dataclass(frozen=True)
class Cut:
    """One way to narrow a list, offered as a link above it; the first of a master is its default."""

    slug: str
    label: str
    narrow: Narrow


@dataclass(frozen=True)
class Master:
    """One kind of master data and how its screens look; the first column leads to the record."""

    model: type[Record]
    title: str
    slug: str
    form_class: "type[forms.ModelForm[Any]]"
    columns: tuple[Column, ...]
    namespace: str = "people"
    search: tuple[str, ...] = ()
    search_label: str = ""
    order: str = "pk"
    related: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()
    readers: frozenset[Office] = READERS
    editors: frozenset[Office] = EDITORS
    lead: str = ""
    clause: str = ""
    detail: str = ""
    """URL name (without namespace) a row leads to; the edit page by default."""
    create_label: str = ""

    def url(self, page: str, *args: Any) -> str:
        """Return the address of one of the screens: list, create, edit."""
        return reverse(f"{self.namespace}:{self.slug}_{page}", args=args)

    def row_url(self, record: Record) -> str:
        """Return the address a row of the list leads to."""
        return reverse(f"{self.namespace}:{self.detail or f'{self.slug}_edit'}", args=[record.pk])

    def queryset(self) -> QuerySet[Any]:
        """Return all records with what the columns read."""
        return self.model._default_manager.select_related(*self.related)

    def found(self, words: str) -> Q:
        """Return the condition that every word stands in one of the searched columns."""
        condition = Q()
        for word in words.split():
            anywhere = Q()
            for name in self.search:
                anywhere |= Q(**{f"{name}__icontains": word})
            condition &= anywhere
        return condition


class MasterMixin(ActingMixin):
    """What the screens of a master share."""

    master: Master = None  # type: ignore[assignment]  # given to as_view()

    def allow(self) -> None:
        """Hide the screens from everybody who is no reader."""
        if self.actor.office not in self.master.readers:
            raise Http404

    @property
    def may_edit(self) -> bool:
        """Tell whether the actor may enter and change records."""
        return self.actor.office in self.master.editors

    def asked_forms(self) -> tuple[type[forms.BaseForm], ...]:
        """Add the master's form; where both have a field of a name, the page's own counts."""
        return (self.master.form_class, *super().asked_forms())

    def parents(self) -> Crumbs:
        """Lead back to the list."""
        return [(self.master.title, self.master.url("list"))]

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the declaration."""
        return super().context(**{"master": self.master, "may_edit": self.may_edit, **more})


class MasterList(MasterMixin):
    """The records, fifty a page, narrowed and searched."""

    template_name = "lifecycle/master_list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show one page of the list."""
        words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
        cut = next(
            (c for c in self.master.cuts if c.slug == request.GET.get("cut")), next(iter(self.master.cuts), None)
        )
        found = self.master.queryset()
        if words and self.master.search:
            found = found.filter(self.master.found(words))
        if cut is not None:
            found = cut.narrow(found, self.on)
        shown = page_of(found, request.GET.get("cursor"), order=self.master.order)
        return self.page(shown=shown, rows=[self._row(r) for r in shown.rows], words=words, cut=cut)

    def _row(self, record: Record) -> dict[str, Any]:
        cells = [(column.label, column.of(record)) for column in self.master.columns]
        return {"url": self.master.row_url(record), "first": cells[0], "rest": cells[1:]}

    def get_title(self) -> str:
        """Return the master's title."""
        return self.master.title

    def parents(self) -> Crumbs:
        """Stand directly below the home page."""
        return []

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the address of the create page for editors."""
        return super().context(**{"create_url": self.master.url("create") if self.may_edit else "", **more})


class MasterCreate(MasterMixin, CreateView):
    """A new record."""

    template_name = "lifecycle/master_form.html"
    submit_label = "登録する"
    done_message = "登録しました。"

    def allow(self) -> None:
        """Exist for editors only."""
        super().allow()
        if not self.may_edit:
            raise Http404

    def make_form(self) -> forms.BaseForm:
        """Return the master's form, bound on POST."""
        return self.master.form_class(**self.form_arguments())

    def act(self, form: Any) -> Record:
        """Create the record."""
        self.model = self.master.model
        return super().act(form)

    def get_title(self) -> str:
        """Return what is entered."""
        return self.master.create_label or f"{self.master.model._meta.verbose_name}の登録"

    def success_url(self, done: Any) -> str:
        """Go on at the record."""
        return self.master.row_url(done)


class MasterEdit(MasterMixin, EditView):
    """One record with its history; readers see it, editors change it."""

    template_name = "lifecycle/master_form.html"
    done_message = "保存しました。"

    def get_queryset(self) -> QuerySet[Any]:
        """Return all records: readers may see each."""
        return self.master.queryset()

    def load(self) -> None:
        """Fetch the record; only editors post."""
        super().load()
        if self.request.method == "POST" and not self.may_edit:
            raise Http404

    def make_form(self) -> forms.BaseForm:
        """Return the master's form, locked for readers."""
        form = self.master.form_class(**self.form_arguments())
        for field in form.fields.values():
            field.disabled = field.disabled or not self.may_edit
        return form

    def get_title(self) -> str:
        """Return the record's name."""
        return str(self.record)

    def context(self, **more: Any) -> dict[str, Any]:
        """Add the history."""
        return super().context(**{"history": timeline(self.record), **more})

    def success_url(self, done: Any) -> str:
        """Stay on the record."""
        return self.master.row_url(done)


def master_urls(
    master: Master, *, create: type[MasterCreate] = MasterCreate, edit: type[MasterEdit] = MasterEdit
) -> list[URLPattern]:
    """Return the addresses of a master's three screens: `<slug>s/`, `<slug>s/new/`, `<slug>s/<pk>/`."""
    base = f"{master.slug.replace('_', '-')}s/"
    return [
        path(base, MasterList.as_view(master=master), name=f"{master.slug}_list"),
        path(f"{base}new/", create.as_view(master=master), name=f"{master.slug}_create"),
        path(f"{base}<int:pk>/", edit.as_view(master=master), name=f"{master.slug}_edit"),
    ]
