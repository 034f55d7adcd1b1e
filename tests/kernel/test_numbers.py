"""Numbers as typed: each text has the reading owed, or a sentence that names it and the mend."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import numbers
from kernel.numbers import COMMA, NOT_APPLICABLE, NOT_REPORTED, POINT, Style

READ_ALIKE = {
    "1234": "1234", "0": "0", "007": "7", "-5": "-5", "5-": "-5", "(7)": "-7", "+3": "3",
    "1'234": "1234", "1\u00a0234": "1234", "1\u202f234\u202f567": "1234567", "\u22125": "-5",
    "\u200e-5": "-5", "\u200f12": "12", "\u0661\u0662\u0663": "123", "\u06f1\u06f2\u06f3": "123",
    "\uff11\uff12": "12", "\u2068-8\u2069": "-8", "9" * 11: "9" * 11,
    "\u0662\u0662\u066b\u0665": "22.5", "\u0661\u066c\u0662\u0663\u0664\u066b\u0665": "1234.5",
    "\u0661\u0662\u066a": "12",
}  # fmt: skip
READ_WITH_POINT = {
    "1,234": "1234", "0.00": "0", "1 234.50": "1234.5", "(1,234)": "-1234", "1,234,567.25": "1234567.25",
    "1.234": "1.234",
    ".5": "0.5", "₪ 1,250.00": "1250", "1,250 ₪": "1250", "-₪5": "-5", "12%": "12", "% 12": "12", "3.5 NIS": "3.5",
}  # fmt: skip
READ_WITH_COMMA = {"1.234": "1234", "1,5": "1.5", "1.234,5": "1234.5", "12,5%": "12.5", "1 234,50": "1234.5"}
REFUSED = [
    "1e3", "1_000", "Infinity", "NaN", "0x10", "--5", "1.2.3", "12 34", "<10", "about 50", "9" * 40, "1/2", "½",
    "1,23", "1,2345", "0,234", "1,234,56", "5.", "(-5)", "-5-", "1'234,567", "²", "\u0966", "1\u202e2", "%", "₪",
    "12%%%", "1 ,234", "=A1", "#REF!", "#DIV/0!", "true", "5 apples",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READ_ALIKE.items())
@pytest.mark.parametrize("style", [POINT, COMMA], ids=["point", "comma"])
def test_a_text_with_one_sense_reads_alike_in_both_styles(text, value, style):
    assert numbers.parse(text, style).value == Decimal(value)


@pytest.mark.parametrize(("text", "value"), READ_WITH_POINT.items())
def test_the_point_style_reads_commas_as_thousands(text, value):
    assert numbers.parse(text).value == Decimal(value)


@pytest.mark.parametrize(("text", "value"), READ_WITH_COMMA.items())
def test_the_comma_style_reads_points_as_thousands(text, value):
    assert numbers.parse(text, COMMA).value == Decimal(value)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_is_refused_with_a_sentence(text):
    reading = numbers.parse(text)

    assert not reading.ok
    assert reading.value is None and not reading.blank
    assert text[:30].strip() in str(reading.refusal).replace("\u2068", "") or "\u202e" in text


@pytest.mark.parametrize("text", ["", " ", "\u00a0\t", "-", "–", "—", "\u200f"])
def test_nothing_typed_is_not_reported(text):
    assert numbers.parse(text).blank == NOT_REPORTED


@pytest.mark.parametrize("text", ["לא רלוונטי", " לא  רלוונטי ", "not applicable", "N/A"])
def test_not_applicable_is_understood_in_every_language(text):
    assert numbers.parse(text).blank == NOT_APPLICABLE


@pytest.mark.parametrize("text", ["1,250 ש״ח", '1,250 ש"ח', "1,250 שקלים"])
def test_the_currency_may_stand_in_hebrew_words(text):
    assert numbers.parse(text).value == 1250


@pytest.mark.parametrize(("percent", "value"), [("points", "12"), ("fraction", "0.12"), ("refused", None)])
def test_the_column_decides_what_a_per_cent_sign_means(percent, value):
    reading = numbers.parse("12%", Style(percent=percent))

    assert reading.value == (Decimal(value) if value else None)
    assert reading.ok is (value is not None)


def test_the_refusal_writes_the_number_as_it_should_be():
    assert "1,234.5" in str(numbers.parse("1.234,5").refusal)
    assert "1,5" in str(numbers.parse("1.5", COMMA).refusal) and "1.5" in str(numbers.parse("1,5").refusal)


@pytest.mark.parametrize(
    ("text", "senses"),
    [("1.234", {"1.234", "1234"}), ("12%", {"12", "0.12"}), ("1,5", {"1.5"}), ("7", {"7"}), ("x", set())],
)
def test_a_text_with_two_senses_is_known_to_have_them(text, senses):
    assert set(numbers.readings(text).values()) == {Decimal(sense) for sense in senses}


@pytest.mark.parametrize(
    ("cell", "value"),
    [(2018.0, "2018"), (12, "12"), (0.1 + 0.2, "0.3"), (1e10, "10000000000"), (1e-9, "0"), ("1,234", "1234"),
     (Decimal("7.50"), "7.5"), (-0.0, "0")],
)  # fmt: skip
def test_a_stored_number_is_taken_without_its_noise(cell, value):
    assert numbers.parse_cell(cell).value == Decimal(value)


@pytest.mark.parametrize("cell", [True, float("nan"), float("inf"), 1e12, datetime.date(2026, 3, 1), "#N/A"])
def test_a_cell_that_holds_no_number_is_refused(cell):
    assert not numbers.parse_cell(cell).ok


def test_an_empty_cell_is_never_zero():
    assert numbers.parse_cell(None).blank == numbers.parse_cell("").blank == NOT_REPORTED


@given(st.decimals(min_value=-(10**11) + 1, max_value=10**11 - 1, places=4))
def test_every_number_that_fits_survives_writing_and_reading(value):
    assert numbers.fits(value)
    assert numbers.parse(f"{value:f}").value == value
    assert numbers.parse(f"{value:,f}").value == value


@given(st.text(max_size=30))
def test_no_text_breaks_the_parser(text):
    reading = numbers.parse(text)

    assert reading.ok or str(reading.refusal)
    assert reading.value is None or numbers.fits(reading.value)


@given(st.text(alphabet="0123456789.,-() '%", max_size=12))
def test_a_text_is_a_number_a_blank_or_a_refusal_and_only_one_of_them(text):
    reading = numbers.parse(text)

    assert [reading.value is not None, bool(reading.blank), bool(reading.code)].count(True) == 1


@pytest.mark.parametrize(
    ("text", "mend"), [("1.234.567", "1,234,567"), ("22,5", "22.5"), ("1.234,50", "1,234.5"), ("12,5%", "12.5%")]
)
def test_a_number_of_the_other_writing_is_offered_as_it_is_written_here(text, mend):
    said = str(numbers.parse(text).refusal).replace("\u2068", "").replace("\u2069", "")
    assert f"{mend}." in said or f"{mend} " in said
