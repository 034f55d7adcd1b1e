"""The only map of the site: pages under a language, the API, health.

Order matters where an initiative's slug could be taken for a first word: the slug's rule forbids those words.
"""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path


def floor(name: str, route: str = "") -> list[URLResolver | URLPattern]:
    """The addresses of a floor's module, if it is built."""
    package, _dot, _module = name.rpartition(".")
    return [path(route, include(name))] if find_spec(package.split(".")[0]) and _there(package, name) else []


def _there(package: str, name: str) -> bool:
    try:
        return find_spec(package) is not None and find_spec(name) is not None
    except ModuleNotFoundError:
        return False


# Pages that stand inside an initiative: /<language>/<initiative>/…
INSIDE = [
    *floor("initiative.urls"),
    *floor("partners.urls"),
    *floor("working_groups.urls"),
    *floor("measurement.urls"),
    *floor("communication.urls"),
    *floor("portal.urls"),
]

# Endpoints that stand inside an initiative: /api/v1/initiatives/<initiative>/…
API_INSIDE = [
    *floor("initiative.api.urls"),
    *floor("partners.api.urls"),
    *floor("working_groups.api.urls"),
    *floor("measurement.api.urls"),
    *floor("communication.api.urls"),
    *floor("portal.api.urls"),
]

urlpatterns = [
    *floor("portal.urls_root"),  # healthz, readyz, favicon, /u/<token>
    *floor("communication.urls_root"),
    path(
        "api/v1/",
        include(
            [
                *floor("portal.api.urls_root"),  # schema, docs, root
                *floor("accounts.api.urls"),
                *floor("partners.api.urls_root"),
                *floor("initiative.api.urls_root"),
                path("initiatives/<slug:initiative>/", include(API_INSIDE)),
            ]
        ),
    ),
    *i18n_patterns(
        *floor("accounts.urls"),
        *floor("initiative.urls_top"),
        *floor("partners.urls_top"),
        *floor("communication.urls_top"),
        *floor("portal.urls_top"),
        path("<slug:initiative>/", include(INSIDE)),
    ),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.page_not_found"
handler500 = "portal.views.errors.server_error"
