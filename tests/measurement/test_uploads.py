"""A file enters through the same door as a person: all errors at once, the same file once, nothing before the yes."""

import html
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from measurement import tasks
from measurement.models import DraftValue, PublicFigure, Upload
from measurement.selectors import cells
from measurement.services import cycles
from partners.models import MandateKind
from tests.factories.measurement import Loop

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    made = Loop(partners=3, measures=2)
    made.measure_set.measures.set([one.measure for one in made.definitions])
    made.person(MandateKind.DATA_OFFICER, made.participations[1], "stranger")
    cycles.open_cycle(actor=made.actor("coordinator"), cycle=made.cycle)
    return made


@pytest.fixture
def officer(client, loop):
    client.force_login(loop.people["data_officer"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(loop, name, *more):
    request = loop.request(0)
    return reverse(f"measurement:{name}", args=[request.cycle.measure_set.initiative.slug, request.public_id, *more])


def template(officer, loop):
    answer = officer.get(address(loop, "request-template"))
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def send(officer, loop, data, name="report.xlsx"):
    """Send a file; the worker reads it; the page as it stands then."""
    answer = officer.post(address(loop, "request-upload"), {"file": SimpleUploadedFile(name, data)})
    tasks.run_imports()
    return answer if answer.status_code != 302 else officer.get(answer["Location"])


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled(officer, loop, *numbers):
    book = template(officer, loop)
    sheet = book.active
    titles = [cell.value for cell in sheet[1]]
    column = titles.index(next(title for title in titles if title in {"Number", "מספר"})) + 1
    for row, number in enumerate(numbers, 2):
        sheet.cell(row=row, column=column).value = number
    return saved(book)


def test_a_template_goes_down_filled_and_comes_up_again(officer, loop):
    page = send(officer, loop, filled(officer, loop, 12, 34))
    upload = Upload.objects.get()
    assert (page.status_code, upload.state, upload.lines) == (200, "staged", 2)
    assert not DraftValue.objects.exists()
    officer.post(f"{upload.get_absolute_url()}count/")
    assert sorted(DraftValue.objects.values_list("number", flat=True)) == [Decimal(12), Decimal(34)]
    upload.refresh_from_db()
    assert upload.state == "counted"


def test_the_same_file_again_changes_nothing(officer, loop):
    data = filled(officer, loop, 12, 34)
    send(officer, loop, data)
    again = html.unescape(send(officer, loop, data).content.decode())
    assert Upload.objects.count() == 1
    assert "הקובץ הזה כבר נמצא כאן" in again and "כבר נקלט" not in again, "it waits, and counts for nothing yet"


def test_all_errors_come_at_once_with_their_cells_and_nothing_is_written(officer, loop):
    page = send(officer, loop, filled(officer, loop, "abc", "1.2.3"))
    upload = Upload.objects.get()
    assert upload.state == "refused"
    assert len(upload.findings) == 2
    assert all(one["place"] for one in upload.findings)
    assert upload.findings[0]["place"] in page.content.decode()
    assert not DraftValue.objects.exists()


def test_a_file_that_comes_again_anyhow_hears_what_the_checks_would_stop(officer, loop):
    send(officer, loop, filled(officer, loop, "abc", "1234.5", "-5"))
    found = Upload.objects.get().findings
    codes = [(one["row"], one["code"]) for one in found][1:]
    assert codes == [(3, "not_whole"), (3, "too_many_decimals"), (4, "negative")]
    assert "1,234.5" in found[1]["sentence"]["en"] and all(one["place"] for one in found)


def test_what_only_the_checks_would_stop_waits_for_the_yes(officer, loop):
    send(officer, loop, filled(officer, loop, "12", "1234.5"))
    assert Upload.objects.get().state == "staged"


def test_a_per_cent_sign_is_refused_as_in_the_form(officer, loop):
    page = send(officer, loop, filled(officer, loop, "12%"))
    upload = Upload.objects.get()
    assert (upload.state, [one["code"] for one in upload.findings]) == ("refused", ["percent"])
    assert upload.found[0]["sentence"] in html.unescape(page.content.decode())


def test_the_preview_names_cells_in_words_with_their_unit(officer, loop):
    page = send(officer, loop, filled(officer, loop, 12)).content.decode()
    assert str(cells.words(loop.cycle.measure_set.initiative_id).label("")) in page
    assert loop.definitions[0].unit_he in page


def test_an_empty_cell_is_not_a_zero(officer, loop):
    send(officer, loop, filled(officer, loop, 0))
    upload = Upload.objects.get()
    officer.post(f"{upload.get_absolute_url()}count/")
    assert list(DraftValue.objects.values_list("number", flat=True)) == [Decimal(0)]


def test_somebody_elses_template_is_refused_in_one_sentence(client, officer, loop):
    book = template(officer, loop)
    for row in book.active.iter_rows(min_row=2):
        row[0].value = "anotherreport"
    send(officer, loop, saved(book))
    finding = Upload.objects.get().findings[0]
    assert finding["code"] == "another_report"
    assert set(finding["sentence"]) == {"he", "en"} and "template" in finding["sentence"]["en"]


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"", b"PK\x03\x04broken"])
def test_what_is_no_workbook_gets_a_sentence(officer, loop, data):
    page = send(officer, loop, data)
    assert page.status_code in {200, 422}
    assert not Upload.objects.filter(state="staged").exists()


def test_another_partners_upload_is_not_found(client, loop):
    client.force_login(loop.people["stranger"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address(loop, "request-upload")).status_code == 404
    assert client.get(address(loop, "request-template")).status_code == 404


def test_counting_twice_is_told_and_counts_once(officer, loop):
    send(officer, loop, filled(officer, loop, 12))
    upload = Upload.objects.get()
    officer.post(f"{upload.get_absolute_url()}count/")
    officer.post(f"{upload.get_absolute_url()}count/")
    assert DraftValue.objects.get().revision == 1


def test_public_figures_enter_through_a_file_with_their_source(client, loop):
    client.force_login(loop.people["coordinator"], backend="django.contrib.auth.backends.ModelBackend")
    slug = loop.initiative.slug
    code = loop.definitions[0].measure.code
    data = f"measure,period,number\n{code},2013,8872\n{code},2018,16897\n".encode()
    client.post(
        reverse("measurement:figures-new", args=[slug]),
        {"file": SimpleUploadedFile("f.csv", data), "source": "Ministry", "is_headline": "on"},
    )
    tasks.run_imports()
    upload = Upload.objects.get()
    assert upload.state == "staged", upload.findings
    client.post(f"{upload.get_absolute_url()}count/")
    assert sorted(PublicFigure.objects.values_list("period", "number")) == [
        ("2013", Decimal(8872)),
        ("2018", Decimal(16897)),
    ]
