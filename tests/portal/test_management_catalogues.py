"""Catalogues: compiled without GNU gettext; every fault told with its place."""

import polib
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation.reloader import translation_file_changed

from portal.management import catalogues

HEADER = {"Content-Type": "text/plain; charset=UTF-8", "Language": "he"}


@pytest.fixture
def catalogue(tmp_path, settings):
    """A catalogue of one language in a folder of its own; gives a function that writes entries."""
    path = tmp_path / "he" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path]

    def write(*entries: polib.POEntry):
        made = polib.POFile()
        made.metadata = HEADER
        made.extend(entries)
        made.save(str(path))
        return path

    yield write
    # The other tests read the project's own catalogues again.
    translation_file_changed(None, path.with_suffix(".mo"))


def test_a_good_text_is_compiled_and_has_no_fault(catalogue):
    path = catalogue(polib.POEntry(msgid="Measure", msgstr="מדד"))
    assert catalogues.compile_all() == 1
    assert polib.mofile(str(path.with_suffix(".mo")))[0].msgstr == "מדד"
    assert list(catalogues.faults("he", path)) == []


def test_what_is_compiled_is_shown_although_its_language_was_asked_for_before(catalogue):
    with translation.override("he"):
        assert gettext("A text of this test alone") == "A text of this test alone"
    catalogue(polib.POEntry(msgid="A text of this test alone", msgstr="טקסט של הבדיקה הזאת"))
    catalogues.compile_all()
    with translation.override("he"):
        assert gettext("A text of this test alone") == "טקסט של הבדיקה הזאת"


def test_what_is_compiled_already_is_left_alone(catalogue):
    catalogue(polib.POEntry(msgid="Measure", msgstr="מדד"))
    catalogues.compile_all()
    assert catalogues.compile_all() == 0


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (polib.POEntry(msgid="Fund", msgstr=""), "has no text in he"),
        (polib.POEntry(msgid="Fund", msgstr="קרן", flags=["fuzzy"]), "fuzzy"),
        (polib.POEntry(msgid="%(n)s left", msgstr="נותרו"), "loses %(n)"),
        (polib.POEntry(msgid="%(n)s left", msgstr="נותרו %(m)s"), "names %(m)"),
        (
            polib.POEntry(
                msgid="%(n)s task", msgid_plural="%(n)s tasks", msgstr_plural={0: "משימה", 1: "", 2: "", 3: ""}
            ),
            "has no text in he",
        ),
    ],
)
def test_each_fault_is_told_with_its_place(catalogue, entry, sentence):
    path = catalogue(entry)
    told = list(catalogues.faults("he", path))
    assert any(sentence in fault and entry.msgid in fault for fault in told)


def test_a_plural_of_one_may_leave_the_number_out(catalogue):
    texts = {0: "משימה אחת", 1: "שתי משימות", 2: "%(n)s משימות", 3: "%(n)s משימות"}
    path = catalogue(polib.POEntry(msgid="%(n)s task", msgid_plural="%(n)s tasks", msgstr_plural=texts))
    assert list(catalogues.faults("he", path)) == []


def test_the_source_language_is_filled_with_its_own_texts(catalogue):
    path = catalogue(
        polib.POEntry(msgid="Fund", msgstr=""),
        polib.POEntry(msgid="%(n)s task", msgid_plural="%(n)s tasks", msgstr_plural={0: "", 1: ""}),
    )
    assert catalogues.fill_source(path) == 2
    assert list(catalogues.faults("en", path)) == []


def test_the_check_fails_with_all_faults_and_a_language_without_a_catalogue(catalogue):
    catalogue(polib.POEntry(msgid="Fund", msgstr=""), polib.POEntry(msgid="Grant", msgstr=""))
    with pytest.raises(CommandError) as refusal:
        call_command("check_messages")
    for word in ("Fund", "Grant", "no catalogue for en"):
        assert word in str(refusal.value)


def test_gathering_twice_leaves_the_file_as_it_was(catalogue):
    path = catalogue(polib.POEntry(msgid="b", msgstr="ב"), polib.POEntry(msgid="a", msgstr="א"))
    catalogues.put_in_order(path)
    first = path.read_bytes()
    # What msgmerge does at another minute.
    dated = first.replace(b'"Language: he', b'"POT-Creation-Date: 2027-03-09 10:00+0200\\n"\n"Language: he')
    assert dated != first
    path.write_bytes(dated)
    catalogues.put_in_order(path)
    assert path.read_bytes() == first


def test_the_catalogues_of_the_project_name_no_minute():
    assert not [path for _language, path in catalogues.files() if catalogues.CLOCK_HEADER in path.read_text("utf-8")]
