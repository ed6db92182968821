"""Answers the public side before session and person are read: there is nobody to know, and no cookie to set."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from publications.public.pages import missing
from publications.public.site import PUBLIC, SERVED

Answer = Callable[[HttpRequest], HttpResponse]


class PublicMiddleware:
    """Call the view of an address below `/public/` directly; what is not there answers 404 in the public frame."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PUBLIC):
            return self.get_response(request)
        request.get_host()  # refuses foreign names, as CommonMiddleware does for all other addresses
        try:
            match = resolve(request.path_info)
            request.resolver_match = match
            answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except Http404:
            return HttpResponse(missing(SERVED), status=HTTPStatus.NOT_FOUND)
        return answer
