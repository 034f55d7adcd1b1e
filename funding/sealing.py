"""Bank numbers sealed at rest: AES-256-GCM under a named key, bound to the row they belong to. Pure but for its keys.

A sealed text is `key id:base64(nonce + ciphertext)`. The first key of the settings seals, any of them opens, so that
keys can be turned: FIELD_KEYS, or one derived from the secret key where none is set.
"""

import base64
import os
from collections.abc import Mapping

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def keys() -> Mapping[str, bytes]:
    """Key id to 32 bytes; the first one seals."""
    given: Mapping[str, str] = getattr(settings, "FIELD_KEYS", {})
    if given:
        return {name: base64.b64decode(text) for name, text in given.items()}
    secrets = [str(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return {_name(secret): _derived(secret) for secret in secrets}


def _derived(secret: str, purpose: bytes = b"shidra.field") -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def _name(secret: str) -> str:
    return "s" + _derived(secret, b"shidra.field.name").hex()[:8]


def seal(text: str, context: str) -> str:
    """Seal a text for one row; elsewhere it does not open."""
    name, key = next(iter(keys().items()))
    nonce = os.urandom(12)
    return f"{name}:{base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), context.encode())).decode()}"


def unseal(sealed: str, context: str) -> str:
    """Open it again. Raises KeyError for a key that was taken away, InvalidTag for what was tampered with."""
    name, _colon, body = sealed.partition(":")
    raw = base64.b64decode(body)
    return AESGCM(keys()[name]).decrypt(raw[:12], raw[12:], context.encode()).decode()
