"""Pages and endpoints of settings, stages, goals and factors."""

import pytest
from django.urls import reverse

from initiative.models import Goal, StageEntry
from kernel import clock
from tests.factories.initiative import FactorFactory, GoalFactory, StageFactory

pytestmark = pytest.mark.django_db


def url(cast, name, *more):
    return reverse(f"initiative:{name}", args=[cast.initiative.slug, *more])


def test_every_page_opens_for_the_director(cast, signed_in):
    stage, goal = StageFactory(initiative=cast.initiative), GoalFactory(initiative=cast.initiative)
    factor = FactorFactory(initiative=cast.initiative)
    client = signed_in(cast.director)
    for name in ("settings", "settings-history", "stages", "goals", "goal-new", "factors", "factor-new"):
        assert client.get(url(cast, name)).status_code == 200, name
    for name in ("stage-edit", "stage-enter", "stage-history"):
        assert client.get(url(cast, name, stage.public_id)).status_code == 200, name
    for noun, row in (("goal", goal), ("factor", factor)):
        for page in ("", "-edit", "-history"):
            assert client.get(url(cast, f"{noun}{page}", row.public_id)).status_code == 200, noun + page


@pytest.mark.parametrize(
    ("role", "read", "write"),
    [
        ("coordinator", 200, 200),
        ("evaluator", 200, 403),
        ("lead", 200, 403),
        ("ministry", 404, 404),
        ("stranger", 404, 404),
    ],
)
def test_who_takes_part_reads_and_the_staff_writes(cast, signed_in, role, read, write):
    client = signed_in(cast.person(role))
    assert client.get(url(cast, "goals")).status_code == read
    assert client.get(url(cast, "goal-new")).status_code == write
    assert client.get(url(cast, "settings")).status_code == write


def test_a_goal_of_another_initiative_is_not_there(cast, signed_in):
    foreign = GoalFactory()
    made_up = signed_in(cast.director).get(url(cast, "goal", "aaaaaaaaaaaa"))
    answer = signed_in(cast.director).get(url(cast, "goal", foreign.public_id))
    assert answer.status_code == made_up.status_code == 404


def test_a_form_with_errors_keeps_what_was_typed(cast, signed_in):
    answer = signed_in(cast.director).post(url(cast, "goal-new"), {"name_he": "", "name_en": '<b>Typed</b> "so"'})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "&lt;b&gt;Typed&lt;/b&gt; &quot;so&quot;" in page and "<b>Typed" not in page
    assert not Goal.objects.exists()


def test_a_goal_is_added_by_its_form(cast, signed_in):
    answer = signed_in(cast.coordinator).post(url(cast, "goal-new"), {"name_he": 'צה״ל ו"שלום" <3'})
    assert answer.status_code == 302
    assert Goal.objects.get().name_he == 'צה״ל ו"שלום" <3'


def test_a_stage_is_entered_by_its_form(cast, signed_in):
    stage = StageFactory(initiative=cast.initiative)
    sent = {"on": clock.today().isoformat(), "reason": "שורה ראשונה\r\nשורה שנייה"}
    assert signed_in(cast.director).post(url(cast, "stage-enter", stage.public_id), sent).status_code == 302
    assert StageEntry.objects.get().reason == "שורה ראשונה\nשורה שנייה"


def test_the_api_tells_and_changes_the_same(cast, signed_in):
    base = f"/api/v1/initiatives/{cast.initiative.slug}/"
    client = signed_in(cast.director)
    answer = client.get(base)
    assert answer.json()["name"]["he"] == cast.initiative.name_he
    sent = {"short_name_he": "קצר"}
    headers = {"If-Match": answer["ETag"]} if "ETag" in answer else {}
    changed = client.patch(base, sent, content_type="application/json", headers=headers)
    assert changed.status_code == 200, changed.json()
    assert changed.json()["short_name"]["he"] == "קצר"
    assert signed_in(cast.lead).patch(base, sent, content_type="application/json").status_code == 403
    assert signed_in(cast.stranger).get(base).status_code == 404


def test_goals_and_stages_live_in_the_api(cast, signed_in):
    base = f"/api/v1/initiatives/{cast.initiative.slug}/"
    client = signed_in(cast.coordinator)
    made = client.post(f"{base}goals/", {"name_he": "מטרה"}, content_type="application/json")
    assert made.status_code == 201, made.json()
    one = f"{base}goals/{made.json()['id']}/"
    assert client.patch(one, {"name_en": "Goal"}, content_type="application/json").json()["name"]["en"] == "Goal"
    assert signed_in(cast.lead).delete(one).status_code == 403
    assert client.delete(one).status_code == 204
    stage = StageFactory(initiative=cast.initiative)
    enter = f"{base}stages/{stage.public_id}/enter/"
    sent = {"on": clock.today().isoformat(), "reason": "כך"}
    assert client.post(enter, sent, content_type="application/json").json()["code"] == "not_director"
    assert signed_in(cast.director).post(enter, sent, content_type="application/json").status_code == 201
