"""The secrets of second factors as they are stored: sealed with a key made from the installation's secret.

Refuses to guess: what neither the present secret nor an older one opens is left as it is and counted.
"""

import hashlib
from base64 import urlsafe_b64encode
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

# Where allauth keeps what the adapter sealed: the app's secret, the seed of recovery codes, codes brought along.
SEALED = ("secret", "seed", "migrated_codes")


def seal(text: str) -> str:
    """The secret as it is stored."""
    return _cipher().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret itself; older secrets of the installation still open it."""
    return _cipher().decrypt(sealed.encode()).decode()


def reseal() -> tuple[int, int]:
    """Seal everything anew with the present secret, so that older ones may go. Gives how many, and how many are lost.

    No entry in the log: nobody's way of signing in changes. A row that changes meanwhile (a recovery code is used)
    is left to the next round, never written over.
    """
    done = lost = 0
    for authenticator in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk"):
        try:
            data = _renewed(authenticator.data)
        except InvalidToken:
            lost += 1
            continue
        done += Authenticator.objects.filter(pk=authenticator.pk, data=authenticator.data).update(data=data)
    return done, lost


def _renewed(data: dict[str, Any]) -> dict[str, Any]:
    cipher = _cipher()

    def rotate(value: Any) -> Any:
        return [rotate(one) for one in value] if isinstance(value, list) else cipher.rotate(value.encode()).decode()

    return {name: rotate(value) if name in SEALED else value for name, value in data.items()}


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.sha256(b"accounts.mfa:" + str(secret).encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])
