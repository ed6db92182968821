"""The page of an account on the city homepage, written from the registry and the policy (4-4-(1), 4-4-(2)).

A fragment without classes, styles or scripts, for whatever editor of web pages the city uses; and a whole page.
"""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from accounts.models import Account
from policies.models import MediaPolicy
from policies.presentation import item_rows


@dataclass(frozen=True)
class Line:
    """One line of the page; `url` where the value is a link to itself."""

    name: str
    value: str
    url: str = ""


def heading(account: Account) -> str:
    """Return the heading of an account's page."""
    return f"{account.platform.name}公式アカウント「{account.name}」"


def account_lines(account: Account) -> list[Line]:
    """Return service, names, URL in full and who operates the account."""
    common = [Line("通称", account.common_name)] if account.common_name else []
    return [
        Line("ソーシャルメディアの種類", account.platform.name),
        Line("アカウント名", account.name),
        *common,
        Line("URL", account.url, account.url if account.url.startswith(("https://", "http://")) else ""),
        Line("運用する部署", account.section.name),
    ]


def policy_lines(policy: MediaPolicy | None) -> list[Line]:
    """Return the items of a policy in the guideline's order, with the choice about replies."""
    return [Line(name, str(value)) for name, value in item_rows(policy)] if policy else []


def fragment(account: Account, policy: MediaPolicy | None) -> str:
    """Return what is pasted into the city's editor of web pages: HTML without anything of ours."""
    return render_to_string("publications/text/fragment.html", _context(account, policy)).strip()


def whole_page(account: Account, policy: MediaPolicy | None) -> str:
    """Return the same as a page that stands by itself."""
    context = _context(account, policy) | {"fragment": fragment(account, policy)}
    return render_to_string("publications/text/page.html", context)


def _context(account: Account, policy: MediaPolicy | None) -> dict[str, Any]:
    return {
        "heading": heading(account),
        "account_lines": account_lines(account),
        "policy_lines": policy_lines(policy),
    }
