"""The pages of refusals that come before any view, and of faults. Each holds a sentence, a way on and the request's id.

They lean on as little as can be: a page about a fallen database must not ask the database.
"""

import errno
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import gettext as _

from accounts.middleware import to_sign_in_and_back
from kernel.middleware import request_id


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its token: the page was old, or the session ended; then to the sign-in and back."""
    user = getattr(request, "user", None)
    if user is not None and not user.is_authenticated and request.headers.get("Referer") and not _is_entrance(request):
        return to_sign_in_and_back(request)
    sentence = _("This page was open too long. Go back, reload it and send again: what you typed is still in the form.")
    words = {"heading": _("The form was not sent"), "sentence": sentence, "code": "csrf"}
    return render(request, "403.html", words, status=403)


def _is_entrance(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or not getattr(match.func, "login_required", True)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read. Without the request: its host name may be the very thing that is wrong."""
    return _alone("400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A refusal that carries no sentence of ours."""
    return render(request, "403.html", _context(), status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same page for an address of others and for one that was never there; to a program its JSON."""
    if request.path.startswith("/api/"):
        detail = _("There is nothing at this address that you may see.")
        return JsonResponse({"code": "not_found", "detail": detail}, status=404)
    return render(request, "404.html", _context(), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours; a full disk is told as such. To a program its JSON."""
    is_full = _is_full(sys.exception())
    if request.path.startswith("/api/"):
        said = (
            _("The portal has no room left for what you sent.") if is_full else _("Something went wrong on our side.")
        )
        return JsonResponse({"code": "no_room" if is_full else "fault", "detail": said}, status=507 if is_full else 500)
    return _alone("500.html", 507 if is_full else 500, is_full=is_full)


def _is_full(error: BaseException | None) -> bool:
    """Whether a disk was full at the bottom of it: one of files, of PostgreSQL (class 53100) or of SQLite."""
    while error is not None:
        if getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT} or getattr(error, "pgcode", "") == "53100":
            return True
        if getattr(error, "sqlite_errorname", "") == "SQLITE_FULL":
            return True
        error = error.__cause__ or error.__context__
    return False


def _context() -> dict[str, Any]:
    return {"request_id": request_id.get(), "home_url": "/"}


def _alone(template: str, status: int, **more: Any) -> HttpResponse:
    try:
        page = get_template(template).render(_context() | more)
    except TemplateDoesNotExist:
        page = f"{status}: {_('Something went wrong on our side')} ({request_id.get()})"
    return HttpResponse(page, status=status)
