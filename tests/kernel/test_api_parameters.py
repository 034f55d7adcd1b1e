"""A misspelt parameter of an endpoint is refused by its name; what the endpoint takes is said."""

import pytest

from tests.actors import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(signed_in):
    cast = make_cast()
    client = signed_in(cast.coordinator)

    def get(noun, **query):
        return client.get(
            f"/api/v1/initiatives/{cast.initiative.slug}/{noun}", query, headers={"accept-language": "en"}
        )

    return get


def test_a_misspelt_filter_is_refused_with_its_name_and_what_there_is(asked):
    answer = asked("tasks/", sate="open")
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["sate"]
    assert "state" in answer.json()["fields"]["sate"][0] and "page_size" in answer.json()["fields"]["sate"][0]
    assert "series" in asked("figures/", serie="x").json()["fields"]["serie"][0]


def test_an_endpoint_without_parameters_says_so(asked):
    one = asked("", page="1")
    assert one.status_code == 400 and "takes no parameters" in one.json()["fields"]["page"][0]


def test_what_is_known_is_taken(asked):
    assert asked("tasks/", state="open", page="1", page_size="5", format="json").status_code == 200
    assert asked("dashboards/steering/", period="2018").status_code == 200
