"""Request id, the actor of the request, and refusals turned into pages."""

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from kernel import actor as actors
from kernel import languages
from kernel.errors import DomainError

Handler = Callable[[HttpRequest], HttpResponse]
# Refusals that have a page of their own; the others say their sentence on that of 400.
PAGES = (403, 429)
request_id: ContextVar[str] = ContextVar("request_id", default="-")
_good = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class RequestIdFilter(logging.Filter):
    """Puts the request's id on each log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class RequestIdMiddleware:
    """One id for a request: in the answer, the log and on the error page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        # It stays set until the thread's next request: Django logs a refusal after the middleware is done.
        request_id.set(given if _good.match(given) else uuid4().hex)
        response = self.get_response(request)
        response["X-Request-ID"] = request_id.get()
        return response


class HeadersMiddleware:
    """Two headers that Django does not set: what the page may ask of the device, and who may embed its files."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class ActorMiddleware:
    """`request.actor`: built at first use, so that a page that needs none pays nothing."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def build() -> actors.Actor:
            if request.user.is_authenticated:
                return actors.for_user(request.user.pk, language=languages.current())
            return actors.Actor.public(languages.current())

        request.actor = SimpleLazyObject(build)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        return response


class ErrorsMiddleware:
    """A refusal that no view caught becomes a sentence: back on the page it came from, or a page of its own.

    Whoever signs in again after pressing a button comes to the button's address by GET, and reads where to press it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a DomainError; leave all else to Django."""
        if not isinstance(exception, DomainError):
            return None
        back = getattr(request, "refusal_url", None)
        answer: HttpResponse
        if request.method == "POST" and back:
            messages.error(request, str(exception.sentence))
            answer = HttpResponseRedirect(back)
        else:
            context: dict[str, Any] = {"sentence": exception.sentence, "code": exception.code}
            template = f"{exception.status}.html" if exception.status in PAGES else "400.html"
            answer = render(request, template, context, status=exception.status)
            for name, value in exception.headers.items():
                answer[name] = value
        answer["X-Refusal"] = exception.code
        return answer
