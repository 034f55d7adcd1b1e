"""The API's door and one's own endpoints; the schema lints clean and the docs need no other host."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from rest_framework.views import APIView

from accounts.models import ApiToken
from tests.factories.accounts import AdminTermFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.exhaustive
def test_the_schema_lints_clean():
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO())


def test_the_root_lists_what_there_is(client):
    answer = client.get("/api/v1/")
    assert answer.status_code == 200
    assert answer.json()["me"] == "/api/v1/me/" and answer.json()["docs"] == "/api/v1/docs/"


def test_the_docs_load_from_our_own_host_only(client):
    page = client.get("/api/v1/docs/").content.decode()
    addresses = re.findall(r"(?:src|href)=\"([^\"]+)\"", page)
    assert addresses and all(address.startswith(("/", "./", "#")) for address in addresses)
    assert not re.findall(r"<script(?![^>]*src=)[^>]*>", page)
    assert client.get("/api/v1/docs/?script=").status_code == 200
    assert client.get("/api/v1/schema/").status_code == 200


@pytest.mark.parametrize(("language", "word"), [("he", "כל מה שעמוד עושה"), ("en", "Everything that a page does")])
def test_the_docs_stand_in_the_portals_frame_in_either_language(client, language, word):
    page = client.get("/api/v1/docs/", {"language": language}).content.decode()
    other = "en" if language == "he" else "he"
    assert word in page and f'lang="{language}"' in page and 'class="topbar"' in page
    assert f'href="/api/v1/docs/?language={other}"' in page
    assert 'id="swagger-ui" dir="ltr" lang="en"' in page


def test_a_visitor_is_told_to_sign_in(client):
    answer = client.get("/api/v1/me/")
    assert answer.status_code == 401 and answer.json()["code"] == "not_authenticated"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_one_reads_exactly_ones_own_public_fields(signed_in):
    person = PersonFactory()
    body = signed_in(person).get("/api/v1/me/").json()
    assert set(body) == {
        "id",
        "name",
        "email",
        "function",
        "function_language",
        "telephone",
        "language",
        "time_zone",
        "calendar",
        "joined_at",
    }
    assert body["name"] == {"he": person.name_he, "en": person.name_en}


def test_a_change_names_what_it_changes_and_leaves_the_rest(signed_in):
    person = PersonFactory(function="before")
    answer = signed_in(person).patch("/api/v1/me/", {"telephone": "03-1234567"}, content_type="application/json")
    assert answer.status_code == 200
    person.refresh_from_db()
    assert (person.telephone, person.function) == ("+97231234567", "before")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"telephone": "12"}, "telephone"),
        ({"language": "xx"}, "language"),
        ({"joined_at": "2020-01-01"}, "joined_at"),
        ({"is_active": False}, "is_active"),
        ({"email": "other@example.org"}, "email"),
        ({"name_he": "", "name_en": ""}, "name_he"),
    ],
)
def test_what_may_not_be_changed_is_refused_by_name(signed_in, body, field):
    answer = signed_in(PersonFactory()).patch("/api/v1/me/", body, content_type="application/json")
    assert answer.status_code == 400 and field in answer.json()["fields"]


def test_the_same_key_changes_once_and_another_body_under_it_is_refused(signed_in):
    person = PersonFactory()
    client = signed_in(person)
    key = {"Idempotency-Key": "one"}
    send = lambda body: client.patch("/api/v1/me/", body, content_type="application/json", headers=key)  # noqa: E731
    assert send({"function": "first"}).status_code == 200
    assert send({"function": "first"})["Idempotent-Replay"] == "true"
    refused = send({"function": "second"})
    assert refused.status_code == 422 and refused.json()["code"] == "key_reused"
    person.refresh_from_db()
    assert person.function == "first"


def test_a_token_is_made_in_a_session_listed_without_its_secret_and_revoked(signed_in):
    client = signed_in(PersonFactory())
    body = {"name": "report", "scopes": ["read"], "expires_on": "2999-01-01"}
    assert client.post("/api/v1/me/tokens/", body, content_type="application/json").status_code == 400
    from kernel import clock

    body["expires_on"] = str(clock.today())
    made = client.post("/api/v1/me/tokens/", body, content_type="application/json")
    assert made.status_code == 201 and made.json()["secret"].startswith("shidra_")
    listed = client.get("/api/v1/me/tokens/").json()["results"]
    assert [row["name"] for row in listed] == ["report"] and "secret" not in listed[0]
    assert client.delete(f"/api/v1/me/tokens/{made.json()['id']}/").status_code == 204
    assert not ApiToken.objects.get().is_live


def test_anothers_token_and_person_are_not_found(signed_in):
    client, other = signed_in(PersonFactory()), PersonFactory()
    assert client.get(f"/api/v1/people/{other.public_id}/").status_code == 404
    assert (
        client.get("/api/v1/people/aaaaaaaaaaaa/").content == client.get(f"/api/v1/people/{other.public_id}/").content
    )
    admin = signed_in(AdminTermFactory().person)
    assert admin.get(f"/api/v1/people/{other.public_id}/").status_code == 200


def test_a_person_reads_six_hundred_and_writes_a_hundred_and_twenty_times_a_minute(settings):
    assert settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] == {"reads": "600/min", "writes": "120/min"}
    assert [(one.safe, one().num_requests, one().duration) for one in APIView.throttle_classes] == [
        (True, 600, 60),
        (False, 120, 60),
    ]


@pytest.mark.parametrize(("who", "rate"), [("person", "reads"), ("person", "writes"), ("stranger", "reads")])
def test_the_rates_are_held_each_for_itself(signed_in, client, monkeypatch, who, rate):
    rates = {"reads": "600/min", "writes": "120/min", rate: "2/min"}
    monkeypatch.setattr("rest_framework.throttling.SimpleRateThrottle.THROTTLE_RATES", rates)
    asking = signed_in(PersonFactory()) if who == "person" else client
    path = "/api/v1/me/" if who == "person" else "/api/v1/"

    def ask(reads):
        if reads:
            return asking.get(path)
        return asking.patch(path, {"function": "x"}, content_type="application/json")

    answers = [ask(rate == "reads") for _again in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json()["code"] == "throttled" and 0 < int(answers[-1]["Retry-After"]) <= 60
    if who == "person":
        assert ask(rate != "reads").status_code == 200
        assert signed_in(PersonFactory()).get(path).status_code == 200


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"a": NaN}', '{"a": 1, "a": 2}', "{", "[]", "null", '"text"', '{"a": "\\ud800"}']
)
def test_a_body_that_is_no_object_is_refused_with_a_sentence(signed_in, body):
    answer = signed_in(PersonFactory()).patch("/api/v1/me/", body, content_type="application/json")
    assert answer.status_code == 400 and answer.json()["detail"]


def test_the_page_of_tokens_leads_to_the_docs(signed_in):
    assert reverse("portal_api:docs") in signed_in(PersonFactory()).get(reverse("accounts:tokens")).content.decode()


def test_the_schema_tells_of_each_operation_what_it_does_its_scope_and_its_refusals(client):
    schema = client.get("/api/v1/schema/?format=json").json()
    operations = [
        (path, method, told)
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]
    assert len(operations) > 300
    refusal = {"$ref": "#/components/schemas/Refusal"}
    for path, method, told in operations:
        assert {"400", "401", "403", "404", "429"} <= set(told["responses"]), (path, method)
        assert told["responses"]["403"]["content"]["application/json"]["schema"] == refusal
        assert ("409" in told["responses"]) is (method != "get"), (path, method)
        if "/funds/" in path:
            scope = "funding:read" if method == "get" else "funding:write"
            said = f"A token needs the scope `{scope}`."
            assert told["description"].endswith(said) and told["description"] != said, (path, method)
    assert set(schema["components"]["schemas"]["Refusal"]["properties"]) == {"code", "detail", "fields"}
