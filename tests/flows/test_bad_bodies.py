"""What programs send that is no order: one sentence in the reader's language, no fault, nothing written."""

import re

import pytest
from django.test import Client
from django.utils import translation

from measurement.models import DraftValue
from tests.flows.test_bad_input import HEBREW, World

pytestmark = pytest.mark.django_db
BODIES = {
    "deep": b"[" * 100_000,
    "a little too deep": b"[" * 30 + b"]" * 30,
    "many": b"[" + b"1," * 6000 + b"1]",
    "no json": b"{name: 1}",
    "broken letters": b'{"cells": "\xff"}',
    "not a number": b'{"cells": NaN}',
    "endless number": b'{"cells": ' + b"9" * 10_000 + b"}",
    "a name twice": b'{"cells": [], "cells": []}',
    "too large": b'{"cells": "' + b"x" * 1_100_000 + b'"}',
    "a list": b"[]",
    "a text": b'"cells"',
    "nothing": b"",
    "no list": b'{"cells": {"a": 1}}',
    "no objects": b'{"cells": [[1], null, "x"]}',
    "no such name": b'{"cells": [], "state": "accepted"}',
    "no such name in a cell": b'{"cells": [{"measure": "M", "combination": "", "state": "accepted"}]}',
    "no such cell": b'{"cells": [{"measure": null, "combination": null, "number": 1}]}',
}
NO_NUMBERS = [True, {"a": 1}, [1], 1e308, "1e5", "\u202e12", "1\ud800".encode("utf-8", "replace").decode()]


@pytest.fixture(params=["he", "en"])
def world(request):
    with translation.override(request.param):
        yield World(request.param)


def refuse(world, answer, code):
    """The answer is a refusal with a sentence of ours, and no word of the machinery."""
    assert answer.status_code == code, answer.content[:300]
    detail = answer.json()["detail"]
    assert bool(HEBREW.search(detail)) is (world.language == "he"), detail
    assert detail.endswith(".") and not re.search(r"codec|recursion|Traceback|decod", detail), detail
    assert not DraftValue.objects.exists()


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_no_order_is_refused_in_a_sentence(world, name):
    officer = world.client("data_officer")
    refuse(world, officer.patch(f"{world.report()}cells/", BODIES[name], content_type="application/json"), 400)


def test_the_same_cell_twice_in_one_order_is_refused_by_its_name(world):
    officer = world.client("data_officer")
    cells = [{"measure": world.cell[:-1], "combination": "", "number": number} for number in (1, 2)]
    answer = officer.patch(f"{world.report()}cells/", {"cells": cells}, content_type="application/json")
    refuse(world, answer, 400)
    assert answer.json()["fields"]["cells"] == [world.cell]


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_what_json_calls_a_value_and_is_no_number_is_refused_in_its_cell(world, number):
    told = world.send(world.client("data_officer"), number).json()["cells"][world.cell]
    assert told["state"] == "refused"
    world.assert_sentence(told["sentence"])
    assert not DraftValue.objects.exists()


def test_a_sign_that_turns_digits_round_is_named_and_one_of_a_spreadsheet_is_taken_off(world):
    officer = world.client("data_officer")
    turned = world.send(officer, "\u202e12").json()["cells"][world.cell]
    assert ("סימן סמוי" if world.language == "he" else "invisible sign") in turned["sentence"]
    pasted = world.send(officer, "\u202a1,234\u202c").json()["cells"][world.cell]
    assert (pasted["state"], pasted["value"]) == ("saved", "1,234")


@pytest.mark.parametrize("path", ["nothing/", "initiatives/%00/", "initiatives/x/requests/%F0%9F/", "me/x/y/z/"])
def test_an_address_that_is_none_answers_a_program_as_a_program(world, path):
    answer = world.client("data_officer").get(f"/api/v1/{path}")
    assert answer["Content-Type"].startswith("application/json")
    refuse(world, answer, 404)


@pytest.mark.parametrize(
    "path", ["%00/", "%ff%fe/", "x" * 3000 + "/", "go/שלום/", "measures/%F0%9F/", "../../etc/passwd"]
)
def test_a_broken_address_is_a_page_in_the_readers_language(world, path):
    for client in (world.client("data_officer"), Client(headers={"accept-language": world.language})):
        answer = client.get(f"/{world.language}/{path}", follow=True)
        assert answer.status_code in {200, 404}
        assert f'lang="{world.language}"' in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["page=²", "page=" + "9" * 5000, "page_size=0", "page_size=" + "9" * 30, "sort=password"]
)
def test_a_query_that_makes_no_sense_harms_nothing(world, query):
    coordinator = world.client("coordinator")
    assert coordinator.get(f"/{world.language}/{world.loop.initiative.slug}/measures/?{query}").status_code == 200
    assert coordinator.get(world.api(f"measures/?{query}")).status_code in {200, 400, 404}
