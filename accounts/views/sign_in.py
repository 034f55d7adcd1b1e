"""Coming in and going out: the sign-in page, the demo's one-click roles, the sign-out."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.generic import RedirectView, View

from accounts.models import Person
from accounts.selectors import personas
from accounts.services import sign_in


class SignIn(allauth_views.LoginView):
    """Code by mail, password, passkey; in the demo its roles."""

    policy = "public"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page of allauth, with the demo's roles."""
        return {**super().get_context_data(**kwargs), "personas": personas.there()}

    def form_invalid(self, form: Any) -> HttpResponse:
        """A refused sign-in is no success to machines either."""
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@method_decorator(login_not_required, name="dispatch")
class ToSignIn(RedirectView):
    """The library's own address of the sign-in leads to ours."""

    policy = "public"
    pattern_name = "account_login"
    query_string = True


class SignOut(allauth_views.LogoutView):
    """Ends the session, and tells the browser to forget what it kept of it."""

    policy = "public"
    without_second_factor = True

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out."""
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


@method_decorator(login_not_required, name="dispatch")
class EnterAsPersona(View):
    """One click into a role of the demo; anywhere else the address is not there."""

    policy = "public"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Begin a session as that person."""
        if not settings.DEMO:
            raise Http404
        person = sign_in.demo_person(actor=request.actor, key=key)  # type: ignore[attr-defined]
        begin(request, person, "demo")
        return HttpResponseRedirect(_next(request) or f"/{get_language()}/")


def begin(request: HttpRequest, person: Person, method: str) -> None:
    """Begin a session without a form of allauth, with all that belongs to one: its record, its entry, its list."""
    adapter = get_adapter(request)
    record_authentication(request, person, method=method)
    adapter.login(request, person)
    adapter.post_login(
        request, person, email_verification="none", signal_kwargs=None, email=None, signup=False, redirect_url=None
    )


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if wanted and get_adapter(request).is_safe_url(wanted) else ""
