"""Measures and definitions on pages, from a new code to a version in force; corrections and consents."""

from decimal import Decimal

import pytest
from django.urls import reverse

from measurement.models import Consent, Correction, Definition, Dimension, Measure, Target, Value
from measurement.services import cycles, reviews, submissions
from tests.factories.initiative import GoalFactory
from tests.factories.measurement import Loop

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    return Loop()


def at(loop, name, *args):
    return reverse(f"measurement:{name}", args=[loop.initiative.slug, *args])


WORDS = {
    "text_he": "מספר התלמידים\nבכיתה י״ב",
    "unit_he": "תלמידים",
    "aggregation": "sum",
    "frequency": "school_year",
    "counts_people": "on",
    "decimals": "0",
    "minutes": "5",
    "dimensions": ["sex"],
}


def test_a_measure_goes_from_its_code_to_a_version_in_force(client, loop):
    goal = GoalFactory(initiative=loop.initiative)
    client.force_login(loop.people["evaluator"])
    names = {"code": "M-77", "name_he": 'מדד "חדש" <b>', "level": "performance", "direction": "up"}
    client.post(at(loop, "measure-new"), {**names, "goal": goal.public_id})
    measure = Measure.objects.get(code="M-77")
    assert measure.goal == goal and "<b>" not in client.get(measure.get_absolute_url()).content.decode()
    client.post(at(loop, "definition-new", measure.public_id), WORDS)
    version = Definition.objects.get(measure=measure)
    assert version.cells == ["", "sex=f", "sex=m"]
    assert client.get(version.get_absolute_url()).context["may_agree"].code == "wrong_state"  # the pilot comes first
    client.post(at(loop, "definition-pilot", measure.public_id, 1))
    assert client.get(version.get_absolute_url()).context["may_agree"].code == "language_missing"
    client.post(at(loop, "definition-approve", measure.public_id, 1), {"language": "he"})
    english = {"text_en": "Pupils in grade 12", "unit_en": "pupils"}
    client.post(at(loop, "definition-edit", measure.public_id, 1), {**WORDS, **english})
    version.refresh_from_db()
    assert version.text_state_he == "draft"  # an edit puts the others back
    for code in ("he", "en"):
        client.post(at(loop, "definition-approve", measure.public_id, 1), {"language": code})
    client.post(at(loop, "definition-agree", measure.public_id, 1))
    client.post(at(loop, "definition-enact", measure.public_id, 1))
    version.refresh_from_db()
    assert version.state == "agreed"  # the evaluator may not put it in force
    client.force_login(loop.people["director"])
    client.post(at(loop, "definition-enact", measure.public_id, 1))
    version.refresh_from_db()
    assert version.state == "live"


def test_a_new_version_supersedes_the_one_before(client, loop):
    measure = loop.definitions[0].measure
    client.force_login(loop.people["director"])
    client.post(at(loop, "definition-new", measure.public_id), {**WORDS, "text_en": "a", "unit_en": "b"})
    for code in ("he", "en"):
        client.post(at(loop, "definition-approve", measure.public_id, 2), {"language": code})
    client.post(at(loop, "definition-pilot", measure.public_id, 2))
    client.post(at(loop, "definition-agree", measure.public_id, 2))
    client.post(at(loop, "definition-enact", measure.public_id, 2))
    states = Definition.objects.filter(measure=measure).order_by("version").values_list("state", flat=True)
    assert list(states) == ["superseded", "live"]


def test_a_measure_without_a_name_and_with_a_taken_code_is_told_on_the_form(client, loop):
    client.force_login(loop.people["coordinator"])
    names = {"code": loop.definitions[0].measure.code, "level": "performance", "direction": "up"}
    answer = client.post(at(loop, "measure-new"), names)
    assert answer.status_code == 422 and "name_he" in answer.context["form"].errors
    answer = client.post(at(loop, "measure-new"), {**names, "name_he": "שם"})
    assert answer.status_code in {409, 422}


@pytest.mark.parametrize("who", ["coordinator", "data_officer", "signatory"])
def test_the_list_and_the_page_open_for_everybody_who_takes_part(client, loop, who):
    client.force_login(loop.people[who])
    assert client.get(at(loop, "measures")).status_code == 200
    assert client.get(at(loop, "measures"), {"search": "מדד"}).status_code == 200
    assert client.get(loop.definitions[0].measure.get_absolute_url()).status_code == 200
    assert client.get(loop.definitions[0].get_absolute_url()).status_code == 200
    assert client.get(at(loop, "dimensions")).status_code == 200


def test_a_dimension_comes_with_its_categories_one_a_line(client, loop):
    client.force_login(loop.people["coordinator"])
    words = {"code": "district", "name_he": "מחוז", "categories": "north | צפון | North\nsouth | דרום | South"}
    client.post(at(loop, "dimension-new"), words)
    assert list(Dimension.objects.get(code="district").categories.values_list("code", "name_en")) == [
        ("north", "North"),
        ("south", "South"),
    ]
    answer = client.post(at(loop, "dimension-new"), {**words, "code": "d2", "categories": "north | צפון\nדרום"})
    assert "2" in str(answer.context["form"].errors["categories"])


def test_a_target_set_again_replaces_the_one_before(client, loop):
    client.force_login(loop.people["coordinator"])
    measure = loop.definitions[0].measure
    for number in ("120", "130"):
        client.post(at(loop, "measure-target", measure.public_id), {"period": "2019/20", "number": number})
    assert Target.objects.count() == 2
    assert Target.objects.current().get().number == 130


def accepted(loop):
    cycles.open_cycle(actor=loop.actor("coordinator"), cycle=loop.cycle)
    submission = submissions.submit(actor=loop.actor("data_officer"), request=loop.fill(0)).submission
    reviews.accept(actor=loop.actor("coordinator"), submission=submission)


def test_a_correction_is_asked_for_by_the_owner_and_accepted_by_another(client, loop):
    accepted(loop)
    measure = loop.definitions[0].measure
    client.force_login(loop.people["data_officer"])
    page = client.get(at(loop, "correction-ask", measure.public_id))
    key = page.context["form"].fields["value"].choices[0][0]
    words = {"value": key, "number": "1,234", "quality": "final", "reason": "ספירה כפולה"}
    client.post(at(loop, "correction-ask", measure.public_id), words)
    correction = Correction.objects.get()
    client.post(at(loop, "correction-accept", correction.public_id))
    assert not Value.objects.filter(number=1234).exists()  # not there for the owner
    client.force_login(loop.people["coordinator"])
    assert client.get(measure.get_absolute_url()).status_code == 200
    client.post(at(loop, "correction-accept", correction.public_id))
    assert Value.objects.current().filter(number=Decimal(1234)).count() == 1
    assert Value.objects.count() == 7


def test_consent_is_given_and_withdrawn_by_the_representative_alone(client, loop):
    measure = loop.definitions[0].measure
    words = {"audience": "partners", "grain": "total"}
    client.force_login(loop.people["data_officer"])
    client.post(at(loop, "consent-give", measure.public_id), words)
    assert not Consent.objects.exists()
    client.force_login(loop.people["representative"])
    client.post(at(loop, "consent-give", measure.public_id), words)
    assert client.get(at(loop, "consents")).status_code == 200
    client.post(at(loop, "consent-withdraw", measure.public_id), {"audience": "partners"})
    assert list(Consent.objects.order_by("pk").values_list("is_given", flat=True)) == [True, False]


def test_the_list_and_the_page_cost_few_queries(client, django_assert_max_num_queries):
    loop = Loop(measures=30)
    client.force_login(loop.people["coordinator"])
    client.get(at(loop, "measures"))
    with django_assert_max_num_queries(20):
        client.get(at(loop, "measures"))
    with django_assert_max_num_queries(20):
        client.get(loop.definitions[0].measure.get_absolute_url())
