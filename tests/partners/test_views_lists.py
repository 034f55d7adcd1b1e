"""The directory: search that folds spelling, filters, sorts, paging, files; the same number of queries at any size."""

import pytest
from django.urls import reverse
from django.utils import translation

from partners.models import District, Organisation
from tests.factories.partners import MandateFactory, OrganisationFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(cast, signed_in):
    """The page of partners for a role and a query."""

    def get(role="director", language="he", **query):
        with translation.override(language):
            url = reverse("partners:participations", args=[cast.initiative.slug])
        return signed_in(cast.person(role)).get(url, query)

    return get


def names(answer):
    return [row.name.value for row in answer.context["rows"]]


@pytest.mark.parametrize(
    "typed", ["שיתופים", "שתופים", "צה״ל", 'צה"ל', "צהל", "תל־אביב", "תל אביב", "TEL", "580000008"]
)
def test_search_folds_spelling_quotes_and_case(cast, listed, typed):
    OrganisationFactory.reset_sequence()
    row = OrganisationFactory(name_he="עמותת שיתופים צה״ל תל־אביב", name_en="Tel Aviv", registration_no="580000008")
    ParticipationFactory(initiative=cast.initiative, organisation=row)
    assert names(listed(search=typed)) == ["עמותת שיתופים צה״ל תל־אביב"]


@pytest.mark.parametrize("typed", ["%", "_", "'; DROP TABLE x; --", "\\", "a" * 99])
def test_search_takes_any_text(listed, typed):
    answer = listed(search=typed)
    assert answer.status_code == 200 and names(answer) == []


def test_filters_narrow_and_say_when_nothing_fits(cast, listed):
    ParticipationFactory(initiative=cast.initiative, organisation__district=District.NORTH)
    assert len(names(listed(district="north"))) == 1
    assert len(names(listed(kind="backbone"))) == 1
    assert "אין שותפים המתאימים לסינון" in listed(district="haifa").content.decode()
    assert listed(sector="made-up").status_code == 200


def test_sorting_follows_the_readers_language(cast, listed):
    for he, en in (("אאא", "Zzz"), ("תתת", "Aaa")):
        ParticipationFactory(initiative=cast.initiative, organisation=OrganisationFactory(name_he=he, name_en=en))
    assert names(listed())[0] == "אאא"
    assert names(listed(language="en"))[0] == "Aaa"
    assert names(listed(sort="-name"))[0] == "תתת"
    assert listed(sort="password").status_code == 200


def test_an_organisation_without_an_english_name_shows_the_other_one(cast, listed):
    ParticipationFactory(initiative=cast.initiative, organisation=OrganisationFactory(name_he="רק עברית", name_en=""))
    assert "רק עברית" in names(listed(language="en", search="רק עברית"))


@pytest.mark.parametrize(("file_format", "start"), [("csv", "\ufeff".encode()), ("xlsx", b"PK")])
def test_the_list_leaves_as_a_file_as_it_is_filtered(cast, listed, file_format, start):
    OrganisationFactory.reset_sequence()
    ParticipationFactory(initiative=cast.initiative, organisation=OrganisationFactory(name_he="=1+1 בע״מ"))
    answer = listed("lead", format=file_format, search="1+1")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert body.startswith(start)
    assert answer["Content-Disposition"].startswith("attachment")
    if file_format == "csv":
        lines = body.decode("utf-8-sig").splitlines()
        assert len(lines) == 2 and lines[1].startswith("\"'=1+1") or lines[1].startswith("'=1+1")


def test_only_the_staff_is_told_who_has_no_representative(listed):
    assert "ייצוג הארגון" in listed("director").content.decode()
    assert all(row.represented is None for row in listed("lead").context["rows"])


def test_the_list_costs_the_same_with_ten_times_the_rows(cast, listed, django_assert_max_num_queries):
    def grow(number):
        for _row in range(number):
            MandateFactory(participation=ParticipationFactory(initiative=cast.initiative))

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    grow(2)
    listed()
    with CaptureQueriesContext(
        connection,
    ) as few:
        listed()
    grow(18)
    with CaptureQueriesContext(connection) as many:
        listed()
    assert len(many) <= len(few) + 1


def test_an_invitation_waits_outside_the_list_of_partners(cast, listed):
    row = ParticipationFactory(initiative=cast.initiative, state="invited")
    assert str(row.organisation) in names(listed("coordinator"))
    assert str(row.organisation) not in names(listed("lead"))
    assert Organisation.objects.visible_to(cast.actor("lead")).filter(pk=row.organisation_id).count() == 0
