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
