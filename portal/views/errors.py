"""The pages of refusals that come before any view."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its token: the session ended or the page was old."""
    sentence = _("This page was open too long. Go back, reload it and send again: what you typed is still in the form.")
    return render(request, "403.html", {"sentence": sentence, "code": "csrf"}, status=403)
