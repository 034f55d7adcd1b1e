"""The measure's page brings its chart in; the choice stands in the address; a share reads as per cent everywhere."""

from decimal import Decimal

import pytest
from django.urls import reverse

from measurement.models import Level, Target
from tests.actors import make_cast
from tests.factories.measurement import CombinationFactory, DefinitionFactory, MeasureFactory, PublicFigureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def share(cast):
    measure = MeasureFactory(initiative=cast.initiative, level=Level.POPULATION)
    definition = DefinitionFactory(measure=measure, aggregation="ratio", unit_he="אחוזים", unit_en="per cent")
    for period, number in (("2017", 40), ("2018", 42)):
        PublicFigureFactory(
            definition=definition,
            period=period,
            combination=CombinationFactory(initiative=cast.initiative),
            number=Decimal(number),
            weight=Decimal(96),
        )
    return measure


def sign_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_brings_the_chart_in_with_the_filters_of_its_address(client, cast, share):
    page = sign_in(client, cast.director).get(f"{share.get_absolute_url()}?period=2017&scope=initiative")
    chart = reverse("portal:measure-chart", args=[cast.initiative.slug, share.public_id])
    body = page.content.decode()
    assert f'id="measure-chart" hx-get="{chart}?scope=initiative&amp;period=2017"' in body
    assert f'<a href="{chart}?' in body


def test_the_chart_is_a_drawing_with_its_table_and_its_file(client, cast, share):
    url = reverse("portal:measure-chart", args=[cast.initiative.slug, share.public_id])
    answer = sign_in(client, cast.director).get(
        f"{url}?period=2017",
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{share.get_absolute_url()}"},
    )
    body = answer.content.decode()
    assert body.count('id="measure-chart"') == 1 and "<svg" in body and "<table" in body and "format=csv" in body
    assert answer["HX-Replace-Url"] == f"{share.get_absolute_url()}?period=2017"


def test_the_address_of_another_page_is_left_alone(client, cast, share):
    url = reverse("portal:measure-chart", args=[cast.initiative.slug, share.public_id])
    headers = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/x"}
    assert "HX-Replace-Url" not in sign_in(client, cast.director).get(f"{url}?period=2017", headers=headers)


def test_a_share_reads_as_per_cent_on_its_page_in_its_chart_and_in_the_goal(client, cast, share):
    sign_in(client, cast.director)
    chart = reverse("portal:measure-chart", args=[cast.initiative.slug, share.public_id])
    for url in (share.get_absolute_url(), chart):
        body = client.get(url).content.decode()
        assert "43.8" in body and "0.43" not in body, url  # 42 of 96
    file = b"".join(client.get(f"{chart}?format=csv").streaming_content).decode()
    assert "43.75" in file


def test_a_target_of_a_share_is_typed_and_read_in_per_cent(client, cast, share):
    url = reverse("measurement:measure-target", args=[cast.initiative.slug, share.public_id])
    answer = sign_in(client, cast.director).post(url, {"period": "2019", "number": "45.5"})
    assert answer.status_code == 302
    assert Target.objects.get().number == Decimal("0.455")
    assert "45.5" in client.get(share.get_absolute_url()).content.decode()
