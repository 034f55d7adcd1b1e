"""The pages of refusals and faults: the right status, the request's id, and no need of what may have fallen."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from portal.views import errors
from tests.factories.accounts import PersonFactory


def test_a_strange_host_name_is_refused_and_not_a_fault():
    answer = Client(raise_request_exception=False).get("/healthz", headers={"host": "stranger.example.org"})
    assert answer.status_code == 400
    assert answer["X-Request-ID"] in answer.content.decode()


def test_the_page_of_a_fault_needs_no_database(rf):
    answer = errors.server_error(rf.get("/he/"))
    assert answer.status_code == 500
    assert "<main" in answer.content.decode()


def test_the_address_of_a_button_says_where_to_press_it_when_it_is_opened(client, db):
    address = reverse("accounts:token-revoke", args=["a" * 12])
    client.force_login(PersonFactory())
    answer = client.get(address)
    assert answer.status_code == 405 and "POST" in answer["Allow"]
    assert gettext("Nothing was changed. Go back to the page with the button and press it there.") in (
        answer.content.decode()
    )


@pytest.mark.parametrize(
    ("language", "heading", "mend"),
    [("he", "הטופס לא נשלח", "לטעון אותו מחדש"), ("en", "The form was not sent", "reload it")],
)
def test_a_form_of_an_old_page_says_how_to_send_it_and_blames_no_rights(db, language, heading, mend):
    client = Client(enforce_csrf_checks=True)
    client.force_login(PersonFactory(language=language))
    answer = client.post(reverse("accounts:profile").replace("/he/", f"/{language}/"), {"function": "x"})
    page = answer.content.decode()
    assert answer.status_code == 403 and f"<h1>{heading}</h1>" in page and mend in page
