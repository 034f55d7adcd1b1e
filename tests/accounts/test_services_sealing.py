"""The installation's secret changes: after `reseal` the new one alone opens every second factor."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.core.management import CommandError, call_command

from accounts.services import sealing
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db
OLD, NEW = "old-" + "o" * 60, "new-" + "n" * 60


@pytest.fixture
def sealed(settings):
    """An app and recovery codes of one person, and codes brought along of another; sealed with the old secret."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    person = PersonFactory()
    Authenticator.objects.create(user=person, type="totp", data={"secret": sealing.seal("JBSWY3DP")})
    RecoveryCodes.activate(person)
    brought = {"migrated_codes": [sealing.seal("11112222"), sealing.seal("33334444")], "used_mask": 1}
    other = Authenticator.objects.create(user=PersonFactory(), type="recovery_codes", data=brought)
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "key", "credential": {}})
    return person, other


def codes_of(person):
    return RecoveryCodes(Authenticator.objects.get(user=person, type="recovery_codes")).generate_codes()


def test_after_resealing_the_new_secret_alone_opens_what_the_old_one_closed(settings, sealed):
    person, other = sealed
    before = codes_of(person)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert sealing.reseal() == (3, 0)
    settings.SECRET_KEY_FALLBACKS = []
    assert sealing.unseal(Authenticator.objects.get(user=person, type="totp").data["secret"]) == "JBSWY3DP"
    assert codes_of(person) == before
    other.refresh_from_db()
    assert codes_of(other.user) == ["11112222", "33334444"]
    assert other.data["used_mask"] == 1


def test_without_resealing_the_old_secret_is_still_needed(settings, sealed):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert len(codes_of(sealed[0])) == 10
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        codes_of(sealed[0])


def test_a_code_that_is_used_meanwhile_stays_used(settings, sealed, monkeypatch):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    renewed = sealing._renewed

    def while_somebody_signs_in(data):
        if "migrated_codes" in data:
            Authenticator.objects.filter(pk=sealed[1].pk).update(data={**data, "used_mask": 3})
        return renewed(data)

    monkeypatch.setattr(sealing, "_renewed", while_somebody_signs_in)
    assert sealing.reseal() == (2, 0)
    sealed[1].refresh_from_db()
    assert sealed[1].data["used_mask"] == 3


def test_the_command_tells_what_nothing_opens_and_leaves_it_as_it_is(settings, sealed):
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    settings.SECRET_KEY = NEW
    out = StringIO()
    with pytest.raises(CommandError, match="3 cannot be opened"):
        call_command("reseal", stdout=out)
    assert out.getvalue().startswith("0 sealed")
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before
