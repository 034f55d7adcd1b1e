"""The daily round locks minutes that were confirmed long ago, once."""

from datetime import timedelta

import pytest

from audit.models import Entry
from kernel import clock
from tests.factories.working_groups import ApprovedMinutesFactory, AttendanceFactory, HeldMeetingFactory
from working_groups.models import Attendance, Minutes
from working_groups.tasks import mark_due

pytestmark = pytest.mark.django_db


def confirmed(days):
    meeting = HeldMeetingFactory(starts_at=clock.now() - timedelta(days=days + 1))
    AttendanceFactory(meeting=meeting)
    return ApprovedMinutesFactory(meeting=meeting, state="confirmed", confirmed_at=clock.now() - timedelta(days=days))


def test_minutes_confirmed_thirty_days_ago_are_locked_and_younger_ones_wait():
    old, young = confirmed(31), confirmed(5)
    assert mark_due() == 1
    assert Minutes.objects.get(pk=old.pk).state == "locked"
    assert Minutes.objects.get(pk=young.pk).state == "confirmed"
    assert Attendance.objects.get(meeting=old.meeting).locked_at is not None


def test_twice_does_nothing():
    confirmed(40)
    assert (mark_due(), mark_due()) == (1, 0)
    assert Entry.objects.filter(kind="working_groups.minutes.locked", by=None).count() == 1
