"""Hebrew stands in catalogues, demo data and tests; everything else is written in English."""

import re

import polib

from tests.architecture import source

HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
BIDI = re.compile("[\u202a-\u202e]")
ALLOWED = ("locale/", "locale_libraries/", "tests/", "portal/demo/", "docs/", "README.md")


def offenders(pattern, allowed):
    found = []
    for path in source.tracked():
        name = source.name(path)
        if path.suffix not in {".py", ".html", ".txt", ".css", ".js", ".toml", ".md", ".yml", ".sh", ".svg"}:
            continue
        if name.startswith(allowed):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{name}:{number}")
    return found


def test_no_hebrew_letter_outside_catalogues_demo_data_and_tests():
    assert offenders(HEBREW, (*ALLOWED, "static/fonts", "static/vendor")) == []


def test_no_source_hides_its_direction():
    assert offenders(BIDI, ("tests/vendor", "static/vendor")) == []


def test_the_checker_sees_a_planted_letter():
    assert HEBREW.search("label = 'שלום'")


LAZY_AT_IMPORT = re.compile(r"^(?:[A-Z_]+|\w+)\s*[:=].*(?<!gettext)\b_\(f[\"']")


def test_no_f_string_goes_into_gettext():
    found = []
    for path in source.code():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"\b(?:_|gettext|gettext_lazy|ngettext)\(\s*f[\"']", line):
                found.append(f"{source.name(path)}:{number}")
    assert found == []


def test_hebrew_quotes_with_straight_marks():
    """One manner of quoting in every text: low and curled marks are another language's."""
    catalogue = polib.pofile(str(source.ROOT / "locale/he/LC_MESSAGES/django.po"), encoding="utf-8")
    texts = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if set(text) & set("„“”")] == []
