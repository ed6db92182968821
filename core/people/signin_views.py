"""Sign-in and sign-out, and the choice of the office one acts in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from core.lifecycle.errors import Denied
from core.lifecycle.requests import acting_request
from core.lifecycle.views import ActingMixin
from core.people.demonstration import people_by_office
from core.people.entering import note_failure, sign_in, sign_out
from core.people.middleware import CAPACITY
from core.people.redirects import home_url, safe_next
from core.people.signin_forms import SignInForm
from core.staff.models import Appointment, Person

WRONG = (
    "職員番号またはパスワードが違います。入力し直してください。続けて入れないときは、システム管理者に連絡してください。"
)


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignIn(View):
    """Staff number and password; an unknown person and a wrong password get the same answer."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, and in the demonstration the people."""
        if request.user.is_authenticated:
            return HttpResponseRedirect(safe_next(request))
        return self._page(SignInForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign in and lead on."""
        form = SignInForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        person = authenticate(request, **form.cleaned_data)
        at = acting_request(request).at
        if person is None:
            note_failure(form.cleaned_data["staff_number"], at)
            form.add_error(None, WRONG)
            return self._page(form)
        sign_in(request, person, at)
        return HttpResponseRedirect(safe_next(request))

    def _page(self, form: SignInForm) -> HttpResponse:
        on = acting_request(self.request).on
        wanted = self.request.POST.get("next") or self.request.GET.get("next") or ""
        offices = people_by_office(on) if settings.DEMONSTRATION_SIGN_IN else []
        context = {"form": form, "offices": offices, "on": on, "next": wanted}
        return render(self.request, "people/signin.html", context | {"demo": settings.DEMONSTRATION_SIGN_IN})


class Enter(View):
    """Enter as a person of the demonstration; does not exist elsewhere."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer 404 to every method outside the demonstration."""
        if not settings.DEMONSTRATION_SIGN_IN:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter as a person who holds an office today."""
        acting = acting_request(request)
        person = get_object_or_404(Person, pk=pk, is_active=True)
        if not Appointment.objects.in_force_on(acting.on).filter(person=person).exists():
            raise Http404
        sign_in(request, person, acting.at, demonstration=True)
        return HttpResponseRedirect(safe_next(request))


class SignOut(View):
    """End the session; by POST only, so that no link can do it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign out and lead to the sign-in page."""
        sign_out(request, acting_request(request).at)
        messages.info(request, "サインアウトしました。")
        return HttpResponseRedirect(reverse("people:signin"))


class ChooseCapacity(ActingMixin):
    """Choose the office to act in until the end of the session."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the choice in the session.

        Raises:
            Denied: the capacity is not the person's today.
        """
        key = request.POST.get("capacity", "")
        capacity = next((c for c in acting_request(request).capacities if c.key == key), None)
        if capacity is None:
            raise Denied("その職は、いま選べません。", way="画面右上の名前を押し、並んでいる職から選び直してください。")
        request.session[CAPACITY] = key
        messages.info(request, f"「{capacity.label}」として仕事をします。", extra_tags="quiet")
        return HttpResponseRedirect(safe_next(request) if request.POST.get("next") else home_url())
