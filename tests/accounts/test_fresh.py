"""Acts that want a fresh sign-in: tokens, terms, closing an account, one's own data, the mail address."""

import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import AdminTerm, ApiToken
from accounts.services import people
from audit.models import Entry
from kernel import clock
from kernel.actor import Actor
from tests.conftest import made_fresh
from tests.factories.accounts import AdminTermFactory, NotJoinedFactory, PersonFactory

pytestmark = pytest.mark.django_db
GOOD = "four words of my own"
OLD = 6 * 60


@pytest.fixture
def person():
    return people.join(actor=Actor.system(), person=NotJoinedFactory(), password=GOOD)


def token_form():
    return {"name": "My laptop", "scopes": ["read"], "expires_on": clock.today().isoformat()}


def test_an_old_session_proves_itself_and_the_act_goes_on(signed_in, person):
    client = signed_in(person)
    made_fresh(client, person, OLD)
    address = reverse("accounts:tokens")
    assert client.get(address).status_code == 200
    answer = client.post(address, token_form())
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()
    wrong = client.post(answer["Location"], {"password": "not this one"})
    assert wrong.status_code == 200 and not ApiToken.objects.exists()
    made = client.post(answer["Location"], {"password": GOOD, "next": address})
    assert made.status_code == 201 and ApiToken.objects.count() == 1


def test_a_session_of_a_moment_ago_goes_on_at_once(signed_in, person):
    assert signed_in(person).post(reverse("accounts:tokens"), token_form()).status_code == 201


def test_somebody_with_codes_by_mail_only_signs_in_anew(signed_in):
    person = PersonFactory()
    client = signed_in(person)
    made_fresh(client, person, OLD)
    answer = client.post(reverse("accounts:tokens"), token_form())
    assert answer["Location"] == f"{reverse('account_login')}?next={reverse('accounts:tokens')}"
    assert client.get(reverse("accounts:tokens")).status_code == 302
    assert not ApiToken.objects.exists()


def test_the_api_says_so(signed_in, person):
    client = signed_in(person)
    made_fresh(client, person, OLD)
    answer = client.post("/api/v1/me/tokens/", token_form(), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_fresh")
    made_fresh(client, person)
    assert client.post("/api/v1/me/tokens/", token_form(), content_type="application/json").status_code == 201


@pytest.mark.parametrize("case", ["new_term", "end_term", "suspend"])
def test_an_administrator_s_acts_on_others_want_it_too(signed_in, case):
    admin, other = AdminTermFactory().person, AdminTermFactory()
    client = signed_in(admin)
    made_fresh(client, admin, OLD)
    address = {
        "new_term": reverse("accounts:term-new"),
        "end_term": reverse("accounts:term-end", args=[other.public_id]),
        "suspend": reverse("accounts:person-suspend", args=[other.person.public_id]),
    }[case]
    answer = client.post(address, {"name": "נועה", "email": "noa@example.org"})
    assert answer["Location"].startswith(reverse("account_login"))
    other.person.refresh_from_db()
    assert other.person.is_active and AdminTerm.objects.filter(ends_on__isnull=False).count() == 0


def test_the_mail_address_is_not_changed_by_an_old_session(signed_in, person):
    client = signed_in(person)
    made_fresh(client, person, OLD)
    answer = client.post(reverse("account_email"), {"action_add": "", "email": "other@example.org"})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_one_s_own_data_are_taken_along_and_it_is_noted(signed_in, person):
    client = signed_in(person)
    assert "הורדת" in client.get(reverse("accounts:my-data")).content.decode()
    made_fresh(client, person, OLD)
    assert client.post(reverse("accounts:my-data")).status_code == 302
    made_fresh(client, person)
    answer = client.post(reverse("accounts:my-data"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert person.email in packed.read("data.json").decode()
    assert Entry.objects.filter(kind="accounts.person.data_taken", by=person).count() == 1


def test_the_privacy_page_is_open_and_linked_under_every_page(client):
    page = client.get(reverse("account_login")).content.decode()
    assert f'href="{reverse("portal:privacy")}"' in page
    assert client.get(reverse("portal:privacy")).status_code == 200


def test_the_page_that_asks_again_speaks_of_any_page_and_not_of_security_settings():
    """A bank number, a file for the bank and an export ask too: the Hebrew says so as the English does."""
    with translation.override("he"):
        said = translation.gettext("Please reauthenticate to safeguard your account.")
        title = translation.gettext("Confirm Access")
    assert "האבטחה" not in said and "שינוי" not in title
