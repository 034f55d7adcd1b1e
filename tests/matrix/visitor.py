"""A visitor that asks pages and endpoints as a browser does, thousands of times. Not a test.

It sends requests through all the middleware. What a test client adds for other tests (copies of every template's
context, signals) it leaves out, and it reads what a person holds once: every request is rolled back, so that the next
one meets the same world.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from functools import cache
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.http import Http404, HttpResponse
from django.template.backends.django import Template
from django.test import Client, RequestFactory, override_settings
from rest_framework.throttling import SimpleRateThrottle

from accounts.models import Person
from initiative import scope
from kernel import actor as actors
from kernel import clock
from tests.conftest import made_fresh


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


class Visitor:
    """One persona in one language, signed in without the sign-in page; None is a visitor without a sign-in.

    What a request changes is undone, unless `keeps`.
    """

    def __init__(self, person: Person | None, language: str = "he") -> None:
        self.person = person
        self.keeps = False
        self.factory = RequestFactory(headers={"accept-language": language})
        if person is not None:
            client = Client()
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            session, now = client.session, int(clock.now().timestamp())
            # Else every request would write them: at once, and again a minute on, since each write is undone.
            session.update({"seen_at": now + 6000, "began_at": now})
            session.save()
            made_fresh(client, person, age=-7200)  # a walk may take longer than a fresh sign-in lasts
            self.factory.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def ask(self, method: str, path: str, body: Any = None) -> HttpResponse:
        """The answer. A write brings an empty body unless told, which is enough to be refused."""
        kind = {"content_type": "application/json"} if path.startswith("/api/") else {}
        sent = [body or {}] if body is not None or (kind and method != "get") else []
        request: Any = getattr(self.factory, method)(path, *sent, **kind)
        request._dont_enforce_csrf_checks = True
        if self.person is not None:
            request._cached_user = copy(self.person)
        with transaction.atomic():
            response: Any = _handler().get_response(request)
            if response.streaming:
                response.streamed = b"".join(response.streaming_content)
            # the end of a request would close the connection that our transaction stands on
            request_finished.disconnect(close_old_connections)
            try:
                response.close()
            finally:
                request_finished.connect(close_old_connections)
            if not self.keeps:
                transaction.set_rollback(True)
        return response  # type: ignore[no-any-return]


@contextmanager
def quick(*, renders: bool = False) -> Iterator[None]:
    """While it lasts a session, grants and initiatives are read once, and pages are not rendered unless told."""
    read = cache(actors.for_user)
    reached: dict[tuple[Any, ...], Any] = {}
    find_initiative = scope.initiative_for

    def initiative_for(actor: Any, slug: str, reach: str = "inside") -> Any:
        key = (actor.user_id, slug, reach)
        if key not in reached:
            try:
                reached[key] = find_initiative(actor, slug, reach)
            except Http404:
                reached[key] = None
        if reached[key] is None:
            raise Http404
        return copy(reached[key])

    def for_user(user_id: int, *, language: Any = None, on: Any = None, scopes: Any = None) -> Any:
        return read(user_id, language=language, on=on, scopes=None if scopes is None else frozenset(scopes))

    load, loaded = SessionStore.load, {}

    def load_once(session: SessionStore) -> dict[str, Any]:
        if session.session_key not in loaded:
            loaded[session.session_key] = load(session)
        return deepcopy(loaded[session.session_key])

    # the matrix asks more than a person may in a minute
    patient = patch.object(SimpleRateThrottle, "allow_request", lambda self, request, view: True)
    known = patch.object(scope, "initiative_for", initiative_for)
    unhurried = override_settings(ACCOUNT_RATE_LIMITS=False)
    signed_in = patch.object(SessionStore, "load", load_once)
    with patch.object(actors, "for_user", for_user), known, patient, unhurried, signed_in:
        if renders:
            yield
        else:
            with patch.object(Template, "render", lambda self, context=None, request=None: ""):
                yield
