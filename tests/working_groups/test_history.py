"""What a page of history says: words for codes, for moments, and for rows that carry the same name."""

import pytest
from django.utils import translation

from audit import selectors, services
from kernel.actor import Actor
from tests.factories.working_groups import AgendaItemFactory, DecidedFactory, MeetingFactory
from working_groups.selectors import words

pytestmark = pytest.mark.django_db


def told(subject, kind, changes):
    services.record(actor=Actor.system(), kind=kind, subject=subject, changes=changes)
    with translation.override("he"):
        return [(str(one.label), str(one.after)) for one in selectors.history(Actor.system(), subject)[0].details]


def test_an_answer_is_told_by_its_word_though_another_model_holds_it():
    assert told(DecidedFactory(), "working_groups.decision.answered", {"answer": ["", "for"]}) == [("מענה", "בעד")]


def test_a_moment_is_told_as_people_write_it():
    said = told(MeetingFactory(), "working_groups.meeting.called", {"starts_at": [None, "2026-08-09 10:00:00+03:00"]})
    assert said == [("שעת התחלה", "9 באוגוסט 2026, 10:00")]


def test_items_of_one_title_are_told_apart_by_their_meeting():
    first, second = (AgendaItemFactory(title="משימות", meeting=MeetingFactory(number=number)) for number in (3, 4))
    assert words.item_name(first) != words.item_name(second)
