"""What every page's shell needs."""

from dataclasses import fields
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kernel import languages
from portal import shell as shells


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
    }
    if actor is None:
        return words
    made: list[shells.Shell] = []

    def part(name: str) -> Any:
        if not made:
            initiative = getattr(request, "initiative", None)
            made.append(shells.build(actor, request.user, initiative, request.path))
        return getattr(made[0], name)

    lazy = {field.name: SimpleLazyObject(lambda name=field.name: part(name)) for field in fields(shells.Shell)}
    return {**lazy, **words}
