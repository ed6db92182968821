"""Sign-in and sign-out, and the choice of the office one acts in."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from core.lifecycle.errors import Denied
from core.lifecycle.requests import acting_request
from core.lifecycle.views import ActingMixin
from core.people import sessions
from core.people.demonstration import people_by_office
from core.people.devices import remember_device
from core.people.entering import enter, sign_in, sign_out
from core.people.middleware import CAPACITY
from core.people.redirects import home_url, safe_next
from core.people.signin_forms import SignInForm
from core.people.trying import Refusal, try_password
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
        tried = try_password(request, **form.cleaned_data, wrong=WRONG)
        if isinstance(tried, Refusal):
            return self._refused(form, tried)
        sign_in(request, tried, form.cleaned_data["password"], acting_request(request).at)
        answer = HttpResponseRedirect(safe_next(request))
        remember_device(request, answer, tried.staff_number)
        return answer

    def _refused(self, form: SignInForm, refusal: Refusal) -> HttpResponse:
        form.add_error(None, refusal.sentence)
        answer = self._page(form, waits=refusal.sentence if refusal.until else "")
        if refusal.until:
            answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
            answer["Retry-After"] = str(refusal.seconds(acting_request(self.request).at))
        return answer

    def _page(self, form: SignInForm, waits: str = "") -> HttpResponse:
        on = acting_request(self.request).on
        wanted = self.request.POST.get("next") or self.request.GET.get("next") or ""
        offices = people_by_office(on) if settings.DEMONSTRATION_SIGN_IN else []
        context = {"form": form, "offices": offices, "on": on, "next": wanted, "waits": waits}
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
        """Enter as a person who holds an office today, in the office that the button names."""
        acting = acting_request(request)
        person = get_object_or_404(Person, pk=pk, is_active=True)
        if not Appointment.objects.in_force_on(acting.on).filter(person=person).exists():
            raise Http404
        enter(request, person, acting.at, request.POST.get("office", ""))
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
    """Choose the office to act in until the end of the session, which goes on under a new key."""

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
        request.session.cycle_key()
        messages.info(request, f"「{capacity.label}」として仕事をします。", extra_tags="quiet")
        return HttpResponseRedirect(safe_next(request) if request.POST.get("next") else home_url())


class Idle(View):
    """How long the session lasts if nothing is done, for the script that warns; asking is no activity, posting is."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer the seconds left (0 when nobody is signed in), whose session it is, and a token for its forms."""
        if not isinstance(request.user, Person):
            return JsonResponse({"left": 0})
        left = sessions.seconds_left(request.session, acting_request(request).at)
        return JsonResponse({"left": left, "person": request.user.pk, "token": get_token(request)})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Go on."""
        if isinstance(request.user, Person):
            sessions.touch(request.session, acting_request(request).at)
        return self.get(request)
