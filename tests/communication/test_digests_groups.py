"""The block on the groups: once a week, what each did and owes, only as far as its reader may see it."""

from datetime import UTC, datetime, timedelta

import pytest

from communication.digests import groups
from communication.digests.content import Content, Group, Line
from communication.models import Digest
from kernel import clock
from tests.actors import make_cast
from tests.factories.working_groups import (
    DecidedFactory,
    HeldMeetingFactory,
    MeetingFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2027, 3, 9, 6, 0, tzinfo=UTC)
WEEK = groups.Window(TUESDAY - timedelta(days=7), TUESDAY)


@pytest.fixture(autouse=True)
def tuesday_morning():
    with clock.at(TUESDAY):
        yield


@pytest.fixture
def cast():
    return make_cast()


def told(cast, role, window=WEEK):
    """Group keys with the parts of their lines."""
    return {group.key: [line.section for line in group.lines] for group in groups.gather(cast.actor(role), window)}


def digest(person, cadence="weekly", due_at=TUESDAY, **columns):
    return Digest.objects.create(
        person=person,
        slot=due_at.date(),
        cadence=cadence,
        due_at=due_at,
        not_before=due_at,
        expires_at=due_at + timedelta(days=4),
        **columns,
    )


def test_each_part_has_its_lines_and_what_is_late_comes_first(cast):
    task = {"initiative": cast.initiative, "body": cast.group, "participation": cast.chairing, "person": cast.chair}
    TaskFactory(**task, due_on=TUESDAY.date() - timedelta(days=4))
    TaskFactory(**task, due_on=TUESDAY.date() + timedelta(days=4))
    TaskFactory(
        **{**task, "participation": cast.partner, "person": cast.lead}, due_on=TUESDAY.date() + timedelta(days=30)
    )
    TaskFactory(**task, state="done", done_at=TUESDAY - timedelta(days=1))
    DecidedFactory(body=cast.group, decided_at=TUESDAY - timedelta(days=2), decided_on=TUESDAY.date())
    HeldMeetingFactory(
        body=cast.group, starts_at=TUESDAY - timedelta(days=6), ends_at=TUESDAY - timedelta(days=6) + timedelta(hours=2)
    )
    MeetingFactory(body=cast.group, starts_at=TUESDAY + timedelta(days=3))
    parts = told(cast, "member")[f"body {cast.group.pk}"]
    assert parts == ["late", "late", "decided", "done", "done", "asked", "due", "to_come"]


def test_the_window_runs_from_slot_to_slot_with_its_end_and_without_its_beginning(cast):
    for moment in (WEEK.begins, WEEK.begins + timedelta(seconds=1), WEEK.ends, WEEK.ends + timedelta(seconds=1)):
        DecidedFactory(body=cast.group, decided_at=moment, decided_on=TUESDAY.date())
    assert told(cast, "member")[f"body {cast.group.pk}"] == ["decided", "decided"]


def test_who_sits_nowhere_hears_of_no_group(cast):
    DecidedFactory(body=cast.group, decided_at=TUESDAY, decided_on=TUESDAY.date())
    assert told(cast, "data") == {} and told(cast, "stranger") == {}


def test_only_due_and_to_come_is_no_reason_to_write(cast):
    MeetingFactory(body=cast.group, starts_at=TUESDAY + timedelta(days=3))
    assert not Content(groups=tuple(groups.gather(cast.actor("member"), WEEK))).is_worth_sending


def test_weekly_readers_get_it_each_time_and_daily_ones_on_tuesday(cast):
    assert groups.window(digest(cast.member)) == WEEK
    daily = digest(cast.coordinator, "daily")
    assert groups.window(daily) == WEEK
    assert groups.window(digest(cast.coordinator, "daily", TUESDAY + timedelta(days=1))) is None


def test_a_daily_reader_whose_tuesday_was_a_holiday_gets_it_with_the_next_mail(cast):
    digest(cast.coordinator, "daily", TUESDAY - timedelta(days=7), state="sent", window_to=TUESDAY - timedelta(days=7))
    wednesday = digest(cast.coordinator, "daily", TUESDAY + timedelta(days=1))
    assert groups.window(wednesday) == groups.Window(TUESDAY - timedelta(days=7), TUESDAY + timedelta(days=1))


def test_fortnightly_readers_hear_of_two_weeks(cast):
    span = groups.window(digest(cast.funder, "fortnightly"))
    assert span.ends - span.begins == timedelta(days=14)


def test_twelve_lines_of_its_own_four_where_one_sits_one_elsewhere_late_first():
    def group(number, parts, sits=False):
        lines = tuple(Line(f"{number} {place} {part}", part, "text") for place, part in enumerate(parts))
        return Group(f"g{number}", f"Group {number}", "/", lines, sits)

    mine = group(0, ["decided"] * 7, sits=True)
    others = [group(n, ["decided", "done"]) for n in range(1, 12)]
    late = group(99, ["late", "done"])
    content = Content(groups=(mine, *others, late))
    shown = content.shown_groups
    assert [g.key for g in shown][:2] == ["g99", "g0"]
    assert shown[0].parts == (("late", 1), ("done", 1)) and len(shown[1].lines) == 4
    assert len(shown) == 9 and content.more_groups == 3 + 4
