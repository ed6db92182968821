"""The floor: what any page that shows fifty rows to a person who is signed in costs at the least (ADR 0028).

It loads session and person, reads fifty rows with one raw keyset query and formats a page of as many bytes as asked
for. Nothing else: no authority, no templates, no navigation.
"""

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

FLOOR = "/bench/floor"
ROWS = """
SELECT account.id, account.name, account.common_name, account.handle, account.state, unit.name
FROM accounts_account account JOIN staff_unit unit ON unit.id = account.section_id
WHERE account.id < %s ORDER BY account.id DESC LIMIT 50
"""
BEYOND = 2**62


def floor(request: HttpRequest) -> HttpResponse:
    """Answer with fifty rows in a page of `bytes` bytes, from below the key `before` on."""
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [int(request.GET.get("before", BEYOND))])
        lines = [f"<tr><td>{'</td><td>'.join(map(str, row))}</td></tr>" for row in cursor.fetchall()]
    page = f"<!doctype html><title>{request.user}</title><table>{''.join(lines)}</table>"
    return HttpResponse(page.encode().ljust(int(request.GET.get("bytes", 0))))
