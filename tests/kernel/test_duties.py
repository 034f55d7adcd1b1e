"""Duties stand late first; texts of one matter move together from draft to approved."""

from datetime import date
from types import SimpleNamespace

from kernel import duties, text_states
from kernel.duties import Duty


def test_urgency_is_told_by_the_day():
    on = date(2026, 3, 1)
    assert duties.urgency(None, on) == "open"
    assert duties.urgency(date(2026, 2, 28), on) == "late"
    assert duties.urgency(date(2026, 3, 15), on) == "due"
    assert duties.urgency(date(2026, 3, 16), on) == "open"


def test_late_comes_first_and_no_day_comes_last():
    rows = [
        Duty("a", "no day", ""),
        Duty("a", "later", "", date(2026, 3, 9), urgency="due"),
        Duty("a", "late", "", date(2026, 2, 1), urgency="late"),
        Duty("a", "soon", "", date(2026, 3, 2), urgency="due"),
    ]
    assert [duty.title for duty in duties.in_order(rows)] == ["late", "soon", "later", "no day"]


def test_an_edit_in_one_language_puts_the_other_back_to_draft():
    row = SimpleNamespace(text_he="aleph", text_en="a", text_state_he="approved", text_state_en="approved")
    assert text_states.after_edit(row, "text", {"he": "aleph", "en": "b"}) == {
        "text_state_he": "draft",
        "text_state_en": "draft",
    }
    assert text_states.after_edit(row, "text", {"he": "aleph", "en": "a"}) == {
        "text_state_he": "approved",
        "text_state_en": "approved",
    }


def test_an_emptied_text_is_missing_also_after_approval():
    row = SimpleNamespace(text_he="aleph", text_en="", text_state_he="draft", text_state_en="missing")
    assert text_states.after_approval(row, "text") == {"text_state_he": "approved", "text_state_en": "missing"}
