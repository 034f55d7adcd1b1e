"""A paper is set from data alone, and the same words give the same bytes."""

from datetime import UTC, datetime

from documents.typesetting import typeset

_TEMPLATE = b"""
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(lang: "he", dir: rtl, font: "Heebo")
#data.title
"""
_AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_same_words_at_the_same_moment_give_the_same_bytes():
    made = typeset(_TEMPLATE, {"title": "חשבונית"}, _AT)
    assert made.startswith(b"%PDF")
    assert made == typeset(_TEMPLATE, {"title": "חשבונית"}, _AT)
    assert made != typeset(_TEMPLATE, {"title": "קבלה"}, _AT)


def test_what_somebody_typed_is_no_command():
    assert typeset(_TEMPLATE, {"title": '#panic("x") $ * _ ]'}, _AT).startswith(b"%PDF")
