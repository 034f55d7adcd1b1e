"""No parameter is passed over in silence: an endpoint takes what the schema tells, and refuses all else."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from kernel.api_rules import KnownQuery
from tests.architecture import source

# The schema and its pages are the library's own, with parameters of theirs.
LIBRARY = {"Schema", "Docs"}
# Forms whose names are sectors, rows or questions of the one asked: their text tells them, the schema cannot.
OWN_NAMES = {"keys", "record", "fit"}


def endpoints(patterns=None):
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            yield from endpoints(entry.url_patterns)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "cls", None) or getattr(entry.callback, "view_class", None)
            if view is not None and ".api" in view.__module__ and view.__module__.split(".")[0] in source.FLOORS:
                yield view


def test_every_endpoint_refuses_parameters_it_does_not_know():
    found = set(endpoints())
    assert len(found) > 50
    assert {view.__name__ for view in found if not issubclass(view, KnownQuery)} == LIBRARY


@pytest.mark.django_db
def test_an_act_without_a_body_is_marked_so_that_it_refuses_one():
    from drf_spectacular.generators import EndpointEnumerator, SchemaGenerator

    generator, acts, wrong = SchemaGenerator(), 0, []
    told = generator.get_schema(request=None, public=True)["paths"]
    for path, _regex, method, callback in EndpointEnumerator().get_api_endpoints():
        view = generator.create_view(callback, method)
        if method == "GET" or not isinstance(view, KnownQuery):
            continue
        act = getattr(view, getattr(view, "action", None) or "", None)
        marked = getattr(act, "takes_no_body", False)
        acts += marked
        if getattr(view, "action", "") not in OWN_NAMES and marked is ("requestBody" in told[path][method.lower()]):
            wrong.append((path, method))
    assert not wrong and acts > 60, wrong


@pytest.mark.django_db
def test_an_endpoint_takes_what_the_schema_says_it_takes():
    from drf_spectacular.generators import EndpointEnumerator, SchemaGenerator

    generator = SchemaGenerator()
    told = generator.get_schema(request=None, public=True)["paths"]
    missing = []
    for path, _regex, method, callback in EndpointEnumerator().get_api_endpoints():
        view = generator.create_view(callback, method)
        if not isinstance(view, KnownQuery):
            continue
        operation = told.get(path, {}).get(method.lower(), {})
        asked = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}
        missing += [(path, method, name) for name in asked - set(view.known_parameters())]
    assert not missing, missing
