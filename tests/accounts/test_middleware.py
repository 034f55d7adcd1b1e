"""What is asked of whoever is signed in: a second factor of staff, an end of long sessions, a time zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import TimeZoneMiddleware
from kernel import clock
from tests.factories.accounts import AdminTermFactory, PersonFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 9, 0, tzinfo=ZoneInfo("UTC"))


@pytest.fixture
def admin(db):
    with clock.at(START):
        return AdminTermFactory().person


def test_staff_without_a_factor_may_only_add_one_where_it_is_required(settings, signed_in, admin):
    settings.SECOND_FACTOR_REQUIRED = True
    client = signed_in(admin)
    for name in ("accounts:operations", "accounts:profile", "accounts:tokens"):
        assert client.get(reverse(name))["Location"] == reverse("accounts:security")
    assert client.get("/api/v1/me/").status_code == 403
    assert client.get("/api/v1/me/").json()["code"] == "second_factor"
    for name in ("accounts:security", "mfa_activate_totp", "account_logout"):
        assert client.get(reverse(name)).status_code == 200


def test_staff_with_a_factor_and_others_without_go_on(settings, signed_in, admin):
    settings.SECOND_FACTOR_REQUIRED = True
    assert signed_in(PersonFactory()).get(reverse("accounts:profile")).status_code == 200
    TOTP.activate(admin, generate_totp_secret())
    assert signed_in(admin).get(reverse("accounts:operations")).status_code == 200


def test_recovery_codes_alone_are_no_factor(settings, signed_in, admin):
    settings.SECOND_FACTOR_REQUIRED = True
    Authenticator.objects.create(user=admin, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    assert signed_in(admin).get(reverse("accounts:profile")).status_code == 302


def test_in_the_demo_the_factor_is_offered_not_demanded(signed_in, admin):
    assert signed_in(admin).get(reverse("accounts:operations")).status_code == 200


def pages_after(client, *minutes):
    out = []
    for minute in minutes:
        with clock.at(START + timedelta(minutes=minute)):
            out.append(client.get(reverse("accounts:profile")).status_code)
    return out


def test_the_session_of_staff_ends_after_two_idle_hours(signed_in, admin):
    assert pages_after(signed_in(admin), 0, 119, 237, 358) == [200, 200, 200, 302]


def test_the_session_of_staff_ends_after_twelve_hours_of_work(signed_in, admin):
    assert pages_after(signed_in(admin), *range(0, 721, 60), 722) == [200] * 13 + [302]


def test_others_keep_their_session_for_days(signed_in):
    assert pages_after(signed_in(PersonFactory()), 0, 24 * 60, 5 * 24 * 60) == [200, 200, 200]


def test_an_ended_session_says_so_and_leads_back(signed_in, admin):
    client = signed_in(admin)
    pages_after(client, 0)
    with clock.at(START + timedelta(hours=3)):
        answer = client.get(reverse("accounts:profile"), follow=True)
    assert answer.redirect_chain[0][0].endswith("?next=/he/me/profile/")
    assert "החיבור הסתיים" in answer.content.decode()


@pytest.mark.parametrize(("zone", "expected"), [("Europe/London", "Europe/London"), ("Nowhere/Else", "Asia/Jerusalem")])
def test_the_page_is_made_in_the_persons_time_zone(rf, zone, expected):
    seen = []
    request = rf.get("/")
    request.user = PersonFactory(time_zone=zone)
    TimeZoneMiddleware(lambda request: seen.append(timezone.get_current_timezone_name()))(request)
    assert seen == [expected]
    assert timezone.get_current_timezone_name() == "Asia/Jerusalem"


def test_a_form_sent_after_the_end_leads_to_the_sign_in_and_back_to_its_own_page(client):
    answer = client.post(reverse("accounts:sessions-end"), headers={"referer": "http://testserver/he/me/sessions/?a=1"})
    assert answer["Location"] == "/he/sign-in/?next=/he/me/sessions/%3Fa%3D1"
    foreign = client.post(reverse("accounts:sessions-end"), headers={"referer": "https://evil.example/he/x/"})
    assert foreign["Location"] == "/he/sign-in/?next=/he/me/sessions/end/"
    page = client.get(answer["Location"]).content.decode()
    assert "דבר לא נשמר" in page


@pytest.mark.parametrize(
    "header", [{"hx-request": "true"}, {"x-requested-with": "fetch"}, {"accept": "application/json"}]
)
def test_a_script_is_told_that_the_session_ended_and_its_page_stays(client, header):
    answer = client.post(reverse("accounts:profile"), headers=header)
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in" and "החיבור הסתיים" in answer.json()["detail"]


def test_the_page_knows_when_the_session_ends(signed_in, admin):
    client = signed_in(admin)
    with clock.at(START):
        assert client.get(reverse("accounts:profile")).context["session_seconds"] == 2 * 3600
    with clock.at(START + timedelta(minutes=4)):
        page = client.get(reverse("accounts:profile"))
        assert 'name="session-seconds" content="6960"' in page.content.decode()
    with clock.at(START + timedelta(minutes=30)):
        assert (
            client.get(reverse("accounts:profile"))
            .cookies["session_ends"]
            .value.endswith(str(int((START + timedelta(minutes=150)).timestamp())))
        )


def test_a_visitor_s_page_speaks_of_no_session(client):
    assert "session-seconds" not in client.get(reverse("account_login")).content.decode()


def test_the_end_of_a_mandate_ends_its_rights_at_the_next_request(signed_in, cast):
    from accounts.services import tokens
    from kernel.actor import for_user
    from partners.models import Mandate

    client = signed_in(cast.coordinator)
    address = reverse("partners:participations", args=[cast.initiative.slug])
    settings_page = reverse("initiative:settings", args=[cast.initiative.slug])
    _token, secret = tokens.make(
        actor=for_user(cast.coordinator.pk), name="Mine", scopes=["read"], expires_on=clock.today()
    )
    bearer = {"authorization": f"Bearer {secret}"}
    api = f"/api/v1/initiatives/{cast.initiative.slug}/participations/"
    assert client.get(settings_page).status_code == 200 and client.get(address).status_code == 200
    assert client.get(api, headers=bearer).json()["count"] > 0
    Mandate.objects.filter(person=cast.coordinator).update(ends_on=clock.today() - timedelta(days=1))
    assert client.get(settings_page).status_code in {403, 404}
    assert client.get(api, headers=bearer).status_code == 404
