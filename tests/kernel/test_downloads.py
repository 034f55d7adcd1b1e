"""A list leaves as a file: typed columns, the language's direction, nothing a spreadsheet would run."""

import io
from datetime import date
from types import SimpleNamespace

from openpyxl import load_workbook

from kernel import downloads
from kernel.downloads import Column

COLUMNS = (
    Column("title", "משימה", lambda row: row.title),
    Column("due_on", "לביצוע עד", lambda row: row.due_on, "date"),
)
ROWS = [SimpleNamespace(title="=HYPERLINK()", due_on=date(2026, 3, 1)), SimpleNamespace(title="מיפוי", due_on=None)]


def test_csv_is_streamed_with_its_mark_and_guards_formulas():
    answer = downloads.respond(ROWS, COLUMNS, "csv", "tasks")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines() == ["משימה,לביצוע עד", "'=HYPERLINK(),2026-03-01", "מיפוי,"]
    assert answer["Content-Disposition"].startswith('attachment; filename="tasks-')


def test_a_workbook_reads_from_right_to_left_in_hebrew():
    answer = downloads.respond(ROWS, COLUMNS, "xlsx", "tasks")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert sheet["A3"].value == "מיפוי"


def test_a_name_has_a_column_for_each_language_of_the_setting(settings):
    columns = downloads.names()
    assert [column.code for column in columns] == [f"name_{code}" for code, _name in settings.LANGUAGES]
