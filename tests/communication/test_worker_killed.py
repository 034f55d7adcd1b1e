"""A worker is killed with -9 in the middle of a digest run: one digest, one Message-ID for each person, none missing.

A second hand-over happens only where the row is flagged `maybe_sent`, under the same Message-ID. On the files of the
embedded mode always; on PostgreSQL and Redis, with the settings and commands of production, where they are.
"""

import random
import time
from collections import Counter

import pytest

from tests.communication.killed import SEED
from tests.processes import wait_for

pytestmark = pytest.mark.slow
PEOPLE = 20


def run_and_kill_twice(portal, postbox):
    """A digest run interrupted while it builds and while a mail is on the wire; then its end."""
    portal.python("-c", SEED, str(PEOPLE))
    portal.start("beat")

    portal.start("worker")
    wait_for(lambda: portal.count("digest", "queued", "sent") >= 3, 90, "three digests were built")
    portal.kill("worker")
    assert portal.count("digest", "sent") < PEOPLE

    portal.let_pass(11)
    postbox.keep_next = True
    portal.start("worker")
    assert postbox.kept.wait(90), "no mail came while the server kept one"
    time.sleep(random.uniform(0, 0.2))  # the other child of the worker is somewhere in a mail of its own
    portal.kill("worker")
    on_the_wire = portal.rows("SELECT message_id FROM communication_mail WHERE state = 'handing_over'")
    assert postbox.kept_id in {key for (key,) in on_the_wire}

    portal.let_pass(11)
    portal.start("worker")
    wait_for(lambda: portal.count("digest", "sent") == PEOPLE, 120, "every digest was sent")
    portal.end()


def assert_each_got_one(portal, postbox):
    """One row, one Message-ID, one mail for each person; a second hand-over of it only where it is flagged."""
    digests = portal.rows("SELECT person_id, slot, mail_id FROM communication_digest")
    assert len(digests) == len({person for person, _slot, _mail in digests}) == PEOPLE
    assert len({mail for _person, _slot, mail in digests}) == PEOPLE
    rows = portal.rows("SELECT message_id, recipient, state, maybe_sent FROM communication_mail")
    assert len(rows) == PEOPLE
    assert {state for _id, _to, state, _maybe in rows} == {"sent"}
    flagged = {key for key, _to, _state, maybe in rows if maybe}

    handed_over = Counter((letter["Message-ID"], letter["To"]) for letter in postbox.taken)
    assert set(handed_over) == {(key, to) for key, to, _state, _maybe in rows}
    twice = {key for (key, _to), times in handed_over.items() if times > 1}
    assert twice, "one mail was on the wire when its worker died"
    assert twice <= flagged


def assert_second_hand_overs_are_the_same_letter(postbox):
    """Whatever came twice came with the same words, in the language of its reader, as text and as HTML."""
    bodies: dict[str, set[str]] = {}
    for letter in postbox.taken:
        assert letter.get_content_type() == "multipart/alternative"
        parts = [part.get_content() for part in letter.iter_parts()]
        language = "he" if int(letter["To"].strip("p").partition("@")[0]) % 2 else "en"
        assert letter["Content-Language"] == language
        assert f'lang="{language}"' in parts[1]
        bodies.setdefault(letter["Message-ID"], set()).add("".join(parts))
    assert {len(different) for different in bodies.values()} == {1}


def test_on_files_a_run_whose_worker_is_killed_loses_nothing_and_doubles_nothing_unmarked(on_files, postbox):
    run_and_kill_twice(on_files, postbox)
    assert_each_got_one(on_files, postbox)
    assert_second_hand_overs_are_the_same_letter(postbox)


@pytest.mark.exhaustive
@pytest.mark.services
def test_on_redis_a_run_whose_worker_is_killed_loses_nothing_and_doubles_nothing_unmarked(on_services, postbox):
    run_and_kill_twice(on_services, postbox)
    assert_each_got_one(on_services, postbox)
    assert_second_hand_overs_are_the_same_letter(postbox)
