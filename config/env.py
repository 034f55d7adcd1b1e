"""Typed reader of the environment. It gathers every missing or wrong setting and refuses them all at once.

Each reader takes a name, a sentence for the operator and, where one may exist, a default. `finish()` raises one
`ImproperlyConfigured` that holds a sentence per fault, so that nobody mends a deployment one restart at a time.
"""

import base64
import os
import re
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
MISSING: Any = object()
KEY_BYTES = 32  # of AES-256
_KEY_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}")


class Environment:
    """Reads settings from a mapping; `NAME_FILE` may name a file that holds the value (for secrets)."""

    def __init__(self, source: dict[str, str] | None = None) -> None:
        self.source = dict(os.environ if source is None else source)
        self.faults: list[str] = []

    def _raw(self, name: str) -> str | None:
        if name in self.source:
            return self.source[name].strip()
        path = self.source.get(f"{name}_FILE")
        if path is None:
            return None
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            self.faults.append(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.")
            return None

    def _read(self, name: str, what: str, default: T, convert: Callable[[str], T]) -> T:
        raw = self._raw(name)
        if not raw:  # a name with nothing behind it says nothing
            if default is MISSING:
                self.faults.append(f"{name} is missing: {what}.")
                return convert("") if convert is str else None  # type: ignore[return-value]
            return default
        try:
            return convert(raw)
        except ValueError as error:
            self.faults.append(f"{name} is {raw!r}, but must be {error or what}.")
            return default if default is not MISSING else None  # type: ignore[return-value]

    def text(self, name: str, what: str, default: str = MISSING) -> str:
        """A text."""
        return self._read(name, what, default, str)

    def url(self, name: str, what: str, schemes: tuple[str, ...], default: str = MISSING) -> str:
        """An address with one of these schemes and a host."""

        def convert(raw: str) -> str:
            parts = urlparse(raw)
            if parts.scheme not in schemes or not (parts.hostname or parts.path.strip("/")):
                raise ValueError(what)
            try:
                _ = parts.port
            except ValueError:
                raise ValueError(what) from None
            return raw

        return self._read(name, what, default, convert)

    def origin(self, name: str, what: str) -> str:
        """The address of a site: scheme, host and perhaps port. A slash at its end is taken off."""
        return self._read(name, what, MISSING, _origin) or ""

    def hosts(self, name: str, what: str) -> list[str]:
        """Names of hosts: no scheme, no path, no star."""
        found = self.words(name, what, MISSING)
        wrong = [host for host in found or () if "/" in host or ":" in host.strip("[]") or "*" in host]
        if wrong:
            self.faults.append(f"{name} holds {wrong[0]!r}, but must be {what}, such as portal.example.org.")
        return found or []

    def mail_address(self, name: str, what: str) -> str:
        """A mail address, with or without a name before it."""
        return self._read(name, what, MISSING, _mail_address) or ""

    def flag(self, name: str, what: str, default: bool = MISSING) -> bool:
        """A yes or no: 1, true, yes, on or 0, false, no, off."""

        def convert(raw: str) -> bool:
            lower = raw.lower()
            if lower in {"1", "true", "yes", "on"}:
                return True
            if lower in {"0", "false", "no", "off"}:
                return False
            raise ValueError("1 or 0")

        return self._read(name, what, default, convert)

    def number(self, name: str, what: str, default: int = MISSING, most: int | None = None) -> int:
        """A whole number, not below zero."""

        def convert(raw: str) -> int:
            if not raw.isascii() or not raw.isdigit():
                raise ValueError("a whole number")
            if most is not None and int(raw) > most:
                raise ValueError(f"a whole number up to {most}")
            return int(raw)

        return self._read(name, what, default, convert)

    def words(self, name: str, what: str, default: list[str] = MISSING) -> list[str]:
        """A list of words parted by commas."""
        return self._read(name, what, default, lambda raw: [word.strip() for word in raw.split(",") if word.strip()])

    def secret(self, name: str, what: str, default: str = MISSING, least: int = 50) -> str:
        """A secret of at least `least` letters that is no word of an example."""

        def convert(raw: str) -> str:
            if len(raw) < least or len(set(raw)) < 10 or raw.lower().startswith(("change", "django-insecure")):
                raise ValueError(f"a random text of at least {least} letters")
            return raw

        raw = self._raw(name)
        value = self._read(name, what, default, convert)
        if raw and self.faults and self.faults[-1].startswith(f"{name} is {raw!r}"):
            self.faults[-1] = f"{name} is too weak: it must be a random text of at least {least} letters."
        return value

    def keys(self, name: str, what: str, default: str = MISSING) -> dict[str, bytes]:
        """Named keys, the one in use first: name:key, each 32 bytes in base64. No refusal repeats a key."""
        before = len(self.faults)
        try:
            return _keys(self._read(name, what, default, str))
        except ValueError as error:
            if len(self.faults) == before:
                self.faults.append(f"{name} {error}")
            return {}

    def database(self, name: str, what: str, default: str = MISSING) -> dict[str, Any]:
        """A database address: postgres://user:password@host:port/name or sqlite:///path."""

        value = self._read(name, what, default, _database)  # type: ignore[arg-type]
        return _database(value) if isinstance(value, str) else (value or {})

    def finish(self) -> None:
        """Refuse to start when anything was wrong, with a sentence for each fault."""
        if self.faults:
            lines = "\n".join(f"  - {fault}" for fault in self.faults)
            raise ImproperlyConfigured(f"The settings are not complete ({len(self.faults)}):\n{lines}")


def _keys(raw: str) -> dict[str, bytes]:
    """The keys of a text by their names. Refuses what would be found out only when the first number is sealed."""
    found: dict[str, bytes] = {}
    for place, pair in enumerate(raw.split(","), 1):
        name, _colon, text = (part.strip() for part in pair.partition(":"))
        if not _KEY_NAME.fullmatch(name) or not text:
            raise ValueError(f"must be keys such as 2027:KEY parted by commas, and number {place} is not.")
        if name in found:
            raise ValueError(f"names {name} twice: each key has a name of its own.")
        try:
            found[name] = base64.b64decode(text, validate=True)
        except ValueError:
            found[name] = b""
        if len(found[name]) != KEY_BYTES or len(set(found[name])) < 10:
            raise ValueError(f"holds {name}, which is no key: it must be {KEY_BYTES} random bytes in base64.")
    return found


def _database(raw: str) -> dict[str, Any]:
    url = urlparse(raw)
    if url.scheme in {"postgres", "postgresql"}:
        if not url.path.strip("/"):
            raise ValueError("postgres://user:password@host:port/name, with the name of the database")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or ""),
            "PORT": str(url.port or ""),
        }
    if url.scheme == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": unquote(url.path[1:]) or ":memory:"}
    raise ValueError("postgres://user:password@host:port/name")


def _origin(raw: str) -> str:
    parts = urlparse(raw)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("scheme and host such as https://portal.example.org, without a path")
    return raw.rstrip("/")


def _mail_address(raw: str) -> str:
    local, _at, host = parseaddr(raw)[1].rpartition("@")
    if not local or not host or " " in host:
        raise ValueError("")
    return raw
