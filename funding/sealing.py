"""Bank numbers sealed at rest: AES-256-GCM under a named key, bound to the row they belong to. Pure but for its keys.

A sealed text is `key's name:base64(nonce + ciphertext)`. The first key of FIELD_KEYS seals, any of them opens, so that
keys can be turned (`manage.py reseal_bank_numbers`).
"""

import base64
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


class Closed(Exception):
    """What no key opens: its key was taken away, or the text is not the one that was sealed for this row."""


def _keys() -> Mapping[str, bytes]:
    """Key's name to 32 bytes; the first one seals."""
    given: Mapping[str, bytes] = settings.FIELD_KEYS
    return given


def seal(text: str, context: str) -> str:
    """Seal a text for one row; elsewhere it does not open."""
    name, key = next(iter(_keys().items()))
    nonce = os.urandom(12)
    return f"{name}:{base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), context.encode())).decode()}"


def unseal(sealed: str, context: str) -> str:
    """Open it again. Raises Closed, which tells nothing of what was in it."""
    name, _colon, body = sealed.partition(":")
    try:
        raw = base64.b64decode(body)
        return AESGCM(_keys()[name]).decrypt(raw[:12], raw[12:], context.encode()).decode()
    except (KeyError, InvalidTag, ValueError) as error:
        raise Closed from error


def is_present(sealed: str) -> bool:
    """Whether the key that seals now has sealed it."""
    return sealed.partition(":")[0] == next(iter(_keys()))
