"""Owns the files of translated texts: finding them, compiling them without GNU gettext, and telling their faults."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed

# The texts in the code are in this language; its catalogue repeats them.
SOURCE_LANGUAGE = "en"
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*[\d.]*[a-zA-Z]")
# xgettext writes the minute of the gathering here: it would be a line of every diff, and a conflict of any two.
CLOCK_HEADER = "POT-Creation-Date"
# A plural of one may say "one" in words instead of showing the number.
FORMS_WITHOUT_NUMBER = 2


def files() -> Iterator[tuple[str, Path]]:
    """Every catalogue of the project with its language."""
    for folder in settings.LOCALE_PATHS:
        for path in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            yield path.parent.parent.name, path


def compile_all() -> int:
    """Write the .mo beside every .po that is newer; how many were written."""
    written = 0
    for _language, path in files():
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        # Under another name first: a server that starts just now must not read half a file.
        half = target.with_suffix(".mo.new")
        polib.pofile(str(path), encoding="utf-8").save_as_mofile(str(half))
        half.replace(target)
        # Django reads a catalogue once, and a check of the start may have asked for this language already.
        translation_file_changed(None, target)
        written += 1
    return written


def faults(language: str, path: Path) -> Iterator[str]:
    """What is missing, fuzzy or broken in one catalogue, a sentence each."""
    for entry in polib.pofile(str(path), encoding="utf-8"):
        if entry.obsolete:
            continue
        where = f"{_short(path)}:{entry.linenum} «{_line(entry.msgid)}»"
        if entry.fuzzy:
            yield f"{where} is marked fuzzy: read it, mend it, take the mark away."
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if not texts or not all(text.strip() for text in texts):
            yield f"{where} has no text in {language}."
            continue
        wanted = _names(entry.msgid) | _names(entry.msgid_plural)
        for number, text in enumerate(texts):
            alien = _names(text) - wanted
            lost = wanted - _names(text)
            if alien:
                yield f"{where} names %({', '.join(sorted(alien))}) in {language}, which the code does not give."
            if lost and not (entry.msgid_plural and number < FORMS_WITHOUT_NUMBER):
                yield f"{where} loses %({', '.join(sorted(lost))}) in {language}."


def keys(path: Path) -> set[tuple[str | None, str]]:
    """The texts that a catalogue has, each with its context."""
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path), encoding="utf-8") if not entry.obsolete}


def fill_source(path: Path) -> int:
    """In the source language a text is its own translation; how many were filled in."""
    catalogue, filled = polib.pofile(str(path), encoding="utf-8"), 0
    for entry in catalogue:
        if entry.obsolete or (entry.translated() and not entry.fuzzy):
            continue
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        else:
            entry.msgstr = entry.msgid
        entry.fuzzy = False
        filled += 1
    if filled:
        catalogue.save(str(path))
    return filled


def put_in_order(path: Path) -> None:
    """Sort by text, so that two branches that add texts seldom touch the same lines. What is obsolete is dropped, and
    the header that changes each time."""
    catalogue = polib.pofile(str(path), encoding="utf-8")
    catalogue.metadata.pop(CLOCK_HEADER, None)
    for entry in catalogue.obsolete_entries():
        catalogue.remove(entry)
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    catalogue.save(str(path))


def _names(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text or ""))


def _line(text: str) -> str:
    return text.replace("\n", " ")[:70]


def _short(path: Path) -> str:
    base = Path(settings.BASE_DIR)
    return str(path.relative_to(base)) if path.is_relative_to(base) else str(path)
