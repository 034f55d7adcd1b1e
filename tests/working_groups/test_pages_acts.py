"""Forms and buttons of the pages: they act, speak, and keep what was typed when they refuse."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kernel import clock
from tests.factories.working_groups import (
    AgendaItemFactory,
    ApprovedMinutesFactory,
    AttendanceFactory,
    DecidedFactory,
    DecisionFactory,
    HeldMeetingFactory,
    MeetingFactory,
    ResponseFactory,
    TaskFactory,
)
from working_groups.models import AgendaItem, Attendance, Body, ItemKind, Meeting, Minutes, Response, Seat, Task
from working_groups.services import decisions

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(cast, signed_in):
    """`send(role, name, *rows, data)`: posts to a page inside the initiative."""

    def post(role, name, /, *rows, **data):
        args = [cast.initiative.slug, *(getattr(row, "public_id", row) for row in rows)]
        return signed_in(cast.person(role)).post(reverse(f"working_groups:{name}", args=args), data)

    return post


def test_a_body_is_proposed_from_the_page(cast, send):
    answer = send("coordinator", "body-new", name_he="קבוצת הורים", kind="group", quorum_percent="40")
    assert answer.status_code == 302
    assert Body.objects.get(name_he="קבוצת הורים").quorum_percent == 40


def test_a_refused_form_keeps_what_was_typed(send):
    answer = send("coordinator", "body-new", name_he="", name_en="Parents", kind="group")
    assert answer.status_code == 422
    assert 'value="Parents"' in answer.content.decode()


def test_the_key_and_a_seat_are_given_from_their_pages(cast, send):
    send("director", "body-keys", cast.group, least_third="1", most_third="4")
    assert cast.group.seat_keys.get().most == 4
    holder = f"{cast.partner.public_id}.{cast.lead.public_id}"
    send("director", "seat-new", cast.group, holder=holder, role="member")
    assert Seat.objects.filter(body=cast.group, person=cast.lead).exists()


def test_a_meeting_is_planned_in_israels_time(cast, send):
    send(
        "chair", "meeting-new", cast.group, starts_at="2030-01-15T10:00", ends_at="2030-01-15T12:00", visibility="body"
    )
    assert Meeting.objects.get().starts_at.astimezone(clock.HOME).hour == 10


def test_a_button_refused_goes_back_with_its_sentence(cast, send, signed_in):
    meeting = MeetingFactory(body=cast.group, state="agenda_open")
    answer = send("chair", "meeting-call", cast.group, meeting)
    assert answer.status_code == 302
    shown = signed_in(cast.chair).get(answer["Location"])
    assert shown.status_code == 200
    assert Meeting.objects.get().state == "agenda_open"


@pytest.mark.parametrize("kind", ItemKind.values)
def test_a_member_proposes_an_item_of_each_kind_and_leads_it_once_it_is_accepted(cast, send, signed_in, kind):
    meeting = MeetingFactory(body=cast.group, state="agenda_open")
    lead = f"{cast.individual.public_id}.{cast.member.public_id}"
    answer = send("member", "item-new", cast.group, meeting, title="מה למדנו", kind=kind, minutes="20", lead=lead)
    assert answer.status_code == 302, answer.context["form"].errors
    item = AgendaItem.objects.get()
    assert (item.kind, item.lead, item.proposed_by, item.accepted) == (kind, cast.member, cast.member, None)
    send("chair", "item-accept", cast.group, meeting, item)
    page = signed_in(cast.chair).get(meeting.get_absolute_url()).content.decode()
    assert "מה למדנו" in page and str(cast.member) in page


def test_groups_by_topic_and_the_forum_of_all_stand_in_one_list(cast, send, signed_in):
    for name, kind in (("קבוצת אנגלית", "group"), ("קבוצת פיזיקה", "group"), ("הפורום הארצי", "plenary")):
        assert send("director", "body-new", name_he=name, kind=kind, quorum_percent="0").status_code == 302
    page = signed_in(cast.lead).get(reverse("working_groups:bodies", args=[cast.initiative.slug])).content.decode()
    assert all(name in page for name in ("קבוצת אנגלית", "קבוצת פיזיקה", "הפורום הארצי", cast.group.name_he))


def test_a_body_keeps_its_own_quorum_limit_and_topic(cast, send):
    own = {"name_he": "פורום קטן", "topic_he": "מורים", "kind": "forum", "quorum_percent": "70", "size_limit": "9"}
    assert send("director", "body-new", **own).status_code == 302
    body = Body.objects.get(name_he="פורום קטן")
    assert (body.topic_he, body.quorum_percent, body.size_limit) == ("מורים", 70, 9)
    cast.group.refresh_from_db()
    assert (cast.group.quorum_percent, cast.group.size_limit) != (70, 9)


def test_items_go_up_and_down_without_a_script(cast, send):
    meeting = MeetingFactory(body=cast.group)
    first = AgendaItemFactory(meeting=meeting, position=1)
    second = AgendaItemFactory(meeting=meeting, position=2)
    send("chair", "item-up", cast.group, meeting, second)
    assert list(AgendaItem.objects.order_by("position")) == [second, first]
    send("chair", "item-down", cast.group, meeting, second)
    assert list(AgendaItem.objects.order_by("position")) == [first, second]


def test_attendance_of_all_rows_is_saved_at_once(cast, send):
    meeting = HeldMeetingFactory(body=cast.group)
    rows = [AttendanceFactory(meeting=meeting, seat=seat, presence="") for seat in cast.group.seats.all()]
    send("coordinator", "attendance", cast.group, meeting, **{row.public_id: "online" for row in rows})
    assert set(Attendance.objects.values_list("presence", flat=True)) == {"online"}


def test_minutes_are_written_and_a_stale_writer_is_told(cast, send):
    meeting = HeldMeetingFactory(body=cast.group)
    send("coordinator", "minutes-edit", cast.group, meeting, text_he="נוסח ראשון")
    seen = Minutes.objects.get().version
    send("coordinator", "minutes-edit", cast.group, meeting, text_he="נוסח שני", version=seen)
    answer = send("chair", "minutes-edit", cast.group, meeting, text_he="נוסח שלישי", version=seen)
    assert answer.status_code == 409
    assert Minutes.objects.get().text_he == "נוסח שני"


def test_a_double_click_sends_the_minutes_once(cast, send):
    minutes = ApprovedMinutesFactory(meeting=HeldMeetingFactory(body=cast.group))
    for _click in range(2):
        answer = send("chair", "minutes-send", cast.group, minutes.meeting, idempotency_key="k1")
        assert answer.status_code == 302
    assert minutes.versions.get().recipients.count() == 2


def test_an_answer_is_sent_from_the_page_of_the_decision(cast, send):
    decision = DecisionFactory(body=cast.group, state="tabled")
    ResponseFactory(decision=decision, seat=cast.group.seats.get(person=cast.member))
    send("member", "decision-respond", decision, answer="for")
    assert Response.objects.get().answer == "for"


def test_a_decision_of_a_meeting_asks_no_seat_for_an_answer(cast, signed_in):
    meeting = HeldMeetingFactory(body=cast.committee)
    for seat in cast.committee.seats.all():
        AttendanceFactory(meeting=meeting, seat=seat, presence="present")
    values = {"text_he": "לאשר את התוכנית"}
    item = AgendaItemFactory(meeting=meeting)
    taken = decisions.record(actor=cast.actor("steering"), body=cast.committee, item=item, values=values)
    told = signed_in(cast.person("steering")).get(taken.get_absolute_url()).content.decode()
    assert "בהסכמה" in told and "טרם התקבל מענה" not in told and "לא התקבל מענה" not in told


def test_a_seat_that_did_not_answer_in_time_is_not_waited_for(cast, signed_in):
    decision = DecidedFactory(body=cast.committee)
    for seat, answer in zip(cast.committee.seats.all(), ("for", "for", ""), strict=True):
        ResponseFactory(decision=decision, seat=seat, answer=answer)
    told = signed_in(cast.person("steering")).get(decision.get_absolute_url()).content.decode()
    assert "לא התקבל מענה" in told and "טרם התקבל מענה" not in told


def test_a_task_is_given_moved_and_done(cast, send):
    due = clock.today() + timedelta(days=3)
    holder = f"{cast.partner.public_id}.{cast.lead.public_id}"
    send("chair", "task-new", title="מיפוי", holder=holder, due_on=str(due), body=cast.group.public_id)
    task = Task.objects.get()
    send("lead", "task-move", task, due_on=str(due + timedelta(days=2)), reason="חג")
    send("lead", "task-finish", task)
    task.refresh_from_db()
    assert (task.state, task.first_due_on, task.due_on) == ("done", due, due + timedelta(days=2))


@pytest.mark.parametrize("name", ["bodies", "all-meetings", "decisions", "tasks"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_list_leaves_as_a_file(cast, signed_in, name, kind):
    TaskFactory(body=cast.group)
    MeetingFactory(body=cast.group)
    DecisionFactory(body=cast.group)
    url = reverse(f"working_groups:{name}", args=[cast.initiative.slug])
    answer = signed_in(cast.director).get(url, {"format": kind})
    assert answer.status_code == 200
    assert f".{kind}" in answer["Content-Disposition"]
    content = b"".join(answer.streaming_content) if kind == "csv" else answer.content
    assert len(content) > 100


def test_the_calendar_file_keeps_its_identity_when_the_meeting_moves(cast, signed_in):
    meeting = MeetingFactory(body=cast.group, place="חיפה")
    url = reverse(
        "working_groups:meeting-calendar", args=[cast.initiative.slug, cast.group.public_id, meeting.public_id]
    )
    text = signed_in(cast.member).get(url).content.decode()
    assert f"UID:{meeting.public_id}@shidra" in text
    assert "LOCATION:חיפה" in text
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", version=2)
    text = signed_in(cast.member).get(url).content.decode()
    assert "SEQUENCE:2" in text and "STATUS:CANCELLED" in text


def test_the_register_is_found_by_a_word(cast, signed_in):
    DecisionFactory(body=cast.group, text_he="לפתוח מגמה בנגב")
    DecisionFactory(body=cast.group)
    url = reverse("working_groups:decisions", args=[cast.initiative.slug])
    page = signed_in(cast.director).get(url, {"search": "בנגב"}).content.decode()
    assert "לפתוח מגמה" in page
    assert page.count('role="rowheader"') == 1


def test_the_eleventh_file_within_the_hour_is_refused_with_a_sentence_and_a_time(cast, signed_in):
    url, client = reverse("working_groups:tasks", args=[cast.initiative.slug]), signed_in(cast.director)
    answers = [client.get(url, {"format": "csv"}) for _file in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 3600 and "10" in answers[-1].content.decode()
    assert client.get(url).status_code == 200
