"""The endpoints do what the pages do, through the same forms and acts."""

from datetime import timedelta

import pytest

from kernel import clock
from tests.factories.working_groups import (
    AgendaItemFactory,
    AttendanceFactory,
    DecisionFactory,
    HeldMeetingFactory,
    MeetingFactory,
    MinutesFactory,
    SeatKeyFactory,
    TaskFactory,
)
from working_groups.models import Body, Decision, Meeting, Minutes, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast, signed_in):
    """`api(role, method, address, body)`: the answer of an endpoint inside the initiative."""

    def call(role, method, address, body=None, **headers):
        client = signed_in(cast.person(role))
        url = f"/api/v1/initiatives/{cast.initiative.slug}/{address}"
        data = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(client, method)(url, **data, headers=headers)

    return call


def ahead(**delta):
    return (clock.now() + timedelta(**delta)).isoformat()


def test_bodies_are_told_with_texts_in_every_language_and_their_key(cast, api):
    SeatKeyFactory(body=cast.group)
    rows = api("lead", "get", "bodies/?kind=group").json()["results"]
    assert rows[0]["name"] == {"he": cast.group.name_he, "en": cast.group.name_en}
    assert rows[0]["keys"] == [{"sector": "third", "least": 1, "most": 3, "quorum_percent": 0}]


def test_a_stranger_finds_no_initiative(api):
    assert api("stranger", "get", "bodies/").status_code == 404


def test_a_body_goes_through_its_life(cast, api):
    made = api("coordinator", "post", "bodies/", {"name_he": "קבוצת הורים", "kind": "group"})
    assert (made.status_code, made.json()["state"]) == (201, "proposed")
    address = f"bodies/{made.json()['id']}/"
    assert api("coordinator", "post", f"{address}charter/").json()["code"] == "no_role"
    assert api("director", "post", f"{address}charter/", {}).json()["state"] == "chartered"
    assert api("director", "post", f"{address}start/").json()["code"] == "no_chair"
    holder = f"{cast.partner.public_id}.{cast.lead.public_id}"
    seat = api("director", "post", f"{address}seats/", {"holder": holder, "role": "chair"})
    assert (seat.status_code, seat.json()["person"]) == (201, cast.lead.public_id)
    assert api("director", "post", f"{address}start/").json()["state"] == "active"
    changed = api("director", "patch", address, {"quorum_percent": 60}).json()
    assert (changed["quorum_percent"], changed["name"]["he"]) == (60, "קבוצת הורים")


def test_unknown_and_wrong_fields_are_refused_together(api):
    answer = api("director", "post", "bodies/", {"title": "x", "kind": "cabal", "name_he": "א"})
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"title", "kind"}


@pytest.mark.parametrize("role", ["director", "lead"])
def test_an_act_that_takes_no_body_refuses_what_is_named_in_one(cast, api, role):
    address = f"bodies/{cast.group.public_id}/rest/"
    refused = api(role, "post", address, {"quorum_percent": 60, "reason": "x"})
    assert refused.status_code == 400 and set(refused.json()["fields"]) == {"quorum_percent", "reason"}
    assert api(role, "post", address, [1]).status_code == 400
    assert Body.objects.get(pk=cast.group.pk).state == "active"
    assert api("director", "post", address, {}).json()["state"] == "dormant"


def test_a_change_of_an_older_version_is_refused(cast, api):
    address = f"bodies/{cast.group.public_id}/"
    tag = api("director", "get", address)["ETag"]
    api("director", "patch", address, {"quorum_percent": 60})
    answer = api("director", "patch", address, {"quorum_percent": 70}, **{"If-Match": tag})
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    assert Body.objects.get(pk=cast.group.pk).quorum_percent == 60


def test_the_same_key_plans_one_meeting(cast, api):
    order = {"topic_he": "תוכנית", "starts_at": ahead(days=3), "ends_at": ahead(days=3, hours=2)}
    address = f"bodies/{cast.group.public_id}/meetings/"
    first = api("chair", "post", address, order, **{"Idempotency-Key": "one"})
    second = api("chair", "post", address, order, **{"Idempotency-Key": "one"})
    assert first.status_code == 201
    assert second.json()["id"] == first.json()["id"]
    assert Meeting.objects.count() == 1


def test_an_agenda_is_proposed_accepted_and_called(cast, api):
    meeting = MeetingFactory(body=cast.group, state="agenda_open")
    address = f"meetings/{meeting.public_id}/"
    item = api("member", "post", f"{address}items/", {"title": "למידה"}).json()
    assert item["accepted"] is None
    assert api("member", "post", f"{address}items/{item['id']}/accept/").status_code == 403
    assert api("chair", "post", f"{address}items/{item['id']}/accept/").json()["accepted"] is True
    assert api("chair", "post", f"{address}call/").json()["state"] == "agenda_sent"


def test_attendance_and_minutes_are_written_approved_and_sent(cast, api):
    meeting = HeldMeetingFactory(body=cast.group)
    rows = [AttendanceFactory(meeting=meeting, seat=seat, presence="") for seat in cast.group.seats.all()]
    address = f"meetings/{meeting.public_id}/"
    assert api("coordinator", "put", f"{address}minutes/", {"text_he": "סיכום"}).status_code == 201
    assert api("chair", "post", f"{address}minutes/approve/").json()["code"] == "attendance_missing"
    sent = {row.public_id: "present" for row in rows}
    assert {row["presence"] for row in api("chair", "put", f"{address}attendance/", sent).json()} == {"present"}
    assert api("chair", "post", f"{address}minutes/approve/").json()["state"] == "approved"
    assert api("chair", "post", f"{address}minutes/send/").json()["state"] == "sent"
    versions = api("member", "get", f"{address}minutes/versions/").json()["results"]
    assert [(row["number"], row["text"]["he"]) for row in versions] == [(1, "סיכום")]


def test_a_draft_is_not_there_for_members(cast, api):
    minutes = MinutesFactory(meeting=HeldMeetingFactory(body=cast.group))
    address = f"meetings/{minutes.meeting.public_id}/minutes/"
    assert api("member", "get", address).status_code == 404
    answer = api("coordinator", "put", address, {"text_en": "Other"})
    assert answer.json()["text"] == {"he": minutes.text_he, "en": "Other"}
    assert Minutes.objects.get().written_by == cast.coordinator


def test_a_decision_is_proposed_tabled_answered_and_decided(cast, api):
    made = api("director", "post", f"bodies/{cast.committee.public_id}/decisions/", {"text_he": "לאמץ"})
    address = f"decisions/{made.json()['id']}/"
    assert api("steering", "post", f"{address}table/", {}).json()["state"] == "tabled"
    assert api("funder", "post", f"{address}respond/", {"answer": "against"}).status_code == 400
    for role in ("funder", "chair"):
        assert api(role, "post", f"{address}respond/", {"answer": "for"}).json()["answer"] == "for"
    assert api("steering", "post", f"{address}decide/").json()["outcome"] == "adopted"
    assert len(api("funder", "get", f"{address}answers/").json()["results"]) == 3
    assert api("lead", "get", f"{address}answers/").json()["results"] == []


def test_a_held_meeting_records_a_decision(cast, api):
    meeting = HeldMeetingFactory(body=cast.committee)
    for seat in cast.committee.seats.all():
        AttendanceFactory(meeting=meeting, seat=seat)
    item = AgendaItemFactory(meeting=meeting)
    order = {"text_he": "לאשר", "item": item.public_id}
    answer = api("steering", "post", f"bodies/{cast.committee.public_id}/decisions/record/", order)
    assert (answer.status_code, Decision.objects.get().state) == (201, "decided")


def test_a_task_is_given_moved_handed_over_and_done(cast, api):
    holder = f"{cast.partner.public_id}.{cast.lead.public_id}"
    order = {"title": "מיפוי", "holder": holder, "due_on": str(clock.today()), "body": cast.group.public_id}
    made = api("chair", "post", "tasks/", order)
    assert made.status_code == 201
    address = f"tasks/{made.json()['id']}/"
    later = str(clock.today() + timedelta(days=5))
    assert api("lead", "post", f"{address}move/", {"due_on": later, "reason": "חג"}).json()["due_on"] == later
    other = f"{cast.partner.public_id}.{cast.data.public_id}"
    assert api("lead", "post", f"{address}hand-over/", {"holder": other}).json()["person"] == cast.data.public_id
    assert api("data", "post", f"{address}finish/").json()["state"] == "done"
    assert api("chair", "post", f"{address}reopen/", {"reason": "חסר"}).json()["state"] == "open"


def test_the_filters_of_the_page_filter_the_endpoint(cast, api):
    mine = TaskFactory(body=cast.group, participation=cast.partner, person=cast.lead)
    TaskFactory(body=cast.group, due_on=clock.today() - timedelta(days=2))
    rows = api("lead", "get", "tasks/?whose=mine").json()["results"]
    assert [row["id"] for row in rows] == [mine.public_id]
    assert len(api("member", "get", f"tasks/?state=late&body={cast.group.public_id}").json()["results"]) == 1
    assert Task.objects.count() == 2


def test_the_register_is_searched_by_words_and_numbers(cast, api):
    DecisionFactory(body=cast.committee, text_he="לפתוח מגמה בנגב", number=41)
    DecisionFactory(body=cast.committee, number=90417)
    assert len(api("steering", "get", "decisions/?search=מגמה").json()["results"]) == 1
    assert len(api("steering", "get", "decisions/?search=90417").json()["results"]) == 1


def test_an_agenda_is_put_in_another_order(cast, api):
    meeting = MeetingFactory(body=cast.group)
    first, second = AgendaItemFactory(meeting=meeting, position=1), AgendaItemFactory(meeting=meeting, position=2)
    address = f"meetings/{meeting.public_id}/items/order/"
    answer = api("director", "put", address, {"order": [second.public_id, first.public_id]})
    assert [row["id"] for row in answer.json()] == [second.public_id, first.public_id]
    assert api("director", "put", address, {"order": "x"}).status_code == 400
    assert api("director", "put", address, {"order": ["nobody"]}).status_code == 400
