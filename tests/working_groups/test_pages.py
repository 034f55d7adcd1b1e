"""Every page of the floor opens for whom it should, in both languages, and is not there for others."""

import re
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
    MinutesFactory,
    RecipientFactory,
    ResponseFactory,
    SeatKeyFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    """A group with a past and a future."""
    group = cast.group
    SeatKeyFactory(body=group)
    cast.coming = MeetingFactory(body=group, state="agenda_open")
    cast.item = AgendaItemFactory(meeting=cast.coming, lead=cast.chair)
    AgendaItemFactory(meeting=cast.coming, accepted=None, proposed_by=cast.member)
    cast.held = HeldMeetingFactory(body=group, visibility="body")
    for seat in group.seats.all():
        AttendanceFactory(meeting=cast.held, seat=seat)
    AttendanceFactory(meeting=cast.held, seat=None, guest=cast.ministry)
    cast.minutes = ApprovedMinutesFactory(meeting=cast.held, state="sent", sent_at=clock.now())
    RecipientFactory(version=cast.minutes.versions.get(), person=cast.member)
    cast.draft = MinutesFactory(
        meeting=HeldMeetingFactory(body=group, starts_at=clock.now() - timedelta(days=9)), written_by=cast.coordinator
    )
    cast.decided = DecidedFactory(body=group, item=AgendaItemFactory(meeting=cast.held), visibility="partners")
    cast.tabled = DecisionFactory(body=group, state="tabled")
    for seat in group.seats.all():
        ResponseFactory(decision=cast.tabled, seat=seat)
    cast.proposed = DecisionFactory(body=group)
    cast.task = TaskFactory(
        body=group, participation=cast.partner, person=cast.lead, by=cast.chair, decision=cast.decided
    )
    return cast


def addresses(world):
    """Name of the page to its arguments after the initiative."""
    group, coming, held, draft = (row.public_id for row in (world.group, world.coming, world.held, world.draft.meeting))
    seat = world.group.seats.get(person=world.member).public_id
    return {
        "bodies": (),
        "body-new": (),
        "body": (group,),
        "body-edit": (group,),
        "body-keys": (group,),
        "body-close": (group,),
        "body-history": (group,),
        "seats": (group,),
        "seat-new": (group,),
        "seat-end": (group, seat),
        "seat-substitute": (group, seat),
        "meetings": (group,),
        "meeting-new": (group,),
        "all-meetings": (),
        "meeting": (group, held),
        "meeting-edit": (group, coming),
        "meeting-move": (group, coming),
        "meeting-cancel": (group, coming),
        "meeting-history": (group, coming),
        "meeting-calendar": (group, coming),
        "agenda": (group, coming),
        "item-new": (group, coming),
        "item-edit": (group, coming, world.item.public_id),
        "attendance": (group, held),
        "guest-new": (group, held),
        "minutes": (group, held),
        "minutes-edit": (group, draft),
        "minutes-correct": (group, held),
        "minutes-version": (group, held, 1),
        "minutes-history": (group, held),
        "body-decisions": (group,),
        "decision-new": (group,),
        "decision-record": (group,),
        "decisions": (),
        "decision": (world.decided.public_id,),
        "decision-edit": (world.proposed.public_id,),
        "decision-table": (world.proposed.public_id,),
        "decision-translate": (world.decided.public_id,),
        "decision-respond": (world.tabled.public_id,),
        "decision-recuse": (world.tabled.public_id,),
        "decision-history": (world.decided.public_id,),
        "body-tasks": (group,),
        "tasks": (),
        "task-new": (),
        "task": (world.task.public_id,),
        "task-edit": (world.task.public_id,),
        "task-move": (world.task.public_id,),
        "task-drop": (world.task.public_id,),
        "task-hand-over": (world.task.public_id,),
        "task-history": (world.task.public_id,),
    }


# One letter a role: director, coordinator, evaluator, steering, chair, lead, member, ministry, stranger.
# 2 opens, 3 refuses with its sentence, 4 is not there.
ROLES = ("director", "coordinator", "evaluator", "steering", "chair", "lead", "member", "ministry", "stranger")
MATRIX = {
    "bodies": "222222224",
    "body-new": "223333334",
    "body": "222222244",
    "body-edit": "223333344",
    "body-keys": "223333344",
    "body-close": "333333344",
    "body-history": "222222244",
    "seats": "222222244",
    "seat-new": "223333344",
    "seat-end": "223333244",
    "seat-substitute": "223333244",
    "meetings": "222222244",
    "meeting-new": "223323344",
    "all-meetings": "222222224",
    "meeting": "222424224",
    "meeting-edit": "223424344",
    "meeting-move": "223424344",
    "meeting-cancel": "223424344",
    "meeting-history": "222424244",
    "meeting-calendar": "222424244",
    "agenda": "222424244",
    "item-new": "223424244",
    "item-edit": "223424344",
    "attendance": "223424334",
    "guest-new": "223424334",
    "minutes": "222424224",
    "minutes-edit": "223424344",
    "minutes-correct": "333424334",
    "minutes-version": "222424224",
    "minutes-history": "222424224",
    "body-decisions": "222222244",
    "decision-new": "223323244",
    "decision-record": "333323344",
    "decisions": "222222224",
    "decision": "222222244",
    "decision-edit": "223424344",
    "decision-table": "333424344",
    "decision-translate": "223323344",
    "decision-respond": "444424244",
    "decision-recuse": "444424244",
    "decision-history": "222222244",
    "body-tasks": "222222244",
    "tasks": "222222224",
    "task-new": "223222334",
    "task": "222222244",
    "task-edit": "233323344",
    "task-move": "233322344",
    "task-drop": "233322344",
    "task-hand-over": "333332344",
    "task-history": "222222244",
}


def test_the_matrix_names_every_page(world):
    assert set(MATRIX) == set(addresses(world))


# The matrix of rights asks these pages daily too, by a few of the cast.
EACH = [
    pytest.param(place, id=role, marks=() if role in {"member"} else pytest.mark.exhaustive)
    for place, role in enumerate(ROLES)
]


@pytest.mark.parametrize("place", EACH)
def test_a_role_opens_what_it_may_and_nothing_else(world, signed_in, place):
    client = signed_in(world.person(ROLES[place]))
    wrong = {}
    for name, args in addresses(world).items():
        answer = client.get(reverse(f"working_groups:{name}", args=[world.initiative.slug, *args]))
        kind = {200: "2", 403: "3", 404: "4"}.get(answer.status_code, str(answer.status_code))
        if kind != MATRIX[name][place]:
            wrong[name] = (kind, MATRIX[name][place])
    assert wrong == {}


def test_a_visitor_is_sent_to_the_door(world, signed_in):
    answer = signed_in(None).get(reverse("working_groups:bodies", args=[world.initiative.slug]))
    assert answer.status_code in {302, 404}


@pytest.mark.parametrize("language", ["he", pytest.param("en", marks=pytest.mark.exhaustive)])
def test_every_page_is_whole_in_both_languages(world, signed_in, language):
    client = signed_in(world.chair)
    from django.utils import translation

    read = []
    with translation.override(language):
        for name, args in addresses(world).items():
            answer = client.get(reverse(f"working_groups:{name}", args=[world.initiative.slug, *args]))
            if answer.status_code != 200 or name == "meeting-calendar":
                continue
            read.append(name)
            page = answer.content.decode()
            assert f'lang="{language}"' in page
            assert page.count("<h1") == 1, name
            assert " style=" not in page, name
            assert not re.search(r"%\(\w+\)s|\{\{|\{%", page), name
    assert len(read) > 10


@pytest.mark.parametrize("page", ["meetings", "body-decisions", "body-tasks"])
def test_lists_of_one_body_do_not_ask_which_body(world, signed_in, page):
    url = reverse(f"working_groups:{page}", args=[world.initiative.slug, world.group.public_id])
    content = signed_in(world.chair).get(url).content.decode()
    assert 'name="search"' in content and 'name="body"' not in content
