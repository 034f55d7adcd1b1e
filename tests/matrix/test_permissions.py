"""The permission matrix: every address × the cast, own and foreign objects, reading and acting.

Outcomes stand in expected.json, one row an address. A page without a row fails. To record after a change of the map:
SHIDRA_RECORD=1 pytest tests/matrix/test_permissions.py; then read the difference against model.md 6.
"""

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from tests.matrix import world as worlds
from tests.matrix.addresses import MADE_UP, all_addresses

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PLACE = Path(__file__).parent / "expected.json"
RECORD = os.environ.get("SHIDRA_RECORD") == "1"
# Addresses whose object only a mail knows are walked in tests/accounts and tests/communication.
BY_TOKEN = {"token", "key"}
CIRCLES = ("director", "steering", "lead", "ministry", "applicant", "anonymous")


def path_of(address, arguments, language="he"):
    route = address.route
    for name, value in arguments.items():
        route = __import__("re").sub(rf"<(?:\w+:)?{name}>", str(value), route)
    bare = address.is_api or address.name in {"healthz", "readyz", "mail-stop"} or address.route.startswith("u/")
    return f"/{route}" if bare else f"/{language}/{route}"


def outcome(response):
    if "X-Refusal" in response:
        return f"refused:{response['X-Refusal']}"
    if response.status_code in {301, 302, 303} and "sign-in" in response["Location"]:
        return "sign in"
    if response.status_code in {403, 409} and response.headers.get("Content-Type", "").startswith("application/json"):
        return f"refused:{response.json().get('code')}"
    return {200: "ok", 301: "go", 302: "go", 303: "go", 400: "ok", 409: "ok", 422: "ok"}.get(
        response.status_code, str(response.status_code)
    )


def ask(client, method, path):
    with transaction.atomic():
        response = getattr(client, method)(path)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


def grouped(outcomes):
    found = defaultdict(list)
    for persona, what in outcomes.items():
        found[what].append(persona)
    return {what: " ".join(found[what]) for what in sorted(found)}


def walk():
    """{address: {"get" or "post": {outcome: personas}}}, and what a foreign object answered."""
    filler, twin = worlds.Filler("5x2"), worlds.Filler("volunteering")
    clients = {persona: worlds.client_of(persona) for persona in worlds.PERSONAS}
    rows, leaks, errors = {}, [], []
    for address in all_addresses():
        if BY_TOKEN & set(address.parameters) or address.name in {"healthz", "readyz"}:
            continue
        arguments = filler.arguments(address, filler.own)
        row = {}
        if arguments is None:
            row["none"] = "the demo holds no such object"
            arguments = dict.fromkeys(address.parameters, MADE_UP)
            if "initiative" in arguments:
                arguments["initiative"] = "5x2"
        path = path_of(address, arguments)
        method = "post" if address.is_act else "get"
        outcomes = {}
        for persona, client in asking(address, clients).items():
            outcomes[persona] = outcome(ask(client, method, path))
            if outcomes[persona].startswith("5"):
                errors.append(f"{persona} {method} {path}")
        row[method] = grouped(outcomes)
        rows[f"{address.name} {address.route}"] = row
        leaks += foreign(address, filler, twin, clients, arguments, method)
    return rows, leaks, errors


def asking(address, clients):
    """Everybody; of histories and endpoints, which ask the same policies as their pages, one of each circle."""
    if address.is_api or address.route.endswith("/history/"):
        return {persona: clients[persona] for persona in CIRCLES}
    return clients


def foreign(address, filler, twin, clients, arguments, method):
    """An object of another initiative under this one's address must answer as a made-up one does."""
    if "initiative" not in address.parameters or len(address.parameters) < 2:
        return []
    strange = twin.arguments(address, twin.own)
    if strange is None:
        return []
    strange["initiative"] = "5x2"
    last = address.parameters[-1]
    if strange[last] == arguments.get(last) or last in {"number", "version"}:
        return []
    found = []
    for persona in ("director", "lead"):
        answer = outcome(ask(clients[persona], method, path_of(address, strange)))
        made_up = outcome(ask(clients[persona], method, path_of(address, {**strange, last: MADE_UP})))
        if answer != made_up:
            found.append(f"{persona} {address.name}: foreign {answer}, made up {made_up}")
    return found


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), worlds.seeded():
        yield walk()


def test_no_address_answers_with_an_error(walked):
    assert walked[2] == []


def test_foreign_objects_answer_as_made_up_ones(walked):
    assert walked[1] == []


def test_every_address_has_its_row_and_every_persona_gets_what_it_says(walked):
    rows = walked[0]
    if RECORD:
        PLACE.write_text(json.dumps(rows, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    expected = json.loads(PLACE.read_text(encoding="utf-8"))
    assert sorted(rows.keys() - expected.keys()) == [], "addresses without a row in the matrix"
    assert sorted(expected.keys() - rows.keys()) == [], "rows of addresses that are gone"
    assert {key: rows[key] for key in rows if rows[key] != expected[key]} == {
        key: expected[key] for key in rows if rows[key] != expected[key]
    }


def test_another_partners_objects_are_not_found(walked, django_db_blocker):
    """A partner's requests, reviews, mandates and contacts do not exist for the people of another one."""
    with django_db_blocker.unblock():
        filler = worlds.Filler("5x2")
        clients = [worlds.client_of(persona) for persona in ("lead", "data", "signatory")]
        found = []
        for address in all_addresses():
            nouns = {noun for noun, _name in address.nouns()}
            if not nouns & {"requests", "reviews", "questions", "mandates", "contacts"} or address.is_api:
                continue
            arguments = filler.arguments(address, filler.other)
            if arguments is None:
                continue
            method = "post" if address.is_act else "get"
            for client in clients:
                answer = ask(client, method, path_of(address, arguments))
                if answer.status_code != 404:
                    found.append(f"{address.name}: {answer.status_code}")
    assert found == []


def test_reverse_knows_the_home():
    assert reverse("portal:home") == "/he/"
