"""A hundred thousand letters in each field of each form and body: a sentence, or a stored text within its limit.

One field at a time, the others hold what they may. The letters have no pattern, so that no index of PostgreSQL can make
them short; the walk is done on both databases, since SQLite holds no text to its length. No field takes seconds either.
"""

import random
import re
import string
import time

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from drf_spectacular.generators import SchemaGenerator
from rest_framework.response import Response

from tests.matrix.addresses import PARAMETER, all_addresses
from tests.matrix.forms import WORD, forms_of
from tests.matrix.objects import Filler
from tests.matrix.snapshot import demo_world
from tests.matrix.visitor import quick
from tests.matrix.walk import is_walked, outcome, path_of
from tests.matrix.world import own, visitors

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LONG = "".join(random.Random(7).choices(string.ascii_lowercase, k=100_000))
MOST_SECONDS = 2  # of the processor; what grows with the square of a text takes minutes
WRITERS = ("director", "lead", "treasurer", "funder", "chair", "admin", "data", "signatory", "anonymous")


def faults(answer, seconds):
    """What is wrong with an answer to a long text."""
    if answer.status_code >= 500:
        yield f"status {answer.status_code}"
    if seconds > MOST_SECONDS:
        yield f"{seconds:.0f} seconds"
    told = answer.get("Content-Type", "").partition(";")[0]
    if answer.status_code in {400, 409, 422} and told == "application/json":
        if not str(answer.data["detail"]).rstrip("\u2069").endswith("."):
            yield f"no sentence: {answer.data['detail']}"
    elif answer.status_code in {400, 409, 422} and not re.search(
        rb'class="(field__error|errors|callout|oops)', answer.content
    ):
        yield f"status {answer.status_code} without a sentence"


def sent(visitor, method, path, body):
    """The faults of one order. Once more where it took long: only what is slow twice is slow."""
    for _again in range(2):
        cache.clear()
        begun = time.process_time()
        answer = visitor.ask(method, path, body)
        if (seconds := time.process_time() - begun) < MOST_SECONDS:
            break
    return list(faults(answer, seconds))


def each_long(fields):
    """The body once for each field, with that one long."""
    for name in fields:
        yield name, {**fields, name: [LONG] if isinstance(fields[name], list) else LONG}


def name_of(path):
    """The name of an address."""
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return path


def page_forms(cast, every=1):
    """(visitor, method, path, fields) of every form that a page shows, each kind once."""
    filler, known = Filler(own()), set()
    pages = [one for one in filter(is_walked, all_addresses()) if not one.is_api and "get" in one.methods]
    for address in pages[::every]:
        path = path_of(address, filler.arguments(address))
        for visitor in cast.values():
            answer = visitor.ask("get", path)
            if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
                continue
            body = answer.streamed if answer.streaming else answer.content
            for method, action, fields in forms_of(body.decode()):
                kind = (method, name_of(action or path), *sorted(re.sub(r"[\d:|].*", "", one) for one in fields))
                if kind not in known:
                    known.add(kind)
                    yield visitor, method, action or path, fields


def sample(schema, components):
    """Something that a field of a body may hold."""
    while "$ref" in schema or "allOf" in schema:
        schema = components[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema["allOf"][0]
    if "enum" in schema:
        return schema["enum"][0]
    kind, shape = schema.get("type", "string"), schema.get("format", "")
    if kind == "array":
        return [sample(schema["items"], components)]
    if kind == "object":
        return {name: sample(one, components) for name, one in schema.get("properties", {}).items()}
    days = {"date": "2027-03-01", "date-time": "2027-03-01T10:00:00Z", "email": "somebody@example.org"}
    return {"integer": 1, "number": 1, "boolean": False}.get(kind, days.get(shape, WORD))


def bodies():
    """(address, method, fields) of everything that a program may order with a body."""
    told = SchemaGenerator().get_schema(request=None, public=True)
    components = told["components"]["schemas"]
    for address in filter(is_walked, all_addresses()):
        path = "/" + PARAMETER.sub(r"{\g<name>}", address.route)
        for method, operation in told["paths"].get(path, {}).items() if address.is_api else ():
            content = (
                operation.get("requestBody", {}).get("content", {}).get("application/json")
                if isinstance(operation, dict)
                else None
            )
            if content:
                yield address, method, sample(content["schema"], components)


def api_faults(cast, every=1):
    """What is wrong with the answers to programs, and how many there were."""
    filler, wrong, seen = Filler(own()), [], 0
    for address, method, fields in list(bodies())[::every]:
        path = path_of(address, filler.arguments(address))
        may = (who for who in cast.values() if outcome(who.ask(method, path)) in {"fill in", "ok", "go"})
        if (visitor := next(may, None)) is None:
            continue
        inner = [(name, one[0]) for name, one in fields.items() if isinstance(one, list) and isinstance(one[0], dict)]
        orders = [*each_long(fields)]
        orders += [(f"{name}.{key}", {**fields, name: [row]}) for name, one in inner for key, row in each_long(one)]
        for name, body in orders:
            seen += 1
            wrong += [f"{method} {path} {name}: {fault}" for fault in sent(visitor, method, path, body)]
    return wrong, seen


def page_faults(cast, every=1):
    """What is wrong with the answers to people, and how many there were."""
    wrong, seen = [], 0
    for visitor, method, path, fields in list(page_forms(cast, every)):
        for name, body in each_long(fields):
            seen += 1
            wrong += [f"{method} {path} {name}: {fault}" for fault in sent(visitor, method, path, body)]
    return wrong, seen


@pytest.mark.sample
def test_no_field_of_a_few_forms_and_bodies_chokes_on_a_long_text(run_folder):
    with demo_world(run_folder), quick(renders=True):
        director = {"director": visitors()["director"]}
        (wrong, seen), (api_wrong, api_seen) = page_faults(director, every=20), api_faults(director, every=20)
    assert "\n".join([*wrong, *api_wrong]) == ""
    assert seen > 10 and api_seen > 2  # which ones it meets changes with every address that comes


@pytest.mark.exhaustive
def test_no_field_of_a_page_chokes_on_a_long_text(run_folder):
    with demo_world(run_folder), quick(renders=True):
        wrong, seen = page_faults({name: who for name, who in visitors().items() if name in WRITERS})
    assert "\n".join(wrong) == ""
    assert seen > 800


@pytest.mark.exhaustive
def test_no_field_of_a_body_chokes_on_a_long_text(run_folder):
    with demo_world(run_folder), quick(renders=True):
        wrong, seen = api_faults({name: who for name, who in visitors().items() if name in WRITERS})
    assert "\n".join(wrong) == ""
    assert seen > 400


def test_a_fault_slowness_and_silence_are_seen():
    assert list(faults(HttpResponse(status=500), 0)) == ["status 500"]
    assert list(faults(HttpResponse(), 9)) == ["9 seconds"]
    assert list(faults(HttpResponse("<p>No</p>", status=422), 0)) == ["status 422 without a sentence"]
    told = Response({"detail": "invalid"}, status=400, content_type="application/json")
    told["Content-Type"] = "application/json"
    assert list(faults(told, 0)) == ["no sentence: invalid"]


def test_forms_are_read_as_a_browser_sends_them():
    page = """<form method="post" action="/a/"><input type="hidden" name="once" value="k"><input name="title">
        <input type="number" name="n" value="3"><input type="checkbox" name="c"><input type="radio" name="r" value="1">
        <input type="radio" name="r" value="2" checked><select name="s"><option value="">-</option><option value="x">x
        </option></select><textarea name="t">  </textarea><button name="act" value="go"></button></form>
        <form action="/b/"><input type="search" name="q"><input type="file" name="f"></form>"""
    sent = {"once": "k", "title": WORD, "n": "3", "r": "2", "s": "x", "t": WORD, "act": "go"}
    assert forms_of(page) == [("post", "/a/", sent), ("get", "/b/", {"q": WORD})]
