"""What every page's shell needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kernel import languages


def shell(request: HttpRequest) -> dict[str, Any]:
    """Direction, languages, demo mode."""
    return {
        "direction": languages.direction(),
        "language": languages.current(),
        "languages": languages.codes(),
        "demo": settings.DEMO,
        "actor": getattr(request, "actor", None),
    }
