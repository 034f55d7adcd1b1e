"""The bell rings after the commit and never breaks what was committed."""

from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import override_settings

from kernel import bell

pytestmark = pytest.mark.django_db(transaction=True)


class Task(SimpleNamespace):
    """A task that remembers its rings, or a broker that is down."""

    def apply_async(self, args=(), **options):
        if self.broken:
            raise ConnectionRefusedError("no broker")
        self.rings.append(args)


def test_it_rings_after_the_commit_and_not_before():
    task = Task(name="a.task", broken=False, rings=[])
    with transaction.atomic():
        bell.ring(task, 5)
        assert task.rings == []
    assert task.rings == [(5,)]


def test_it_does_not_ring_when_the_transaction_is_rolled_back():
    task = Task(name="a.task", broken=False, rings=[])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        bell.ring(task)
        raise ZeroDivisionError
    assert task.rings == []


@override_settings(CELERY_TASK_ALWAYS_EAGER=False)
def test_a_broker_that_is_down_is_counted_and_breaks_nothing():
    task = Task(name="a.broken.task", broken=True, rings=[])
    before = bell.missed["a.broken.task"]
    with transaction.atomic():
        bell.ring(task)
    assert bell.missed["a.broken.task"] == before + 1


def test_twice_in_one_transaction_rings_once_unless_a_part_is_taken_back():
    task = Task(name="a.task", broken=False, rings=[])
    with transaction.atomic():
        bell.ring(task, 1)
        bell.ring(task, 1)
        bell.ring(task, 2)
    assert task.rings == [(1,), (2,)]
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            bell.ring(task, 3)
            raise ZeroDivisionError
        bell.ring(task, 3)
    assert task.rings == [(1,), (2,), (3,)]
