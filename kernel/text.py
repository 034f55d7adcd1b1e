"""The door for text that people type: every string is cleaned here once, on its way in.

Interface:
    clean(value, lines=False, longest=None) -> str   NFC, trimmed; raises TextRefused(code, sentence)
    cleaned_name(value, longest=None) -> str         the same for names: no look-alike letters within one word
    search_key(text) -> str                          what search compares: no points, marks, quotes; spelling folded
    unique_key(text) -> str                          what uniqueness compares: as search_key, spelling kept
    mixes_scripts(text) -> str                       the first word that mixes look-alike scripts, or ""
    sentence(template, **values) -> lazy str         a translated sentence with its values, isolated for both directions
    isolate(text) -> str, shown(value) -> str        for a typed value inside a sentence

It does not escape for HTML, CSV or mail headers: that is done at the door where text goes out.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

FSI, PDI = "\u2068", "\u2069"
_ISOLATES = "\u2066\u2067\u2068"
_MARKS = "\u200e\u200f\u061c"  # left-to-right, right-to-left, Arabic letter mark
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
_TRIMMED = _MARKS + "\u200b\u2060\ufeff"
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_MANY_LINES = re.compile(r"\n{4,}")
_LONGEST_STACK = 12  # combining marks on one letter; pointed and cantillated Hebrew needs four or five
_PLAIN = re.compile(r"[A-Za-z0-9]+\Z")
# Letters that look alike live in these scripts; Hebrew and Latin do not, and are glued in everyday Hebrew.
_TWIN_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE"})
# kaf, mem, nun, pe, tsadi: the final form is the code point just before the common one.
_FINALS = {code: code + 1 for code in (0x5DA, 0x5DD, 0x5DF, 0x5E3, 0x5E5)}
_VAV, _YOD = "\u05d5", "\u05d9"
_HEBREW = "\u05d0-\u05ea"
# Vav and yod inside a word come and go between full and defective spelling; the first letter stays.
_INNER_VOWELS = re.compile(f"(?<=[{_HEBREW}])[{_VAV}{_YOD}]+(?=[{_HEBREW}])")


class TextRefused(ValueError):
    """A text that cannot be stored: `code` for tests and the API, `sentence` (lazy) for people."""

    def __init__(self, code: str, sentence: Any) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


def _fill(template: Any, values: dict[str, Any]) -> str:
    return str(template) % {name: _inserted(value) for name, value in values.items()}


def _inserted(value: Any) -> Any:
    """Numbers go in as they are; a translated word too; what somebody typed is cut and isolated."""
    return shown(value) if type(value) is str else value


_lazy_fill = lazy(_fill, str)


def sentence(template: Any, **values: Any) -> Any:
    """A lazy sentence: translated and filled only when it is shown, in the language of that moment."""
    return _lazy_fill(template, values)


def isolate(text: str) -> str:
    """Keep a value from turning the line around it; plain Latin words and figures need nothing."""
    return text if not text or _PLAIN.match(text) else f"{FSI}{text}{PDI}"


def shown(value: object, longest: int = 60) -> str:
    """A typed value as it may stand inside a sentence: short, harmless, isolated."""
    text = str(value)
    cut = "".join(_visible(letter) for letter in text[:longest])
    return isolate(cut if len(text) <= longest else cut + "…")


def _visible(letter: str) -> str:
    if letter in _OVERRIDES or letter in _ISOLATES or letter == PDI:
        return ""
    if letter in "\r\n\t":
        return " "
    return "\ufffd" if unicodedata.category(letter) in ("Cc", "Cs") else letter


def clean(value: str, *, lines: bool = False, longest: int | None = None) -> str:
    """The text as it is stored. `clean(clean(x)) == clean(x)`, or a refusal that says what is wrong."""
    text = _LINE_END.sub("\n", value)
    _refuse_unreadable(text)
    text = unicodedata.normalize("NFC", text)
    text = "".join(" " if letter == "\t" or unicodedata.category(letter) == "Zs" else letter for letter in text)
    text = _balanced(_trimmed(text))
    if lines:
        text = _MANY_LINES.sub("\n\n\n", "\n".join(line.rstrip(" ") for line in text.split("\n")))
    elif "\n" in _trimmed(text):
        raise TextRefused("line_break", sentence(_("This is a field of one line: take out the line break.")))
    text = _trimmed(text)  # a stray closing sign may have stood between a space and the end
    if longest is not None and len(text) > longest:
        raise TextRefused(
            "too_long",
            sentence(
                _("This text has %(count)s letters, at most %(most)s fit: shorten it."), count=len(text), most=longest
            ),
        )
    return text


def cleaned_name(value: str, *, longest: int | None = None) -> str:
    """A name or title: one line, and no letter of another script that only looks right."""
    text = clean(value, longest=longest)
    if word := mixes_scripts(text):
        raise TextRefused(
            "mixed_scripts",
            sentence(_("%(word)s mixes letters of several alphabets that look alike: type it anew."), word=word),
        )
    return text


def _refuse_unreadable(text: str) -> None:
    stack = 0
    for letter in text:
        kind = unicodedata.category(letter)
        if letter in _OVERRIDES:
            raise TextRefused(
                "bidi_override",
                sentence(_("The text holds an invisible sign that turns letters around: type it without it.")),
            )
        if (kind == "Cc" and letter not in "\n\t") or kind == "Cs" or ord(letter) & 0xFFFE == 0xFFFE:
            raise TextRefused(
                "unreadable",
                sentence(
                    _("The text holds an unreadable character (%(code)s): type it anew."), code=f"U+{ord(letter):04X}"
                ),
            )
        stack = stack + 1 if kind == "Mn" else 0
        if stack > _LONGEST_STACK:
            raise TextRefused("stacked_marks", sentence(_("One letter carries too many marks: type it with fewer.")))


def _trimmed(text: str) -> str:
    """Spaces and invisible marks at both ends go; those inside stay, for they order the line."""
    return text.strip(_TRIMMED + " \n")


def _balanced(text: str) -> str:
    """Every isolate that is opened is closed, and nothing closes what was not opened."""
    out: list[str] = []
    depth = 0
    for letter in text:
        if letter in _ISOLATES:
            depth += 1
        elif letter == PDI:
            if not depth:
                continue
            depth -= 1
        out.append(letter)
    return "".join(out) + PDI * depth


def mixes_scripts(text: str) -> str:
    """The first word whose letters come from two scripts that look alike; "" if there is none."""
    for word in re.split(r"[\W\d_]+", unicodedata.normalize("NFKC", text)):
        scripts = {unicodedata.name(letter, "").split(" ", 1)[0] for letter in word} & _TWIN_SCRIPTS
        if len(scripts) > 1:
            return word
    return ""


def unique_key(text: str) -> str:
    """What two names are compared by: NFKC, without points, marks and punctuation, in one case."""
    return _settled(text, _bare)


def search_key(text: str) -> str:
    """What a search compares: as `unique_key`, and full and defective spelling fall together."""
    return _settled(text, lambda text: _INNER_VOWELS.sub("", _bare(text).translate(_FINALS)))


def _settled(text: str, fold: Any) -> str:
    """Fold until nothing changes: case folding and normalising can each undo the other's work once."""
    while (folded := fold(text)) != text:
        text = folded
    return text


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", "".join(_kept(folded))).split())


def _kept(text: str) -> Iterator[str]:
    for letter in text:
        kind = unicodedata.category(letter)
        if kind[0] in "LN" or letter in "+×":
            yield letter
        elif kind in ("Pd", "Pc", "Zs", "Cc") or letter in "/\\":
            yield " "  # a maqaf, a hyphen and a space are the same to who searches
