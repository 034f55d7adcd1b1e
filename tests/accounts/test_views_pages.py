"""The pages of accounts answer in both languages for those who may see them, and are not there for others."""

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse
from django.utils import translation

from tests.factories.accounts import AdminTermFactory, NotJoinedFactory, PersonFactory

pytestmark = pytest.mark.django_db
MINE = ("accounts:profile", "accounts:settings", "accounts:security", "accounts:tokens", "account_change_password",
        "account_set_password", "account_email", "mfa_index", "usersessions_list", "account_logout",
        "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn")  # fmt: skip
OPEN = ("account_login", "account_request_login_code", "account_reset_password", "account_reset_password_done",
        "account_inactive", "account_reset_password_from_key_done")  # fmt: skip


def address(name, language, *args):
    with translation.override(language):
        return reverse(name, args=args)


@pytest.mark.parametrize("language", ["he", "en"])
@pytest.mark.parametrize("name", MINE)
def test_a_page_of_ones_own_answers(signed_in, name, language):
    client = signed_in(PersonFactory())
    answer = client.get(address(name, language), follow=True)
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("language", ["he", "en"])
@pytest.mark.parametrize("name", OPEN)
def test_an_open_page_answers_a_visitor(client, name, language):
    answer = client.get(address(name, language))
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", MINE)
def test_a_page_of_ones_own_sends_a_visitor_to_the_sign_in(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(("/he/sign-in/", "/he/account/login/"))


def test_administrators_see_operations_and_others_do_not_find_it(signed_in):
    admin = AdminTermFactory().person
    PersonFactory.create_batch(3)
    NotJoinedFactory()
    assert signed_in(admin).get(reverse("accounts:operations")).status_code == 200
    assert signed_in(PersonFactory()).get(reverse("accounts:operations")).status_code == 404


def test_operations_take_few_queries_whatever_the_number_of_accounts(signed_in, django_assert_max_num_queries):
    client = signed_in(AdminTermFactory().person)
    PersonFactory.create_batch(30)
    client.get(reverse("accounts:operations"))
    with django_assert_max_num_queries(20):
        assert client.get(reverse("accounts:operations")).status_code == 200


def test_accounts_are_found_by_name_and_state(signed_in):
    client = signed_in(AdminTermFactory().person)
    found, other = NotJoinedFactory(name_en="Rivka of the north"), PersonFactory(name_en="Somebody else")
    for query in ({"search": "rivka"}, {"state": "invited"}):
        page = client.get(reverse("accounts:operations"), query).content.decode()
        assert found.email in page and other.email not in page


def test_a_person_is_shown_to_itself_and_administrators_only(signed_in):
    person = PersonFactory()
    page = person.get_absolute_url()
    assert signed_in(person).get(page).status_code == 200
    assert signed_in(AdminTermFactory().person).get(page).status_code == 200
    foreign = signed_in(PersonFactory()).get(page)
    made_up = signed_in(PersonFactory()).get(reverse("accounts:person", args=["a" * 12]))
    assert foreign.status_code == made_up.status_code == 404


def test_what_is_behind_the_sign_in_is_stored_nowhere(signed_in):
    assert signed_in(PersonFactory()).get(reverse("accounts:profile"))["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_of_accounts_leaves_as_a_file_for_administrators(signed_in, kind):
    admin, other = AdminTermFactory().person, NotJoinedFactory(name_he="נועה")
    answer = signed_in(admin).get(address("accounts:operations", "he") + f"?format={kind}")
    data = answer.getvalue()
    assert answer.status_code == 200 and f".{kind}" in answer["Content-Disposition"]
    assert (other.email in data.decode() and "נועה" in data.decode()) if kind == "csv" else data.startswith(b"PK")
    assert signed_in(other).get(address("accounts:operations", "he") + f"?format={kind}").status_code == 404


def test_a_link_of_a_new_password_that_is_dead_leads_to_another_one(client):
    answer = client.get(reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "old"}), follow=True)
    assert f'href="{reverse("account_reset_password")}"' in answer.content.decode()


def test_a_live_link_of_a_new_password_opens_its_form(client):
    person = PersonFactory()
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    uid, _dash, rest = key.partition("-")
    page = client.get(reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": rest}), follow=True)
    assert 'name="password1"' in page.content.decode()
    words = {"password1": "Sapphire-42-river", "password2": "Sapphire-42-river"}
    assert client.post(page.request["PATH_INFO"], words).status_code == 302
    person.refresh_from_db()
    assert person.check_password("Sapphire-42-river")


@pytest.mark.parametrize(("left", "is_told"), [(2, True), (3, False)])
def test_whoever_has_few_recovery_codes_is_told_to_make_more(signed_in, left, is_told):
    person = PersonFactory()
    codes = RecoveryCodes.activate(person)
    for code in codes.get_unused_codes()[left:]:
        assert codes.validate_code(code)
    told = signed_in(person).get(reverse("accounts:security")).content.decode()
    assert ("כדאי ליצור קודים חדשים" in told) is is_told
