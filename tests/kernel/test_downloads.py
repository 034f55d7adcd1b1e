"""A list leaves as a file: typed columns, the language's direction, nothing a spreadsheet would run."""

import io
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from openpyxl import load_workbook

from kernel import api, clock, downloads
from kernel.downloads import Column
from kernel.errors import TooMany

COLUMNS = (
    Column("title", "משימה", lambda row: row.title),
    Column("due_on", "לביצוע עד", lambda row: row.due_on, "date"),
)
ROWS = [SimpleNamespace(title="=HYPERLINK()", due_on=date(2026, 3, 1)), SimpleNamespace(title="מיפוי", due_on=None)]


def request_of(user=None, address="198.51.100.7"):
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    request.user = user or AnonymousUser()
    return request


def person(key):
    return SimpleNamespace(pk=key, is_authenticated=True)


def test_csv_is_streamed_with_its_mark_and_guards_formulas():
    answer = downloads.respond(request_of(), ROWS, COLUMNS, "csv", "tasks")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines() == ["משימה,לביצוע עד", "'=HYPERLINK(),2026-03-01", "מיפוי,"]
    assert answer["Content-Disposition"].startswith('attachment; filename="tasks-')


def test_a_workbook_reads_from_right_to_left_in_hebrew():
    answer = downloads.respond(request_of(), ROWS, COLUMNS, "xlsx", "tasks")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert sheet["A3"].value == "מיפוי"


def test_a_name_has_a_column_for_each_language_of_the_setting(settings):
    columns = downloads.names()
    assert [column.code for column in columns] == [f"name_{code}" for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("asking", [request_of(person(1)), request_of()])
def test_the_eleventh_file_within_the_hour_waits_and_others_do_not(asking):
    now = datetime(2026, 3, 1, 10, 50, tzinfo=UTC)
    with clock.at(now):
        for _file in range(10):
            downloads.take_turn(asking)
        with pytest.raises(TooMany) as refusal:
            downloads.take_turn(asking)
        downloads.take_turn(request_of(person(2)))
        downloads.take_turn(request_of(address="198.51.100.8"))
    assert refusal.value.headers == {"Retry-After": "600"} and "10" in str(refusal.value)
    with clock.at(now + timedelta(minutes=10)):
        downloads.take_turn(asking)


def test_the_interface_says_it_with_the_same_words():
    answer = api.exception_handler(TooMany("Wait a little.", seconds=600), {})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    assert answer.data == {"code": "throttled", "detail": "Wait a little."}
