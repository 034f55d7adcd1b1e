"""Sets, assignments, dimensions, rules and late comers through the API."""

import pytest

from measurement.models import Assignment, Dimension, ReportingRequest, ReportingRules
from measurement.services import cycles
from tests.factories.measurement import Loop
from tests.factories.partners import ParticipationFactory
from tests.measurement.api import base, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    return Loop(partners=2)


def test_a_set_is_changed_and_what_is_not_named_stays(loop):
    address = f"{base(loop)}sets/{loop.measure_set.public_id}/"
    before = client_of(loop, "coordinator").get(address).json()
    told = client_of(loop, "coordinator").patch(address, {"name_he": "שם אחר"}, format="json").json()
    assert (told["name"]["he"], told["measures"]) == ("שם אחר", before["measures"])
    assert client_of(loop, "data_officer").patch(address, {"name_he": "א"}, format="json").status_code == 403


def test_a_partner_owes_a_set_from_assignment_to_end(loop):
    address = f"{base(loop)}sets/{loop.measure_set.public_id}/assignments/"
    client = client_of(loop, "coordinator")
    partner = loop.participations[0].public_id
    left = loop.definitions[0].measure
    made = client.post(address, {"participation": partner, "left_out": [left.public_id]}, format="json")
    assert made.status_code == 201, made.json()
    assert made.json()["left_out"] == [left.code]
    assert client.post(f"{address}{partner}/end/").json()["ends_on"] is not None
    assert Assignment.objects.filter(ends_on__isnull=True).count() == 0
    assert client_of(loop, "data_officer").post(address, {"participation": partner}, format="json").status_code == 403


def test_a_dimension_is_made_and_grows_by_a_category(loop):
    client = client_of(loop, "evaluator" if "evaluator" in loop.people else "coordinator")
    order = {"code": "age", "name_he": "גיל", "categories": "young | צעירים | Young\nold | מבוגרים | Old"}
    made = client.post(f"{base(loop)}dimensions/", order, format="json")
    assert made.status_code == 201, made.json()
    more = client.post(f"{base(loop)}dimensions/age/categories/", {"code": "none", "name_he": "לא ידוע"}, format="json")
    assert [one["code"] for one in more.json()["categories"]] == ["young", "old", "none"]
    again = client.post(f"{base(loop)}dimensions/age/categories/", {"code": "none", "name_he": "ב"}, format="json")
    assert again.json()["code"] == "code_taken"
    told = client_of(loop, "data_officer").post(f"{base(loop)}dimensions/age/categories/", {}, format="json")
    assert told.status_code == 403


def test_a_category_is_added_on_its_page(loop, signed_in):
    code = Dimension.objects.filter(initiative=loop.initiative).first().code
    address = f"/he/{loop.initiative.slug}/dimensions/{code}/"
    client = signed_in(loop.people["coordinator"])
    assert client.get(f"{address}categories/new/").status_code == 200
    client.post(f"{address}categories/new/", {"code": "x", "name_he": "אחר", "name_en": ""})
    assert Dimension.objects.get(initiative=loop.initiative, code=code).categories.filter(code="x").exists()
    assert "אחר" in client.get(f"{address}history/").content.decode()


def test_rules_are_read_and_changed(loop):
    address = f"{base(loop)}rules/"
    client = client_of(loop, "coordinator")
    assert client.get(address).json()["suppress_under"] == 10
    assert client.patch(address, {"two_step": True}, format="json").json()["two_step"] is True
    assert ReportingRules.objects.get(initiative=loop.initiative).grace_days == 7
    assert client.patch(address, {"suppress_under": 3}, format="json").json()["code"] == "threshold_too_low"
    assert client_of(loop, "data_officer").get(address).status_code == 404


def test_a_partner_that_came_late_is_asked(loop):
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    late = ParticipationFactory(initiative=loop.initiative)
    address = f"{base(loop)}cycles/{loop.cycle.public_id}/ask/"
    client = client_of(loop, "coordinator")
    made = client.post(address, {"participation": late.public_id}, format="json")
    assert (made.status_code, made.json()["participation"]) == (201, late.public_id)
    assert client.post(address, {"participation": late.public_id}, format="json").json()["code"] == "asked"
    assert ReportingRequest.objects.filter(participation=late).count() == 1
