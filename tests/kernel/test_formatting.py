"""Values as people read them: figures, money, days, in both languages."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from kernel import formatting as f

NOON = dt.datetime(2019, 3, 19, 6, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, None, "0"),
        (Decimal("1311"), None, "1,311"),
        (Decimal("21.4000"), None, "21.4"),
        (Decimal("1E+3"), None, "1,000"),
        (Decimal("-4.5"), None, "\u22124.5"),
        (Decimal("2.005"), 2, "2.01"),
        (Decimal("12"), 1, "12.0"),
        (1234567.5, None, "1,234,567.5"),
        (None, None, "–"),
        ("", None, "–"),
        (Decimal("NaN"), None, "–"),
        ("no number", None, "–"),
        (True, None, "–"),
    ],
)
@pytest.mark.parametrize("language", ["he", "en"])
def test_figure_is_grouped_and_a_blank_is_a_dash_in_both_languages(language, value, decimals, written):
    with translation.override(language):
        assert f.figure(value, decimals) == written


def test_figure_on_a_page_is_isolated_and_reads_left_to_right():
    assert f.num(Decimal("-3.5")) == '<bdi class="n" dir="ltr">\u22123.5</bdi>'
    assert f.num(None) == "–"


def test_share_becomes_a_percentage_with_one_decimal_at_most():
    assert ">15.3%<" in f.pct(Decimal("0.1534"))
    assert ">100%<" in f.pct(1)
    assert ">33%<" in f.pct(Decimal("0.333"), 0)


def test_change_carries_its_sign():
    assert ">+5<" in f.signed(5)
    assert ">\u22125<" in f.signed(-5)
    assert ">0<" in f.signed(0)


@pytest.mark.parametrize(
    ("agorot", "currency", "written"),
    [
        (125_000_000, "ILS", "₪1,250,000"),
        (125_050, "ILS", "₪1,250.50"),
        (-5, "ILS", "\u2212₪0.05"),
        (0, "ILS", "₪0"),
        (9_900, "USD", "$99"),
        (100, "CHF", "CHF\u00a01"),
        (None, "ILS", "–"),
    ],
)
def test_money_stands_behind_its_sign_and_shows_agorot_only_where_there_are_some(agorot, currency, written):
    assert f.amount(agorot, currency) == written


def test_money_in_a_headline_speaks_of_millions_from_a_million_on():
    with translation.override("en"):
        assert f.money_short(1_715_000_000) == '<bdi class="n" dir="ltr">₪17.15</bdi> million'
        assert ">₪950,000<" in f.money_short(95_000_000)
        assert f.money_short(None) == "–"


def test_hebrew_day_is_written_with_weekday_comma_and_prefix():
    with translation.override("he"):
        assert f.day_words(dt.date(2019, 3, 12)) == "יום שלישי, 12 במרץ 2019"
        assert f.day_words(dt.date(2019, 3, 16), "noyear") == "יום שבת, 16 במרץ"
        assert f.day_words(dt.date(2019, 3, 12), "plain") == "12 במרץ 2019"
        assert f.moment_words(NOON, "sentence") == "יום שלישי, 19 במרץ, בשעה 08:00"


def test_english_day_has_no_comma_and_a_moment_is_told_in_israels_time():
    with translation.override("en"):
        assert f.day_words(dt.date(2019, 3, 12)) == "Tuesday 12 March 2019"
        assert f.moment_words(NOON, "sentence") == "Tuesday 19 March at 08:00"
        assert f.moment_words(NOON, "time") == "08:00"


def test_day_in_figures_is_isolated_and_carries_its_machine_form():
    assert f.day(dt.date(2019, 3, 12), "short") == (
        '<time datetime="2019-03-12"><bdi class="n" dir="ltr">12.3.2019</bdi></time>'
    )


@pytest.mark.parametrize(
    ("days", "he", "en"),
    [
        (0, "היום", "today"),
        (1, "אתמול", "yesterday"),
        (2, "לפני יומיים", "2 days ago"),
        (12, "לפני 12 ימים", "12 days ago"),
        (20, "לפני 20 ימים", "20 days ago"),
        (-1, "מחר", "tomorrow"),
        (-2, "בעוד יומיים", "in 2 days"),
    ],
)
def test_distance_in_days_is_told_in_words(days, he, en):
    today = dt.date(2019, 3, 12)
    for language, said in (("he", he), ("en", en)):
        with translation.override(language):
            assert f.ago(today - dt.timedelta(days=days), today) == said


def test_typed_text_is_escaped_and_keeps_language_and_direction():
    assert f.dirauto("<b>שלום", "he") == '<span lang="he" dir="auto">&lt;b&gt;שלום</span>'
    assert f.paragraphs("one\r\n\r\nשתיים", "en") == '<p lang="en" dir="auto">one</p><p lang="en" dir="auto">שתיים</p>'
    assert f.bdi("Al-Bayan & Co") == "<bdi>Al-Bayan &amp; Co</bdi>"
