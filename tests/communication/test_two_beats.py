"""Two beats at once have the effect of one: each planned thing is a row, and whoever claims it does it.

On PostgreSQL and Redis, with the commands and settings of production, and two workers: both bells are heard at once.
"""

import shelve
import time
from collections import Counter

import pytest

from tests.communication.killed import SEED
from tests.processes import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive, pytest.mark.services]
PEOPLE = 20


def runs(place):
    """How often a beat rang for each task, by what it keeps on its disk."""
    with shelve.open(str(place)) as kept:
        return {
            name: entry.total_run_count for name, entry in kept["entries"].items() if not name.startswith("celery.")
        }


def test_two_beats_send_each_digest_once(on_services, postbox, tmp_path):
    portal = on_services
    portal.python("-c", SEED, str(PEOPLE))
    for name in ("one", "two"):
        portal.start("beat", f"beat {name}", BEAT_FILE=str(tmp_path / name))
        portal.start("worker", f"worker {name}")
    wait_for(lambda: portal.count("digest", "sent") == PEOPLE, 120, "every digest was sent")
    time.sleep(5)  # some more rounds of both
    for name in ("one", "two"):
        beat = portal.running.pop(f"beat {name}")
        beat.terminate()
        beat.wait(20)
    portal.end()

    rung = [runs(tmp_path / name) for name in ("one", "two")]
    assert all(times >= 3 for beat in rung for times in beat.values()), rung
    digests = portal.rows("SELECT person_id FROM communication_digest")
    assert len(digests) == len(set(digests)) == PEOPLE
    mails = portal.rows("SELECT message_id, maybe_sent, state FROM communication_mail")
    assert {(maybe, state) for _id, maybe, state in mails} == {(False, "sent")}
    handed_over = Counter(letter["Message-ID"] for letter in postbox.taken)
    assert handed_over == dict.fromkeys((key for key, _maybe, _state in mails), 1)
