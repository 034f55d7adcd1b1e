"""What is checked for whoever is signed in: how long a session lasts, the second factor of staff, the time zone."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.selectors import sessions
from kernel import clock, languages
from kernel.actor import Actor

Handler = Callable[[HttpRequest], HttpResponse]
# The session is written at most this often for the sake of the clock alone.
STEP_SECONDS = 300
# `<last seen>-<end>`, for session.js; it opens nothing.
ENDS_COOKIE = "session_ends"
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
        response = self.get_response(request)
        if request.user.is_authenticated and request.session.get("began_at"):
            self.tell(request, response)
        return response

    def tell(self, request: HttpRequest, response: HttpResponse) -> None:
        """A cookie for the page's warning: any tab that moves the session's end moves it for all of them."""
        seen, ends = request.session["seen_at"], request.COOKIES.get(ENDS_COOKIE, "")
        if ends.startswith(f"{seen}-"):
            return
        left = sessions.seconds_left(request.session, is_staff(request))
        value = f"{seen}-{int(clock.now().timestamp()) + left}"
        response.set_cookie(ENDS_COOKIE, value, max_age=left, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)

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


class SignInMiddleware(LoginRequiredMiddleware):
    """Whoever is not signed in is led to the sign-in and back to where a form stood, so that what was typed returns.

    What a script sent (a saved cell, a swapped part) is answered by a 401 with a sentence: its page is still open.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        """A way back to the page, or the sentence."""
        if by_script(request):
            sentence = _("The session has ended. Sign in again in another tab; what was typed here stays.")
            return JsonResponse({"code": "not_signed_in", "detail": sentence}, status=401)
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return super().handle_no_permission(request, view_func)  # type: ignore[no-any-return]
        return to_sign_in_and_back(request)


def by_script(request: HttpRequest) -> bool:
    """Whether a script waits for the answer, not a person."""
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        return True
    return request.headers.get("Accept", "").startswith("application/json")


def to_sign_in_and_back(request: HttpRequest) -> HttpResponse:
    """To the sign-in, and from there to the page whose form was sent: an act has no page of its own."""
    # SECURITY: only a path of ours is taken from the header, never its host.
    came_from = urlsplit(request.headers.get("Referer", ""))
    back = request.get_full_path()
    if came_from.path and came_from.netloc == request.get_host():
        back = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    messages.warning(
        request, _("The session had ended, so nothing was saved. Sign in: what you typed is still there afterwards.")
    )
    return redirect_to_login(back, reverse("account_login"))


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
