"""What is checked for whoever is signed in: how long a session lasts, the second factor of staff, the time zone."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel import clock, languages
from kernel.actor import Actor

Handler = Callable[[HttpRequest], HttpResponse]
# The session is written at most this often for the sake of the clock alone.
STEP_SECONDS = 300
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def is_staff(request: HttpRequest) -> bool:
    """Whether the person's acts weigh more than others': backbone staff and administrators."""
    return bool(request.actor.keys(*settings.STAFF_GRANTS))  # type: ignore[attr-defined]


class SessionLimitsMiddleware:
    """Ends the session of staff after two idle hours or twelve hours in all. Others keep theirs for 14 days."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self.check(request)
        return self.get_response(request)

    def check(self, request: HttpRequest) -> None:
        """Start, move or end the session's clock."""
        now = int(clock.now().timestamp())
        seen, began = request.session.get("seen_at"), request.session.get("began_at")
        if seen is None or began is None:
            request.session["seen_at"] = request.session["began_at"] = now
            return
        late = now - seen > settings.STAFF_IDLE_SECONDS or now - began > settings.STAFF_SESSION_SECONDS
        if late and is_staff(request):
            logout(request)
            request.actor = Actor.public(languages.current())  # type: ignore[attr-defined]
            messages.info(request, _("The session has ended because it was idle or long. Sign in again to go on."))
        elif now - seen > STEP_SECONDS:
            request.session["seen_at"] = now


class SecondFactorMiddleware:
    """Where it is required, staff without a second factor may only add one. It holds for every way of signing in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send staff without a factor to the page where one is added."""
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        if _always_open(request, view) or not is_staff(request) or is_mfa_enabled(request.user, FACTORS):
            return None
        sentence = _("Your role needs a second factor: add an authenticator app or a passkey to go on.")
        if request.path.startswith("/api/"):
            return JsonResponse({"code": "second_factor", "detail": sentence}, status=403)
        messages.warning(request, sentence)
        return HttpResponseRedirect(reverse("accounts:security"))


def _always_open(request: HttpRequest, view: Any) -> bool:
    if view.__module__.startswith("allauth."):
        return True
    return bool(getattr(getattr(view, "view_class", None), "without_second_factor", False))


class TimeZoneMiddleware:
    """The page is made in the person's time zone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        try:
            zone = ZoneInfo(request.user.time_zone)  # type: ignore[union-attr]
        except (ZoneInfoNotFoundError, ValueError):
            zone = clock.HOME
        with timezone.override(zone):
            return self.get_response(request)
