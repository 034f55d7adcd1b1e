"""What is asked of the rights of a set of addresses: the cases of pages and of endpoints. Not a test.

Outcomes stand in expected/, one row an address. The addresses come from the URL map: a page without a row fails. To
record after a change: SHIDRA_RECORD=1 pytest tests/matrix; then read the difference against the table of rights.
"""

import json
import os
from pathlib import Path

import pytest

from tests.matrix.addresses import all_addresses
from tests.matrix.snapshot import demo_world
from tests.matrix.visitor import quick
from tests.matrix.walk import Walk, is_walked, spread
from tests.matrix.world import PERSONAS, visitors

PLACE = Path(__file__).parent / "expected"
RECORD = os.environ.get("SHIDRA_RECORD") == "1"


class Rights:
    """Every address and method × the cast × own objects, another partner's, another initiative's."""

    rows = ""
    personas = PERSONAS
    every = 1

    @pytest.fixture(scope="class")
    @classmethod
    def walked(cls, run_folder, django_db_setup, django_db_blocker):
        """The walk over the addresses of `rows`, made once."""
        wanted = cls.rows == "endpoints"
        addresses = [one for one in all_addresses() if is_walked(one) and one.is_api is wanted]
        with django_db_blocker.unblock(), demo_world(run_folder):
            cast = {name: who for name, who in visitors().items() if name in cls.personas}
            with quick():  # signed in before, for it reads a session once
                yield Walk(addresses, cast, cls.every)

    def test_no_address_answers_with_an_error(self, walked):
        assert walked.errors == []

    def test_every_answer_carries_the_headers_of_security(self, walked):
        assert walked.bare == []

    def test_every_address_is_filled_with_objects(self, walked):
        assert walked.unfilled == []

    def test_methods_that_are_not_offered_are_refused(self, walked):
        assert walked.open == []

    def test_objects_of_others_answer_as_made_up_ones(self, walked):
        assert walked.leaks == []

    def test_every_address_has_its_row_and_everybody_gets_what_it_says(self, walked):
        rows, place, is_whole = walked.rows, PLACE / f"{self.rows}.json", self.personas == PERSONAS
        if RECORD and is_whole:
            place.write_text(json.dumps(rows, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        expected = json.loads(place.read_text(encoding="utf-8"))
        assert sorted(rows.keys() - expected.keys()) == [], "addresses without a row in the matrix"
        assert sorted(expected.keys() - rows.keys()) == [], "rows of addresses that are gone"
        if not is_whole:
            rows, expected = (
                {key: spread(row, self.personas) for key, row in all_.items()} for all_ in (rows, expected)
            )
            expected = {key: {asked: row[asked] for asked in rows[key]} for key, row in expected.items()}
        assert {key: rows[key] for key in rows if rows[key] != expected[key]} == {
            key: expected[key] for key in rows if rows[key] != expected[key]
        }


# Who runs the initiative, a partner of it, a funder with narrower rights, and nobody: every door is tried daily, and
# every tenth with the objects of others and by methods that it does not offer.
SAMPLE, TENTH = ("director", "lead", "funder", "anonymous"), 10
