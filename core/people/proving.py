"""Asking again who is at the screen before an act that decides or gives authority (ADR 0020).

The act itself asks (`core.lifecycle.proof`): here the question becomes a page that carries what was posted, and the
answer to it lets the same post go on. No view knows of either.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.lifecycle.actor import SYSTEM
from core.lifecycle.errors import ProofNeeded
from core.lifecycle.proof import proved
from core.lifecycle.requests import acting_request, posted_text
from core.people import sessions
from core.people.entering import prove_again
from core.people.middleware import has_entered
from core.people.trying import WRONG, Refusal, try_password
from core.staff.models import Person
from core.ui.typed import typed_texts

MARK, PASSWORD = "proof", "proof_password"  # names of fields
OWN_FIELDS = frozenset({MARK, PASSWORD, "csrfmiddlewaretoken"})
FILES = "files"
"""What the mark says when the post it answers had attachments, which no page can carry."""


class ProvingMiddleware:
    """Let acts know how old the proof is; ask where one of them needs a newer one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.sensitive_post_parameters = [PASSWORD]  # type: ignore[attr-defined]  # read by Django's error reports
        person = isinstance(request.user, Person)
        with proved(sessions.proved_at(request.session) if person else None):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Take the answer to the question, and let the post go on as it was first sent."""
        if request.method != "POST" or MARK not in request.POST or not isinstance(request.user, Person):
            return None
        if refusal := refusal_of(request, request.user):
            return proof_page(request, refusal)
        if request.POST[MARK] == FILES:
            return render(request, "people/proof_files.html", {"typed": typed_texts(request)}, status=403)
        request.POST = without_proof(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Ask; the act has recorded nothing."""
        return proof_page(request) if isinstance(exception, ProofNeeded) else None


def refusal_of(request: HttpRequest, person: Person) -> Refusal | None:
    """Take the answer; None when the person is proved: by the password, in the demonstration by the click."""
    acting = acting_request(request)
    if not has_entered(request):
        tried = try_password(request, person.staff_number, posted_text(request, PASSWORD), wrong=WRONG, again=True)
        if isinstance(tried, Refusal):
            return tried
    prove_again(request, acting.actor or SYSTEM, acting.at)
    return None


def proof_page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    """Ask for the password above everything that was posted; status 403, for nothing was recorded."""
    context = {
        "carried": list(carried(request)),
        "mark": FILES if request.FILES or request.POST.get(MARK) == FILES else "1",
        "clicks": has_entered(request),
        "refusal": refusal,
        "typed": typed_texts(request),
        "act": act_words(request),
    }
    return render(request, "people/proof.html", context, status=403)


def act_words(request: HttpRequest) -> str:
    """Name the act that was posted, as the page it was posted to calls it; empty where that says nothing."""
    match = request.resolver_match
    answers: Any = match.func if match is not None else None
    if match is None or not hasattr(getattr(answers, "view_class", None), "posted_act"):
        return ""
    view = answers.view_class(**answers.view_initkwargs)
    view.setup(request, *match.args, **match.kwargs)
    return str(view.posted_act())


def carried(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield names and values of the post, in its order, but for the answer itself."""
    for name, values in request.POST.lists():
        if name not in OWN_FIELDS:
            yield from ((name, str(value)) for value in values)


def without_proof(request: HttpRequest) -> Any:
    """Return the post as it was first sent: nothing below reads the password."""
    post = request.POST.copy()
    for name in (MARK, PASSWORD):
        post.pop(name, None)
    return post
