"""Random histories through the acts: after every step the books hold.

CI plays 25 of them, a day's work 6; SHIDRA_HISTORIES sets how many.
"""

import os

import pytest
from django.db import transaction

from tests.conftest import WHOLE
from tests.factories.funding import FundWorld
from tests.funding.history import History

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

COUNT = int(os.environ.get("SHIDRA_HISTORIES", "25" if WHOLE else "6"))
FIRST = int(os.environ.get("SHIDRA_FIRST_HISTORY", "0"))
LENGTH = 16


def test_the_books_hold_after_every_step_of_every_history(cast):
    world = FundWorld(cast)
    world.payee()
    done = 0
    for seed in range(FIRST, FIRST + COUNT):
        with transaction.atomic():
            done += History(world, seed).play(LENGTH)
            transaction.set_rollback(True)
    assert done > COUNT * LENGTH // 3
