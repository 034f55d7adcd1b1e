"""Typed text: cleaned once and for all, or refused by name; keys that let spellings meet."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import text
from kernel.text import TextRefused

RLO, LRM, RLM, RLI, FSI, PDI = "\u202e", "\u200e", "\u200f", "\u2067", "\u2068", "\u2069"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  ארגון ", "ארגון"), ("בית\u00a0ספר", "בית ספר"), (f"{RLM}ארגון{LRM}", "ארגון"), ("\ufeffארגון", "ארגון"),
        ("e\u0301", "é"), ("\ufb2aלום", "ש\u05c1לום"), (f"{RLI}פתוח", f"{RLI}פתוח{PDI}"), (f"סגור{PDI}", "סגור"),
        (f"{FSI}IBM{PDI}", f"{FSI}IBM{PDI}"), ("אר\u200bגון", "אר\u200bגון"), ("שורה\n", "שורה"), ("א\tב", "א ב"),
        ("=1+1", "=1+1"), ("צה״ל", "צה״ל"), (f"a {PDI}", "a"),
    ],
)  # fmt: skip
def test_a_text_is_stored_clean(typed, kept):
    assert text.clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ab\0cd", "unreadable"), ("\ud800", "unreadable"), ("א\x0bב", "unreadable"), ("\x1b[31m", "unreadable"),
        ("\uffff", "unreadable"), (f"invoice{RLO}fdp.exe", "bidi_override"), (f"שלום{RLO}", "bidi_override"),
        ("נושא\r\nBcc: all", "line_break"), ("a\u2028b", "line_break"), ("ה" + "\u05b8" * 200, "stacked_marks"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_stored_is_refused_with_a_sentence(typed, code):
    with pytest.raises(TextRefused) as refused:
        text.clean(typed)

    assert refused.value.code == code
    assert str(refused.value)


def test_lines_are_kept_where_a_field_has_lines():
    assert text.clean("a\r\nb \rc\n\n\n\n\nd\n", lines=True) == "a\nb\nc\n\n\nd"


def test_a_long_text_is_refused_with_both_lengths():
    with pytest.raises(TextRefused) as refused:
        text.clean("א" * 5000, longest=200)

    assert "5000" in str(refused.value) and "200" in str(refused.value)


@given(st.text(max_size=60), st.booleans())
def test_cleaning_twice_changes_nothing(typed, lines):
    try:
        once = text.clean(typed, lines=lines)
    except TextRefused:
        return

    assert text.clean(once, lines=lines) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(alphabet=[RLI, FSI, PDI, " ", "a", "\n", LRM, "\ufeff"], max_size=14), st.booleans())
def test_cleaning_twice_changes_nothing_among_marks(typed, lines):
    try:
        once = text.clean(typed, lines=lines)
    except TextRefused:
        return

    assert text.clean(once, lines=lines) == once


@pytest.mark.parametrize("name", ["Sh\u0435fa", "\u0391lpha", "רשת P\u0430x"])
def test_a_name_of_letters_that_only_look_alike_is_refused(name):
    with pytest.raises(TextRefused) as refused:
        text.cleaned_name(name)

    assert refused.value.code == "mixed_scripts"


@pytest.mark.parametrize("name", ["קרן IBM", "לIBM", "5×2", "כיתה י׳(2)", "جمعية النور", "İstanbul", "Привет", "𝒳"])
def test_a_name_of_honest_letters_passes(name):
    assert text.cleaned_name(name) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("שָׁלוֹם", "שלום"), ("תל־אביב", "תל אביב"), ("צה״ל", 'צה"ל'), ("צה״ל", "צהל"), ("Shidra", "SHIDRA"),
        ("\ufb2aלום", "שלום"), ("Ｓhidra", "shidra"), ("תל-אביב", "תל  אביב"), ("ג׳וינט", "גוינט"),
    ],
)  # fmt: skip
def test_two_ways_of_writing_one_name_share_a_unique_key(one, other):
    assert text.unique_key(one) == text.unique_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("תכנית", "תוכנית"), ("ארגון שידרה", "ארגון שדרה"), ("גירסה", "גרסה"), ("מתנדבים", "מתנדבימ")]
)
def test_search_finds_full_and_defective_spelling(one, other):
    assert text.search_key(one) == text.search_key(other)
    assert text.unique_key(one) != text.unique_key(other)


@given(st.text(max_size=40))
def test_keys_are_settled(typed):
    assert text.unique_key(text.unique_key(typed)) == text.unique_key(typed)
    assert text.search_key(text.search_key(typed)) == text.search_key(typed)


def test_a_value_inside_a_sentence_is_short_harmless_and_isolated():
    said = str(text.sentence("%(value)s is wrong", value=f"-5{RLO}\n" + "x" * 99))

    assert said.startswith(f"{FSI}-5 xxx") and "…" in said and RLO not in said and len(said) < 90


def test_a_plain_figure_needs_no_isolation():
    assert str(text.sentence("row %(row)s, %(word)s", row=3, word="D3")) == "row 3, D3"
