"""The only map of the site: pages under a language, the API, health.

Each floor offers some of these modules, each a list `urlpatterns`:
  urls.py       pages inside an initiative   /<language>/<initiative>/…      namespace <floor>
  urls_top.py   pages of no initiative       /<language>/…                   the same namespace
  urls_root.py  addresses without a language /…                              no namespace
  urls_plain.py (accounts) pages under a language whose names a library fixes  no namespace
  api/urls.py, api/urls_root.py              /api/v1/initiatives/<initiative>/… and /api/v1/…   namespace <floor>_api
An initiative's address is no first word of the portal's own, here and in the rule of its slug.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import SlugConverter

from initiative.validation import RESERVED

Patterns = list[URLPattern | URLResolver]


class InitiativeConverter(SlugConverter):
    """A slug that is not a first word of the portal's own addresses."""

    regex = rf"(?!(?:{'|'.join(word.replace('.', '[.]') for word in RESERVED)})(?:/|$))[-a-zA-Z0-9_]+"


register_converter(InitiativeConverter, "initiative")


def _patterns(module: str) -> Patterns:
    """The list of a module, or nothing where the floor has no such module."""
    try:
        there = find_spec(module) is not None
    except ModuleNotFoundError:  # the package before the last dot is not there either
        there = False
    return list(import_module(module).urlpatterns) if there else []


def _floor(floor: str, api: bool = False) -> Patterns:
    """The addresses of one floor under its namespace: those of no initiative first."""
    top = _patterns(f"{floor}.api.urls_root" if api else f"{floor}.urls_top")
    inside = _patterns(f"{floor}.api.urls" if api else f"{floor}.urls")
    prefix = "initiatives/<initiative:initiative>/" if api else "<initiative:initiative>/"
    both: Patterns = [*top, *([path(prefix, include(inside))] if inside else [])]
    return [path("", include((both, f"{floor}_api" if api else floor)))] if both else []


def _floors(make: Any, **kwargs: Any) -> Patterns:
    return [pattern for floor in settings.FIRST_PARTY_APPS for pattern in make(floor, **kwargs)]


# allauth's pages stand under account/; ours of the same name come after them, and the last of a name is the one used.
urlpatterns = [
    *_floors(lambda floor: _patterns(f"{floor}.urls_root")),
    path("api/v1/", include(_floors(_floor, api=True))),
    *i18n_patterns(*_patterns("accounts.urls_plain"), *_floors(_floor)),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.page_not_found"
handler500 = "portal.views.errors.server_error"
