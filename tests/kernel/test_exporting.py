"""What leaves as a file: numbers as numbers, text as text, and back again unchanged."""

import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import exporting, importing, intake, text
from kernel.exporting import Field

FIELDS = [Field("name", "ארגון"), Field("value", "ערך", "number"), Field("on", "יום", "date"),
          Field("share", "חלק", "share"), Field("paid", "שולם", "money")]  # fmt: skip
ROWS = [
    {"name": "רשת אלון", "value": Decimal("-5.25"), "on": datetime.date(2026, 3, 1), "share": Decimal("0.12"),
     "paid": 125050},
    {"name": "=1+1", "value": None, "on": None, "share": 1, "paid": -5},
]  # fmt: skip


def csv_of(fields, rows):
    return b"".join(exporting.csv_chunks(fields, rows))


def xlsx_of(fields, rows, **more):
    out = io.BytesIO()
    exporting.write_xlsx(out, fields, rows, sheet="ערכים 2026/1", **more)
    return out.getvalue()


def test_csv_is_marked_as_utf_8_and_keeps_numbers_as_numbers():
    data = csv_of(FIELDS, ROWS)

    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
        ["ארגון", "ערך", "יום", "חלק", "שולם"],
        ["רשת אלון", "-5.25", "2026-03-01", "0.12", "1250.50"],
        ["'=1+1", "", "", "1", "-0.05"],
    ]


def test_csv_comes_in_pieces():
    pieces = list(exporting.csv_chunks(FIELDS[:1], ([f"{place}"] for place in range(1200))))

    assert len(pieces) == 4 and max(map(len, pieces)) < 4000


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_text_that_starts_like_a_formula_is_guarded(start):
    assert exporting.guarded(f"{start}x") == f"'{start}x"
    assert exporting.guarded(f"x{start}") == f"x{start}"


def test_a_float_never_leaves():
    with pytest.raises(TypeError):
        csv_of([Field("value", "x", "number")], [[0.1]])


def test_xlsx_is_a_sheet_from_the_right_with_typed_cells():
    page = openpyxl.load_workbook(io.BytesIO(xlsx_of(FIELDS, ROWS))).worksheets[0]

    assert page.sheet_view.rightToLeft and page.freeze_panes == "A2" and page.title == "ערכים 2026 1"
    assert [cell.value for cell in page[2]] == ["רשת אלון", -5.25, datetime.datetime(2026, 3, 1), 0.12, 1250.5]
    assert page["A3"].value == "=1+1" and page["A3"].data_type == "s"
    assert page["D2"].number_format == "0.0%"
    assert (
        not openpyxl.load_workbook(io.BytesIO(xlsx_of(FIELDS, [], right_to_left=False)))
        .worksheets[0]
        .sheet_view.rightToLeft
    )


def test_choices_are_offered_from_a_hidden_sheet():
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of([Field("c", "c", choices=["א" * 200, "ב" * 200])], [])))

    assert book["lists"].sheet_state == "hidden" and book["lists"]["A2"].value == "ב" * 200
    (rule,) = book.worksheets[0].data_validations.dataValidation
    assert rule.formula1 == "lists!$A$1:$A$2" and str(rule.sqref) == "A2:A1048576"


COLUMNS = [importing.TextColumn(code="name", title="ארגון"), importing.NumberColumn(code="value", title="ערך")]
NAMES = st.text(min_size=1, max_size=20)
VALUES = st.decimals(min_value=-(10**10), max_value=10**10, places=4)


@given(st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=4), st.sampled_from(["a.csv", "a.xlsx"]))
def test_what_leaves_comes_back_the_same(rows, name):
    clean = []
    for typed, value in rows:
        try:
            if stored := text.clean(typed):
                clean.append((stored, value))
        except text.TextRefused:
            continue
    if not clean or any(stored.startswith("'") for stored, _value in clean):
        return
    fields = [Field("name", "name"), Field("value", "value", "number")]
    data = csv_of(fields, clean) if name.endswith("csv") else xlsx_of(fields, clean)
    preview = importing.read(intake.read(data, name), COLUMNS)

    assert [(row.values["name"], row.values["value"]) for row in preview.rows] == clean
