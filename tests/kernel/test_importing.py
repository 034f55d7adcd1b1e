"""Columns find their cells, clean them, and say everything at once."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from kernel import importing, numbers
from kernel.files.sheets import LISTED, ErrorCell, FormulaCell, Row, Sheet
from kernel.importing import ChoiceColumn, DateColumn, NumberColumn, PeriodColumn, TextColumn, Unclean

NAME = TextColumn(code="name", title=gettext_lazy("July"), longest=20)
VALUE = NumberColumn(code="value", title="Value")


def sheet(header, *rows):
    return Sheet("csv", "", Row(1, tuple(header)), [Row(place, tuple(row)) for place, row in enumerate(rows, 2)])


@pytest.mark.parametrize("title", ["name", "NAME", "July", "יולי", " july "])
def test_a_column_is_found_by_code_or_by_title_in_any_language(title):
    preview = importing.read(sheet([title], ["א"]), [NAME])

    assert preview.columns == {"name": 0} and preview.rows[0].values == {"name": "א"}


def test_columns_that_nobody_knows_are_named_and_left_alone():
    preview = importing.read(sheet(["name", "remark"], ["א", "x"]), [NAME])

    assert preview.ok and preview.ignored == ["remark"]


def test_a_column_that_may_stay_away_may_stay_away():
    preview = importing.read(sheet(["name"], ["א"]), [NAME, DateColumn(code="on", title="On", required=False)])

    assert preview.ok and preview.rows[0].values == {"name": "א"}


def test_all_errors_come_at_once_up_to_the_limit_and_the_rest_is_counted():
    rows = [["", "x"]] * 150
    preview = importing.read(sheet(["name", "value"], *rows), [NAME, VALUE])

    assert len(preview.findings) == LISTED and preview.more == 100
    assert [(one.place, one.code) for one in preview.findings[:2]] == [("A2", "empty_cell"), ("B2", "not_a_number")]


def test_a_number_column_keeps_the_kind_of_blank():
    preview = importing.read(sheet(["value"], ["7"], ["-"], ["n/a"], [None], [0.0]), [VALUE])

    assert [row.values["value"] for row in preview.rows] == [7, None, None, None, 0]
    assert [row.blanks.get("value") for row in preview.rows] == [
        None, numbers.NOT_REPORTED, numbers.NOT_APPLICABLE, numbers.NOT_REPORTED, None,
    ]  # fmt: skip


def test_a_number_with_two_senses_is_asked_about_once_and_answered_once():
    table = sheet(["value"], ["7"], ["1.234"], ["5.678"])
    asked = importing.read(table, [VALUE])
    answered = importing.read(table, [VALUE], styles={"value": numbers.COMMA})

    assert asked.questions == {"value": ("1.234", {".": Decimal("1.234"), ",": Decimal(1234)})}
    assert [row.values["value"] for row in answered.rows] == [7, 1234, 5678] and not answered.questions


def test_the_same_key_in_two_rows_is_found():
    table = sheet(["name", "value"], ["א", "1"], ["ב", "1"], ["א", "2"])
    (found,) = importing.read(table, [NAME, VALUE], key=["name"]).findings

    assert found.code == "double_row" and found.row == 4
    assert str(NAME.title) in str(found.sentence), "it names the column that must differ"


def test_formulas_and_errors_are_taken_by_no_column():
    table = sheet(["name", "value"], [FormulaCell("="), ErrorCell("#N/A")])

    assert [one.code for one in importing.read(table, [NAME, VALUE]).findings] == ["formula", "error_cell"]


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        (NAME, 2018.0, "2018"), (NAME, "'=1+1", "=1+1"), (NAME, "'tis", "'tis"), (NAME, " א\u00a0ב ", "א ב"),
        (DateColumn(code="on", title=""), "1.3.2026", datetime.date(2026, 3, 1)),
        (PeriodColumn(code="p", title="", kinds=("month",)), datetime.date(2026, 3, 1), "2026-03"),
        (ChoiceColumn(code="c", title="", choices={"jul": gettext_lazy("July")}), "יולי", "jul"),
        (ChoiceColumn(code="c", title="", choices={"n": ["צפון", "north"]}), " North", "n"),
        (ChoiceColumn(code="c", title="", choices={"8": "x"}), 8.0, "8"),
    ],
)  # fmt: skip
def test_each_kind_of_column_cleans_its_cell(column, cell, value):
    assert column.clean(cell) == value


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        (NAME, "א" * 21, "too_long"), (NAME, "a\nb", "line_break"), (VALUE, "x", "not_a_number"),
        (DateColumn(code="on", title=""), "31/2/2026", "no_such_day"),
        (PeriodColumn(code="p", title=""), "31/02/2026", "no_such_day"),
        (PeriodColumn(code="p", title="", kinds=("year",)), "2026-03", "invalid_period"),
        (ChoiceColumn(code="c", title="", choices={"n": "north"}), "south", "unknown"),
    ],
)  # fmt: skip
def test_a_cell_that_does_not_fit_is_refused_with_a_sentence(column, cell, code):
    with pytest.raises(Unclean) as refused:
        column.clean(cell)

    assert refused.value.code == code and str(refused.value)


def test_every_column_describes_itself_in_the_readers_language():
    columns = [NAME, VALUE, PeriodColumn(code="p", title="", required=False),
               ChoiceColumn(code="c", title="", choices={"n": "north"})]  # fmt: skip
    with translation.override("he"):
        hebrew = [str(column.describe()) for column in columns]
    with translation.override("en"):
        english = [str(column.describe()) for column in columns]

    assert "2018-Q3" in english[2] and "May stay empty." in english[2] and "north" in english[3]
    assert not set(hebrew) & set(english)
