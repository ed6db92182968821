"""The public pages as HTML: the same for the application and for exported files, which differ in their addresses only.

Rendered without a request: nothing of a session, a person or a form's token can come in.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.template.loader import get_template

from core.staff.offices import Office, office_label
from core.ui.icons import icon
from publications.public import listing, warned
from publications.public.answering import Answer
from publications.public.listing import Listed, Wanted
from publications.public.showing import Entry, notices_of, policies_of
from publications.public.site import Site, city
from publications.public.words import said

LEAD = "市が運用しているソーシャルメディアの一覧です。"
Names = Sequence[tuple[str, str]]


def _rendered(name: str, site: Site, title: str, **more: Any) -> str:
    frame = {
        "title": title,
        "city": city(),
        "demo": settings.DEMONSTRATION_SIGN_IN,
        "contact": office_label(Office.PR_SECTION_HEAD),
        "icon": site.asset("icon.svg"),
        "tokens": site.asset("tokens.css"),
        "look": site.asset("app.css"),
        "home": site.home,
        "warnings_url": site.warnings,
        "sections_url": site.sections,
        "csv_url": site.data("accounts.csv"),
        "json_url": site.data("accounts.json"),
        "openapi_url": site.data("openapi.json"),
        "static": site.is_static,
        "mark": icon("stop", "verdict__mark"),
    }
    return get_template(f"publications/public/{name}.html").render(frame | more)


def home(
    site: Site, page: Listed, wanted: Wanted, services: Names, *, rows: str, neighbours: tuple[str, str], **more: Any
) -> str:
    """Return the list, with question, answer and warnings above it on its first page.

    Args:
        rows: the rows of the page as HTML.
        neighbours: addresses of the page before and after, empty where there is none.
        more: what `question` gives, `updated`, `is_first`.
    """
    named = dict(services)
    narrowing = [named.get(wanted.service, ""), *(_section_name(wanted, page) if wanted.section else [])]
    words = "、".join(filter(None, narrowing))
    return _rendered(
        "home",
        site,
        f"{city()}の公式アカウント",
        lead=LEAD,
        list_title=f"公式アカウントの一覧({words})" if words else "公式アカウントの一覧",
        services=services,
        service=wanted.service,
        wanted=wanted,
        segments=[(f"{site.listed('service', code)}#list", name, code == wanted.service) for code, name in services],
        rows=rows,
        previous=neighbours[0],
        following=neighbours[1],
        **more,
    )


def _section_name(wanted: Wanted, page: Listed) -> list[str]:
    return [page.entries[0].section] if page.entries else []


def neighbours_of(site: Site, page: Listed, wanted: Wanted) -> tuple[str, str]:
    """Return the addresses of the pages before and after, as the application serves them."""
    query = f"{wanted.query}&" if wanted.query else ""
    given = [f"{site.home}?{query}{urlencode({'cursor': c})}#list" if c else "" for c in (page.previous, page.next)]
    return given[0], given[1]


def answered(site: Site, answer: Answer) -> dict[str, Any]:
    """Return what the page shows of an answer."""
    found = said(answer)
    links = [(label, site.entry(pk)) for label, pk in found.links]
    verdict_mark = icon("info" if found.tone == "draft" else found.tone, "verdict__mark")
    return {"said": found, "links": links, "who": answer.asked.text, "verdict_mark": verdict_mark}


def entry(site: Site, one: Entry) -> str:
    """Return the page of one account: what 4-4-(2) publishes, the policy in force, the warnings about it."""
    return next(page for _, page in entries(site, [one]))


def entries(site: Site, some: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Yield the pages of some accounts; what stands on them is read for all at once."""
    keys = [one.pk for one in some]
    policies, resembling, told = policies_of(keys), warned.newest_of(site, keys), notices_of(keys)
    for one in some:
        page = _rendered(
            "entry",
            site,
            one.name,
            entry=one,
            policy=policies.get(one.pk, []),
            notices=told.get(one.pk, []),
            section_url=site.listed("section", one.section_pk),
            warnings=resembling.get(one.pk, []),
        )
        yield one, page


def warnings(site: Site, found: Sequence[warned.Warned], following: str = "") -> str:
    """Return one page of all warnings."""
    return _rendered("warnings", site, "にせのアカウントへの注意", warnings=found, following=following)


def sections(site: Site, on: date) -> str:
    """Return the list of sections that have accounts."""
    found = [(f"{site.listed('section', pk)}#list", name, number) for pk, name, number in listing.sections(on)]
    return _rendered("sections", site, "部署から探す", sections=found)


def missing(site: Site) -> str:
    """Return the page for what is not there or not public."""
    return _rendered("missing", site, "見つかりません")
