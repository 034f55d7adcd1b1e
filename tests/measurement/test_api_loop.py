"""The loop through the API: the same sentences and acts as the pages."""

from datetime import timedelta

import pytest

from kernel import clock
from measurement.models import Cycle, DraftValue, RequestState, Value
from tests.factories.measurement import Loop
from tests.measurement.api import base, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    return Loop(partners=2)


def opened(loop):
    client_of(loop, "coordinator").post(f"{base(loop)}cycles/{loop.cycle.public_id}/open/")
    return f"{base(loop)}requests/{loop.request().public_id}/"


def all_cells(loop):
    numbers = {"": "100", "sex=f": "60", "sex=m": "40"}
    return [
        {"measure": one.measure.code, "combination": code, "number": numbers[code], "revision": 0}
        for one in loop.definitions
        for code in loop.cells
    ]


def test_a_cycle_is_planned_and_opened(loop):
    client = client_of(loop, "coordinator")
    order = {
        "measure_set": loop.measure_set.public_id,
        "period": "2019S",
        "due_on": (clock.today() + timedelta(days=9)).isoformat(),
    }
    answer = client.post(f"{base(loop)}cycles/", order, format="json")
    assert answer.status_code == 201, answer.json()
    address = f"{base(loop)}cycles/{answer.json()['id']}/"
    for _again in range(2):
        assert client.post(f"{address}open/").json()["state"] == "opened"
    assert Cycle.objects.get(period="2019S").requests.count() == 2
    assert client.get(f"{address}coverage/").json()[0]["expected"] == 2


def test_a_wrong_order_names_its_fields(loop):
    answer = client_of(loop, "coordinator").post(f"{base(loop)}cycles/", {"period": "2019S", "x": 1}, format="json")
    assert answer.status_code == 400
    assert {"measure_set", "due_on", "x"} <= set(answer.json()["fields"])


def test_the_whole_loop_from_cells_to_facts(loop):
    address = opened(loop)
    officer, reviewer = client_of(loop, "data_officer"), client_of(loop, "coordinator")
    assert officer.get(f"{address}cells/").json()["asked"] == 2
    saved = officer.patch(f"{address}cells/", {"cells": all_cells(loop)}, format="json")
    assert saved.status_code == 200 and len(saved.json()["cells"]) == 6
    first = officer.post(f"{address}submit/", headers={"Idempotency-Key": "k1"})
    again = officer.post(f"{address}submit/", headers={"Idempotency-Key": "k1"})
    assert first.status_code == 200 and first.json() == again.json()
    submission = f"{base(loop)}submissions/{first.json()['id']}/"
    assert len(reviewer.get(f"{submission}values/").json()) == 6
    code = loop.definitions[0].measure.code
    question = reviewer.post(f"{submission}ask/", {"text": "כיצד?", "cell": f"{code}|sex=f"}, format="json").json()
    assert (question["measure"], question["combination"]) == (code, "sex=f")
    assert reviewer.post(f"{submission}accept/").json()["code"] == "open_questions"
    reviewer.post(f"{submission}return/", {}, format="json")
    assert officer.post(f"{address}submit/").json()["code"] == "questions_unanswered"
    questions = f"{base(loop)}questions/{question['id']}/"
    assert officer.post(f"{questions}reply/", {"text": "כך"}, format="json").json()["replies"][0]["text"] == "כך"
    second = officer.post(f"{address}submit/").json()
    reviewer.post(f"{questions}close/")
    assert reviewer.post(f"{base(loop)}submissions/{second['id']}/accept/").json()["state"] == "accepted"
    assert Value.objects.count() == 6


def test_wrong_cells_are_refused_by_name_and_the_others_saved(loop):
    address = opened(loop)
    code = loop.definitions[0].measure.code
    cells = [
        {"measure": code, "combination": "", "number": "1e309"},
        {"measure": code, "combination": "sex=f", "number": 7},
        {"measure": code, "combination": "sex=m", "blank": "not_applicable", "note": "אין בנים"},
    ]
    told = client_of(loop, "data_officer").patch(f"{address}cells/", {"cells": cells}, format="json").json()["cells"]
    assert told[f"{code}|"]["state"] == "refused" and told[f"{code}|sex=f"]["state"] == "saved"
    assert DraftValue.objects.get(combination__code="sex=m").blank == "not_applicable"


def test_an_unknown_cell_is_refused_whole(loop):
    address = opened(loop)
    answer = client_of(loop, "data_officer").patch(
        f"{address}cells/", {"cells": [{"measure": "X-9", "combination": "", "number": 1}]}, format="json"
    )
    assert answer.status_code == 400 and answer.json()["code"] == "unknown_cell"


def test_a_stale_revision_is_a_conflict_with_both_values(loop):
    address = opened(loop)
    officer, code = client_of(loop, "data_officer"), loop.definitions[0].measure.code
    for number in ("10", "20"):
        cells = [{"measure": code, "combination": "", "number": number, "revision": 0}]
        answer = officer.patch(f"{address}cells/", {"cells": cells}, format="json")
    assert answer.status_code == 409
    assert answer.json()["cells"][f"{code}|"]["state"] == "conflict"


def test_a_reason_answers_only_for_the_number_it_came_with(loop):
    address = opened(loop)
    officer, code = client_of(loop, "data_officer"), loop.definitions[0].measure.code
    one = {"measure": code, "combination": ""}
    for sent, kept in (({"number": 10, "reason": "new"}, "new"), ({"note": "so"}, "new"), ({"number": 11}, "")):
        officer.patch(f"{address}cells/", {"cells": [one | sent]}, format="json")
        cells = officer.get(f"{address}cells/").json()["cells"]
        assert [cell["reason"] for cell in cells if (cell["measure"], cell["combination"]) == (code, "")] == [kept]


def test_another_partner_s_request_is_not_there(loop):
    opened(loop)
    foreign = f"{base(loop)}requests/{loop.request(1).public_id}/"
    officer = client_of(loop, "data_officer")
    assert officer.get(foreign).status_code == 404
    assert officer.get(f"{foreign}cells/").status_code == 404
    assert officer.post(f"{foreign}submit/").status_code == 404
    assert officer.get(f"{base(loop)}requests/").json()["count"] == 1


def test_the_backbone_reads_no_draft(loop):
    address = opened(loop)
    loop.fill(0)
    assert client_of(loop, "coordinator").get(f"{address}cells/").status_code in {403, 404}


def test_measures_and_definitions_are_made_and_put_in_force(loop):
    director = client_of(loop, "director")
    made = director.post(f"{base(loop)}measures/", {"code": "M-70", "name_he": "מדד"}, format="json")
    assert made.status_code == 201, made.json()
    measure = f"{base(loop)}measures/{made.json()['id']}/"
    changed = director.patch(measure, {"name_en": "Measure"}, format="json", headers={"If-Match": made["ETag"]})
    assert changed.json()["name"] == {"he": "מדד", "en": "Measure"}
    stale = director.patch(measure, {"name_en": "Other"}, format="json", headers={"If-Match": made["ETag"]})
    assert stale.status_code == 409
    order = {
        "text_he": "א",
        "text_en": "a",
        "unit_he": "ב",
        "unit_en": "b",
        "aggregation": "sum",
        "dimensions": ["sex"],
        "counts_people": True,
    }
    version = director.post(f"{measure}definitions/", order, format="json").json()
    assert version["cells"] == ["", "sex=f", "sex=m"]
    address = f"{measure}definitions/1/"
    assert director.post(f"{address}agree/").json()["code"] == "wrong_state"
    director.post(f"{address}pilot/")
    assert director.post(f"{address}agree/").json()["code"] == "language_missing"
    for code in ("he", "en"):
        director.post(f"{address}approve/", {"language": code}, format="json")
    director.post(f"{address}agree/")
    assert director.post(f"{address}enact/").json()["state"] == "live"
    assert director.post(f"{measure}target/", {"period": "2020S", "number": "9"}, format="json").status_code == 200


def test_more_time_is_asked_for_and_given(loop):
    address = opened(loop)
    later = (clock.today() + timedelta(days=30)).isoformat()
    order = {"due_on": later, "reason": "חופשה"}
    asked = client_of(loop, "data_officer").post(f"{address}ask-time/", order, format="json").json()
    assert asked["asked_due_on"] == later
    given = client_of(loop, "coordinator").post(f"{address}extend/", order, format="json").json()
    assert (given["due_on"], given["asked_due_on"]) == (later, None)


def test_no_activity_makes_zeros_of_sums_once_it_is_granted(loop):
    address = opened(loop)
    order = {"excuse": "no_activity", "reason": "סגורים"}
    refused = client_of(loop, "data_officer").post(f"{address}ask-excuse/", order, format="json")
    assert refused.status_code == 403
    client_of(loop, "representative").post(f"{address}ask-excuse/", order, format="json")
    assert client_of(loop, "coordinator").post(f"{address}excuse/").json()["state"] == RequestState.EXCUSED
    assert set(Value.objects.values_list("number", flat=True)) == {0}
