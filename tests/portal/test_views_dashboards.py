"""Each page of the portal opens for those it is for, in both languages, and says kindly when there is nothing."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from measurement.models import Level
from tests.actors import make_cast
from tests.factories.measurement import (
    CombinationFactory,
    DefinitionFactory,
    MeasureFactory,
    PublicFigureFactory,
)

pytestmark = pytest.mark.django_db
TAKES_PART = ("director", "coordinator", "evaluator", "steering", "chair", "lead", "data", "funder", "member")
OUTSIDE = ("ministry", "admin", "applicant", "stranger")


def address(name, *args, language="he"):
    with translation.override(language):
        return reverse(f"portal:{name}", args=args)


@pytest.fixture
def open_cast():
    return make_cast(is_public=True)


@pytest.fixture
def examinees(open_cast):
    measure = MeasureFactory(initiative=open_cast.initiative, level=Level.POPULATION, code="math5")
    definition = DefinitionFactory(measure=measure)
    whole = CombinationFactory(initiative=open_cast.initiative)
    for period, number, name in (("2013", 8872, "A"), ("2016", 12510, "A"), ("2018", 16897, "B")):
        PublicFigureFactory(
            definition=definition,
            period=period,
            combination=whole,
            number=Decimal(number),
            series=name,
            source="Ministry",
        )
    PublicFigureFactory(
        definition=definition,
        period="2018",
        combination=whole,
        number=Decimal(18000),
        series="press",
        is_headline=False,
        source="A newspaper",
    )
    return measure


@pytest.mark.parametrize("language", ["he", "en"])
def test_the_public_page_shows_the_number_its_break_and_what_others_printed(client, open_cast, examinees, language):
    page = client.get(address("initiative", open_cast.initiative.slug, language=language))
    text = page.content.decode()
    assert page.status_code == 200
    assert "16,897" in text and "8,872" in text and "18,000" in text and "A newspaper" in text
    assert "g-break" in text and "g-press" in text


def test_a_private_initiative_is_not_there_for_the_public(client, cast):
    assert client.get(address("initiative", cast.initiative.slug)).status_code == 404


def test_a_result_page_and_its_file_hold_the_published_figures(client, open_cast, examinees):
    url = address("result", open_cast.initiative.slug, examinees.public_id, language="en")
    assert client.get(url).status_code == 200
    file = b"".join(client.get(f"{url}?format=csv")).decode("utf-8-sig")
    assert "2018,2018,16897" in file and "newspaper" in file


def test_a_measure_without_a_published_figure_has_no_public_page(client, open_cast):
    measure = DefinitionFactory(measure__initiative=open_cast.initiative).measure
    url = address("result", open_cast.initiative.slug, measure.public_id)
    assert client.get(url).status_code == 404
    assert client.get(f"{url}?format=csv").status_code == 404


@pytest.mark.parametrize("name", ["steering", "role-home", "board", "search"])
def test_dashboards_open_for_whoever_takes_part_even_when_empty(cast, signed_in, name):
    for role in TAKES_PART:
        assert signed_in(cast.person(role)).get(address(name, cast.initiative.slug)).status_code == 200, role


def test_the_committee_and_the_cockpit_are_not_there_for_others(cast, signed_in):
    for role in OUTSIDE:
        assert signed_in(cast.person(role)).get(address("steering", cast.initiative.slug)).status_code == 404, role
    for role in ("steering", "lead", "data", "funder", "ministry", "stranger"):
        assert signed_in(cast.person(role)).get(address("cockpit", cast.initiative.slug)).status_code == 404, role
    assert signed_in(cast.person("coordinator")).get(address("cockpit", cast.initiative.slug)).status_code == 200


def test_the_board_comes_alone_where_a_part_is_asked_for(cast, signed_in):
    url = address("board", cast.initiative.slug)
    part = signed_in(cast.person("director")).get(url, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert b"<html" not in part.content


def test_the_chart_of_a_measure_refuses_a_scope_of_others(open_cast, signed_in):
    measure = DefinitionFactory(measure__initiative=open_cast.initiative).measure
    url = address("measure-chart", open_cast.initiative.slug, measure.public_id)
    lead = signed_in(open_cast.person("lead"))
    assert lead.get(url).status_code == 200
    assert lead.get(f"{url}?scope=organisation:999999").status_code == 404
    assert lead.get(f"{url}?scope=body:1").status_code == 404


def test_a_partner_is_named_by_its_public_id_and_by_no_key(open_cast, signed_in):
    measure = DefinitionFactory(measure__initiative=open_cast.initiative).measure
    url = address("measure-chart", open_cast.initiative.slug, measure.public_id)
    api = f"/api/v1/initiatives/{open_cast.initiative.slug}/series/"
    own, other = open_cast.partner.organisation, open_cast.other.organisation
    director, lead = (signed_in(open_cast.person(name)) for name in ("director", "lead"))
    assert f'value="organisation:{own.public_id}"' in lead.get(url).content.decode()
    for who, organisation, status in ((lead, own, 200), (lead, other, 404), (director, other, 200)):
        for place in (url, api):
            assert who.get(place, {"scope": f"organisation:{organisation.public_id}"}).status_code == status, place
            assert who.get(place, {"scope": f"organisation:{organisation.pk}"}).status_code == 404, place
    told = director.get(api, {"scope": f"organisation:{own.public_id}"}).json()
    assert {row["scope"] for row in told} == {f"organisation:{own.public_id}"}


def test_a_search_finds_the_other_spelling(cast, signed_in):
    MeasureFactory(initiative=cast.initiative, name_he="תוכנית המצוינות", name_en="Excellence")
    page = signed_in(cast.person("lead")).get(address("search", cast.initiative.slug), {"q": "תכנית"})
    assert "תוכנית המצוינות" in page.content.decode()


def test_the_public_reads_series_through_the_api(client, open_cast, examinees):
    answer = client.get(f"/api/v1/initiatives/{open_cast.initiative.slug}/series/", {"measure": "math5"}).json()
    assert [(row["period"], row["value"]) for row in answer[0]["points"]][-1] == ("2018", "16897.0000")
    assert answer[0]["breaks"] == ["2018"]
    assert client.get(f"/api/v1/initiatives/{open_cast.initiative.slug}/dashboards/steering/").status_code in {401, 403}


@pytest.mark.parametrize("view", ["", "?view=sheet"])
def test_the_committee_reads_who_published_a_national_figure(open_cast, examinees, signed_in, view):
    page = signed_in(open_cast.person("steering")).get(address("steering", open_cast.initiative.slug) + view)
    assert "Ministry" in page.content.decode()


# The matrix of rights asks these pages daily too, by a few of the cast.
MENUS = [
    pytest.param(role, marks=() if role in {"director", "lead", "ministry"} else pytest.mark.exhaustive)
    for role in (*TAKES_PART, "ministry")
]


@pytest.mark.parametrize("role", MENUS)
def test_every_line_of_every_menu_leads_somewhere(cast, signed_in, role):
    client = signed_in(cast.person(role))
    groups = client.get(address("role-home", cast.initiative.slug)).context["navigation"]
    assert 0 < len(groups) <= 3 and all(group.items for group in groups)
    assert sum(len(group.items) for group in groups) <= 10
    for group in groups:
        for item in group.items:
            assert client.get(item.url).status_code == 200, item.url


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("measurement:sets", "measurement:cycles"),
        ("measurement:rules", "measurement:cycles"),
        ("measurement:dimensions", "measurement:measures"),
        ("measurement:figures-new", "measurement:measures"),
        ("partners:invitations", "partners:participations"),
        ("initiative:stages", "portal:cockpit"),
    ],
)
def test_a_page_without_a_line_of_its_own_marks_the_line_it_stands_under(cast, signed_in, page, line):
    slug = [cast.initiative.slug]
    context = signed_in(cast.person("director")).get(reverse(page, args=slug)).context
    marked = [item.url for group in context["navigation"] for item in group.items if item.current]
    assert marked == [reverse(line, args=slug)]


@pytest.mark.parametrize("extra", [0, 9])
def test_the_dashboard_asks_no_more_when_there_is_more(open_cast, signed_in, django_assert_max_num_queries, extra):
    for _n in range(2 + extra):
        DefinitionFactory(measure__initiative=open_cast.initiative)
    client = signed_in(open_cast.person("steering"))
    url = address("steering", open_cast.initiative.slug)
    client.get(url)
    with django_assert_max_num_queries(20):
        assert client.get(url).status_code == 200
