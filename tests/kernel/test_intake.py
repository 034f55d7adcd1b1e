"""Every file gets its table or the sentence owed, and never anything else."""

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel import importing, intake
from kernel.files.sheets import ErrorCell, FileRefused, address
from tests.kernel.naughty_files import FILES, GOOD, HEAD, ROW, TEXT, book

COLUMNS = [
    importing.TextColumn(code="organisation", title="ארגון"),
    importing.TextColumn(code="measure", title="מדד"),
    importing.PeriodColumn(code="period", title="תקופה", kinds=("month",)),
    importing.NumberColumn(code="value", title="ערך"),
]


def answer(name, data):
    """(the rows, all that is said) for a file, as a page would show it."""
    with translation.override("en"):
        try:
            sheet = intake.read(data, name)
        except FileRefused as refused:
            return None, str(refused)
        preview = importing.read(sheet, COLUMNS, key=("organisation", "measure", "period"))
        return preview.rows if preview.ok else None, "\n".join(map(str, [*preview.findings, *preview.notes]))


@pytest.mark.parametrize("name", [name for name, (_data, owed) in FILES.items() if owed is not None])
def test_a_bad_file_gets_the_sentence_owed(name):
    data, owed = FILES[name]
    rows, said = answer(name, data)

    assert rows is None
    assert said and owed.replace("\u2068", "").replace("\u2069", "") in said.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("name", [name for name, (_data, owed) in FILES.items() if owed is None and "far" not in name])
def test_a_good_file_is_read(name):
    rows, said = answer(name, FILES[name][0])

    assert rows is not None, said
    assert rows[0].number == 2
    assert rows[0].values["period"] == "2026-03"
    assert rows[0].values["organisation"].startswith("רשת")
    assert float(rows[0].values["value"]) == (12.5 if name == "per_cent.xlsx" else 12)


def test_what_lies_far_below_the_table_is_left_out_with_a_note():
    rows, said = answer("a.xlsx", FILES["far_row.xlsx"][0])

    assert [row.number for row in rows] == [2] and "Row 1048576 lies far below" in said


def test_a_hidden_row_is_read_with_a_note():
    rows, said = answer("a.xlsx", FILES["hidden.xlsx"][0])

    assert rows and "Row 2 is hidden" in said


def test_windows_hebrew_is_read_with_a_note_and_samples():
    rows, said = answer("a.csv", FILES["windows.csv"][0])

    assert rows and "Windows Hebrew" in said and "רשת אלון" in said


def test_only_the_first_visible_sheet_is_read_and_that_is_said():
    def more(sheet):
        sheet.parent.create_sheet("hidden", 0).sheet_state = "hidden"
        sheet.parent.create_sheet("other").append(["x"])

    rows, said = answer("a.xlsx", book(HEAD, ROW, change=more))

    assert rows and "Only the sheet" in said


def test_a_file_above_the_limit_is_not_opened():
    with pytest.raises(FileRefused) as refused:
        intake.read(bytes(intake.MOST_BYTES + 1), "a.xlsx")

    assert refused.value.code == "too_large"


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("kernel.files.sheets.MOST_ROWS", 1)
    for name, data in (("a.xlsx", GOOD), ("a.csv", TEXT.encode())):
        with pytest.raises(FileRefused) as refused:
            intake.read(data, name)
        assert refused.value.code == "too_many_rows"


def test_a_table_that_begins_lower_and_further_in_keeps_its_addresses():
    def lower(sheet):
        for row, values in ((5, HEAD), (6, [*ROW[:3], "#N/A"])):
            for column, value in enumerate(values, 3):
                sheet.cell(row, column).value = value

    sheet = intake.read(book(change=lower), "a.xlsx")

    assert sheet.header.number == 5 and sheet.header[2] == HEAD[0]
    assert sheet.rows[0].number == 6 and isinstance(sheet.rows[0][5], ErrorCell)


def test_captions_above_the_header_are_left_out_with_a_note():
    def caption(sheet):
        sheet["C1"] = "משרד החינוך"
        sheet.merge_cells("C1:F1")
        sheet["B3"] = "נכון ל־2019"
        for row, values in ((5, HEAD), (6, ROW)):
            for column, value in enumerate(values, 1):
                sheet.cell(row, column).value = value

    rows, said = answer("a.xlsx", book(change=caption))

    assert rows[0].number == 6 and "The header is row 5" in said


def test_the_same_bytes_have_the_same_fingerprint():
    assert intake.fingerprint(b"a") == intake.fingerprint(b"a") != intake.fingerprint(b"b")


@pytest.mark.parametrize(("column", "row", "name"), [(0, 1, "A1"), (25, 2, "Z2"), (26, 3, "AA3"), (16383, 9, "XFD9")])
def test_cells_have_the_addresses_of_spreadsheets(column, row, name):
    assert address(column, row) == name


@settings(max_examples=120, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx"]))
def test_no_bytes_break_the_door(data, name):
    try:
        assert intake.read(data, name).rows
    except FileRefused as refused:
        assert str(refused)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_workbook_with_one_wrong_byte_is_read_or_refused(place, byte):
    try:
        assert intake.read(GOOD[:place] + bytes([byte]) + GOOD[place + 1 :], "a.xlsx").rows
    except FileRefused as refused:
        assert str(refused)
