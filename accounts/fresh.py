"""Acts that want a fresh sign-in: a password, a passkey or a second factor within the last five minutes.

Whoever signed in longer ago proves it once more and the act goes on by itself; whoever has only codes by mail signs in
anew. A stolen session cannot make itself a token, take a person's data along or name an administrator.
"""

from typing import Any

from allauth.account import app_settings
from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel import clock
from kernel.errors import Refused


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session's person proved who it is a short while ago."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    last = max((float(record.get("at", 0)) for record in records), default=0.0)
    return clock.now().timestamp() - last < app_settings.REAUTHENTICATION_TIMEOUT


def require_fresh(request: HttpRequest) -> None:
    """For the API: refuse a session that is not fresh, with what to do."""
    if not is_fresh(request):
        raise Refused(_("Sign in again first: this wants a sign-in of the last five minutes."), "not_fresh")


class FreshSignIn:
    """A page whose acts (POST) want a fresh sign-in; put it first among the bases."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go on, or prove it first: the library keeps what was sent and goes on with it afterwards."""
        if request.method != "POST" or not request.user.is_authenticated or is_fresh(request):
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]
        if reauthentication.get_reauthentication_flows(request.user):
            raise ReauthenticationRequired()
        back = request.get_full_path()
        logout(request)
        messages.info(request, _("Sign in again first: this wants a sign-in of the last five minutes."))
        return redirect_to_login(back, reverse("account_login"))
