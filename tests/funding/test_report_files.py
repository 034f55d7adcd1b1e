"""The report as a document and a workbook: in both languages, tagged, the same bytes, nothing that its page hides."""

import io
import json
import re
import shutil
import subprocess

import openpyxl
import pytest

from funding.models import FundReport
from funding.services import fund_reports, funders, pledges
from kernel import clock
from tests.actors import actor_of
from tests.factories.funding import FundWorld, plan
from tests.factories.partners import MandateFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    """Three funders; one keeps its amount to itself, one is anonymous."""
    made = FundWorld(cast)
    made.others = {}
    for name in ("name", "anonymous"):
        part = ParticipationFactory(initiative=cast.initiative, kind="funder")
        funder = funders.add(actor=made.director, fund=made.fund, participation=part, values={"visibility": name})
        signs = MandateFactory(participation=part, kind="representative")
        values = {"restriction": made.free, "amount": 777_00}
        draft = pledges.draft(actor=made.director, funder=funder, values=values, parts=plan(777_00, clock.today(), 1))
        pledges.sign(actor=actor_of(signs.person), pledge=draft)
        made.receive(777_00, funder=funder)
        made.others[name] = funder
    made.pledge(500_00, visibility="amount")
    made.receive(500_00)
    made.pay(made.grant(300_00), 100_00)
    return made


def report(world, **more):
    today = clock.today()
    return fund_reports.make(actor=world.treasurer, fund=world.fund, starts_on=today, as_of=today, **more)


def opened(client, row, kind, language="en"):
    address = row.get_absolute_url().replace("/he/", f"/{language}/")
    answer = client.get(f"{address}report.{kind}")
    assert answer.status_code == 200
    return answer.content


def words(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell is not None]
    return book, "\n".join(cells)


def test_the_document_is_tagged_in_its_language_and_the_same_again(world, signed_in):
    row, client = report(world), signed_in(world.cast.treasurer)
    for language in ("he", "en"):
        data = opened(client, row, "pdf", language)
        assert data.startswith(b"%PDF") and b"/StructTreeRoot" in data
        assert f"/Lang({language}" in data.decode("latin-1").replace(" ", "") or b"/Lang" in data
        assert opened(client, row, "pdf", language) == data


def test_the_workbook_opens_from_the_right_in_hebrew_and_holds_numbers(world, signed_in):
    row, client = report(world), signed_in(world.cast.treasurer)
    book, _text = words(opened(client, row, "xlsx", "he"))
    assert all(page.sheet_view.rightToLeft for page in book)
    book, text = words(opened(client, row, "xlsx", "en"))
    assert not book.worksheets[0].sheet_view.rightToLeft
    assert row.hash in text
    assert {cell.value for cell in book["The fund's money"]["B"]} >= {2054, 100, 1754}


def test_no_file_tells_what_a_funder_keeps_to_itself(world, signed_in):
    row, client = report(world), signed_in(world.cast.person("funder"))
    for language in ("he", "en"):
        _book, text = words(opened(client, row, "xlsx", language))
        hidden = world.others["anonymous"].participation
        assert str(hidden) not in text
        assert str(world.others["name"].participation) in text
        assert not re.search(r"^777(\.0)?$", text, re.M)
        assert not re.search(r"^500(\.0)?$", text, re.M), "the open one is held back: else two are left"


def test_a_funders_own_report_is_a_file_for_that_funder_and_the_staff_alone(world, signed_in):
    row = report(world, funder=world.others["name"])
    assert "777" in words(opened(signed_in(world.cast.treasurer), row, "xlsx"))[1]
    for person in ("funder", "lead", "steering", "chair", "member"):
        client = signed_in(world.cast.person(person))
        for kind in ("pdf", "xlsx"):
            assert client.get(f"{row.get_absolute_url()}report.{kind}").status_code == 404


def test_nobody_else_opens_the_fund_report(world, signed_in, client):
    row = report(world)
    for kind in ("pdf", "xlsx"):
        assert signed_in(world.cast.person("lead")).get(f"{row.get_absolute_url()}report.{kind}").status_code == 404
        assert client.get(f"{row.get_absolute_url()}report.{kind}").status_code in {302, 404}


def test_a_name_that_looks_like_a_command_stays_a_text(world, signed_in, tmp_path):
    world.free.__class__.objects.filter(pk=world.free.pk).update(name_en='=1+1 #image("x") $x$', name_he="=1+1")
    row = report(world)
    kept = json.loads(FundReport.objects.get(pk=row.pk).content)
    assert kept["fund"] == world.fund.public_id
    data = opened(signed_in(world.cast.treasurer), row, "pdf")
    (tmp_path / "report.pdf").write_bytes(data)
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not installed here, or may not be run")
    done = subprocess.run([reader, str(tmp_path / "report.pdf"), "-"], capture_output=True, check=True)
    assert b"#image" in done.stdout or b"told together" in done.stdout or b"=1+1" in done.stdout
