"""Files and figures through the API: the same acts and sentences as the pages."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from initiative.models import Initiative
from measurement import tasks
from measurement.models import DraftValue, PublicFigure, Upload
from measurement.services import cycles
from partners.models import MandateKind
from tests.factories.measurement import Loop
from tests.measurement.api import base, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop():
    made = Loop(partners=2, measures=1)
    made.person(MandateKind.DATA_OFFICER, made.participations[1], "stranger")
    cycles.open_cycle(actor=made.actor("coordinator"), cycle=made.cycle)
    return made


def report(loop):
    return f"{base(loop)}requests/{loop.request().public_id}/uploads/"


def cells(loop, *numbers):
    code = loop.definitions[0].measure.code
    names = [f"{code}|{one}" for one in loop.cells]
    rows = "".join(f"{name},{number}\n" for name, number in zip(names, numbers, strict=False))
    return SimpleUploadedFile("report.csv", f"cell,number\n{rows}".encode())


def test_a_report_goes_up_is_read_and_counts(loop):
    client = client_of(loop, "data_officer")
    made = client.post(report(loop), {"file": cells(loop, 100, 60, 40)}, format="multipart")
    assert (made.status_code, made.json()["state"]) == (201, "received"), made.json()
    url = f"{report(loop)}{made.json()['id']}/"
    tasks.run_imports()
    told = client.get(url).json()
    assert (told["state"], told["values"], told["read"], told["findings"]) == ("staged", 3, 3, [])
    assert client.post(f"{url}count/", {"force": True}, format="json").json()["fields"].keys() == {"force"}
    assert client.post(f"{url}count/", {}, format="json").json()["state"] == "counted"
    assert DraftValue.objects.filter(number__isnull=False).count() == 3
    assert client.post(f"{url}count/").status_code in {403, 409}


def test_the_same_file_again_answers_with_the_first(loop):
    client = client_of(loop, "data_officer")
    first = client.post(report(loop), {"file": cells(loop, 1, 1, 0)}, format="multipart")
    again = client.post(report(loop), {"file": cells(loop, 1, 1, 0)}, format="multipart")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"] and Upload.objects.count() == 1


def test_all_errors_come_with_their_cells_in_the_language_asked_for(loop):
    client = client_of(loop, "data_officer")
    made = client.post(report(loop), {"file": cells(loop, "abc", "1.2.3")}, format="multipart").json()
    tasks.run_imports()
    url = f"{report(loop)}{made['id']}/"
    told = client.get(url, headers={"Accept-Language": "en"}).json()
    assert told["state"] == "refused" and [one["place"] for one in told["findings"]] == ["B2", "B3"]
    hebrew = client.get(url, headers={"Accept-Language": "he"}).json()["findings"]
    assert hebrew[0]["sentence"] != told["findings"][0]["sentence"]


def test_another_partner_and_the_backbone_find_no_report_files(loop):
    for who in ("stranger", "director"):
        client = client_of(loop, who)
        assert client.post(report(loop), {"file": cells(loop, 1)}, format="multipart").status_code in {403, 404}
        assert client.get(report(loop)).status_code in {403, 404}
    assert not Upload.objects.exists()


def test_a_file_of_figures_needs_its_source_and_counts_after_the_yes(loop):
    client, code = client_of(loop, "coordinator"), loop.definitions[0].measure.code
    url = f"{base(loop)}figures/uploads/"

    def file():
        return SimpleUploadedFile("f.csv", f"measure,period,number\n{code},2018,16897\n".encode())

    refused = client.post(url, {"file": file()}, format="multipart")
    assert refused.status_code == 400 and "source" in refused.json()["fields"]
    made = client.post(url, {"file": file(), "source": "Ministry"}, format="multipart").json()
    tasks.run_imports()
    assert not PublicFigure.objects.exists()
    assert client.post(f"{url}{made['id']}/count/").json()["state"] == "counted"
    assert PublicFigure.objects.get().number == 16897
    assert client_of(loop, "data_officer").get(url).status_code == 404


def test_figures_enter_and_are_read_with_their_source(loop):
    client, code = client_of(loop, "evaluator"), loop.definitions[0].measure.code
    order = {"measure": code, "period": "2018", "number": "16897", "source": "Ministry", "series": "press"}
    order |= {"is_headline": False, "url": "https://example.org/a"}
    url = f"{base(loop)}figures/"
    assert client.post(url, {"figures": [order]}, format="json").json() == {"written": 1}
    assert client.post(url, {"figures": [order]}, format="json").json() == {"written": 0}
    row = client.get(f"{url}?measure={code}").json()["results"][0]
    assert (row["measure"], row["number"], row["source"]) == (code, "16897.0000", "Ministry")
    assert (row["series"], row["is_headline"]) == ("press", False)
    assert client.get(f"{url}?series=other").json()["results"] == []


def test_every_fault_of_every_figure_is_told_at_once(loop):
    client, code = client_of(loop, "coordinator"), loop.definitions[0].measure.code
    good = {"measure": code, "period": "2018", "number": "5", "source": "Ministry"}
    answer = client.post(
        f"{base(loop)}figures/", {"figures": [good, {"measure": code, "number": "abc"}, "x"]}, format="json"
    )
    assert answer.status_code == 400 and not PublicFigure.objects.exists()
    assert {"2.period", "2.number", "2.source", "3"} <= set(answer.json()["fields"])
    wrong = client.post(
        f"{base(loop)}figures/", {"figures": [{**good, "combination": "sex=x", "period": "20x"}]}, format="json"
    )
    assert wrong.status_code == 400 and len(wrong.json()["fields"]["1"]) == 2


def test_everybody_reads_the_figures_of_a_public_initiative_and_nobody_unknown_writes(loop):
    Initiative.objects.filter(pk=loop.initiative.pk).update(is_public=True)
    url = f"{base(loop)}figures/"
    assert APIClient().get(url).status_code == 200
    assert APIClient().post(url, {"figures": [{}]}, format="json").status_code in {401, 403}
    Initiative.objects.filter(pk=loop.initiative.pk).update(is_public=False)
    assert APIClient().get(url).status_code == 404


def test_who_may_not_take_figures_in_is_told(loop):
    order = {"measure": "M", "period": "2018", "number": str(Decimal(5)), "source": "x"}
    answer = client_of(loop, "data_officer").post(f"{base(loop)}figures/", {"figures": [order]}, format="json")
    assert answer.status_code in {403, 404}
    assert client_of(loop, "coordinator").post(f"{base(loop)}figures/", {}, format="json").status_code == 400
