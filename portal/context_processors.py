"""What every page's shell needs."""

from dataclasses import fields
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.selectors import sessions
from kernel import languages
from portal import shell as shells


def _session_seconds(request: HttpRequest) -> int:
    """Until the session ends; 0 for visitors."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.is_public or not hasattr(request, "session"):
        return 0
    return sessions.seconds_left(request.session, bool(actor.keys(*settings.STAFF_GRANTS)))


def shell(request: HttpRequest) -> dict[str, Any]:
    """Direction, languages, demo mode; menu, initiatives and account, computed when the template first asks."""
    actor = getattr(request, "actor", None)
    words = {
        "direction": languages.direction(),
        "language": languages.current(),
        "languages": languages.codes(),
        "demo": settings.DEMO,
        "actor": actor,
        "footer_links": shells.footer(),
        "public_menu": SimpleLazyObject(lambda: shells.public_menu(getattr(request, "initiative", None), request.path)),
        "session_seconds": SimpleLazyObject(lambda: _session_seconds(request)),
    }
    if actor is None:
        return words
    made: list[shells.Shell] = []

    def part(name: str) -> Any:
        if not made:
            initiative = getattr(request, "initiative", None)
            read = getattr(request, "my_initiatives", None)
            made.append(shells.build(actor, request.user, initiative, request.path, read))
        return getattr(made[0], name)

    lazy = {field.name: SimpleLazyObject(lambda name=field.name: part(name)) for field in fields(shells.Shell)}  # type: ignore[misc]
    return {**lazy, **words}
