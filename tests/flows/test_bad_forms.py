"""What people type into forms beside the grid: one parser for numbers, hours that are missing, meetings without end."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.forms import BaseForm, DateField
from django.urls import get_resolver, reverse
from django.utils import translation

from kernel import clock
from kernel.forms import DayField, NumberField
from measurement.models import Target
from tests.flows.test_bad_input import World, words
from working_groups.models import Meeting

pytestmark = pytest.mark.django_db
READ = {"1,234.5": "1234.5", "١٢٣": "123", "\u202a7\u202c": "7", "0": "0", "−5": "-5"}
REFUSED = ["abc", "1e3", "1_000", "NaN", "12%", "\u202e12", "1.2.3", "9" * 40]


@pytest.fixture(params=["he", "en"])
def world(request):
    with translation.override(request.param):
        yield World(request.param)


def doors(world, typed):
    """The answers of page and API to a target typed like this."""
    measure = world.loop.definitions[0].measure
    director = world.client("coordinator")
    page = reverse("measurement:measure-target", args=[world.loop.initiative.slug, measure.public_id])
    yield director.post(page, {"period": "2019S", "number": typed})
    path = world.api(f"measures/{measure.public_id}/target/")
    yield director.post(path, {"period": "2019S", "number": typed}, content_type="application/json")


@pytest.mark.parametrize("typed", READ)
def test_a_target_is_read_as_a_cell_is(world, typed):
    for answer in doors(world, typed):
        assert answer.status_code in {200, 201, 302}, answer.content[-500:]
        assert Target.objects.latest("pk").number == Decimal(READ[typed])


@pytest.mark.parametrize("typed", REFUSED)
def test_a_target_that_is_no_number_gets_the_sentence_of_a_cell(world, typed):
    page, api = doors(world, typed)
    assert (page.status_code, api.status_code) == (422, 400)
    sentence = api.json()["fields"]["number"][0]
    world.assert_sentence(sentence)
    assert sentence.replace("\u2068", "").replace("\u2069", "") in words(page).replace("\u2068", "").replace(
        "\u2069", ""
    )
    assert not Target.objects.exists()


def test_a_nought_is_a_number_and_a_stored_one_is_shown_without_the_zeros_of_its_column():
    field = NumberField()
    assert field.clean(0) == field.clean("0") == 0
    assert field.prepare_value(Decimal("1250.5000")) == "1250.5"
    assert field.prepare_value(Decimal("100.0000")) == "100"


@pytest.mark.parametrize(("language", "word"), [("he", "שבוע"), ("en", "week")])
def test_a_meeting_without_end_is_asked_about_and_stays_as_typed(cast, signed_in, language, word):
    begins = clock.now() + timedelta(days=30)
    address = f"/{language}/{cast.initiative.slug}/bodies/{cast.group.public_id}/meetings/new/"
    sent = {
        "starts_at": f"{begins:%Y-%m-%dT10:00}",
        "ends_at": f"{begins + timedelta(days=400):%Y-%m-%dT11:00}",
        "visibility": "",
        "topic_he": "ישיבה ארוכה",
    }
    page = signed_in(cast.chair).get(address)
    choices = [value for value, _label in page.context["form"].fields["visibility"].choices if value]
    answer = signed_in(cast.chair).post(address, {**sent, "visibility": choices[0]})
    assert answer.status_code == 422
    assert word in words(answer) and "ישיבה ארוכה" in answer.content.decode()
    assert not Meeting.objects.filter(topic_he="ישיבה ארוכה").exists()


@pytest.mark.parametrize(("language", "word"), [("he", "מזיזים את השעון"), ("en", "clock changes")])
def test_an_hour_that_the_clock_leaps_over_is_named(cast, signed_in, language, word):
    address = f"/{language}/{cast.initiative.slug}/bodies/{cast.group.public_id}/meetings/new/"
    sent = {"starts_at": "2027-03-26T02:30", "ends_at": "2027-03-26T04:30", "topic_he": "לילה"}
    assert word in words(signed_in(cast.chair).post(address, sent))


def forms_of(parent):
    for form in parent.__subclasses__():
        yield form
        yield from forms_of(form)


def test_every_form_reads_a_day_as_the_house_does():
    assert get_resolver().url_patterns  # every door imports its forms
    days = [
        (form.__name__, name, field)
        for form in forms_of(BaseForm)
        if not form.__module__.startswith(("django.", "allauth.", "tests."))
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, DateField)
    ]
    assert len(days) > 10
    assert [(form, name) for form, name, field in days if not isinstance(field, DayField)] == []


@pytest.mark.parametrize(("language", "said"), [("he", "אין תאריך 31 בפברואר 2026"), ("en", "31 February 2026")])
def test_a_day_that_there_is_not_is_named_on_the_page_of_a_task(cast, signed_in, language, said):
    page = f"/{language}/{cast.initiative.slug}/tasks/new/"
    answer = signed_in(cast.coordinator).post(page, {"title": "x", "due_on": "31/02/2026"})
    assert answer.status_code == 422
    assert said in words(answer).replace("\u2068", "").replace("\u2069", "")
