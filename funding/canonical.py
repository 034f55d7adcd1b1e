"""A report as bytes that are the same whenever the same facts are asked: its canonical form, its hash, differences.

Keys sorted, texts in NFC, whole numbers and texts only: a float is refused, a Decimal is written without its trailing
zeros, a day as ISO. No moment of making goes in, no language, no order that a database chose.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any


def plain(value: Any) -> Any:
    """A value as JSON can hold it, in one way only."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", str(value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        raise TypeError("a moment has no place in a report: give the day")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    raise TypeError(f"{type(value).__name__} has no place in a report")


def written(value: Any) -> str:
    """The canonical text."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(value: Any) -> str:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(written(value).encode()).hexdigest()


def differences(before: Any, after: Any) -> list[tuple[str, Any, Any]]:
    """What changed between two reports: (path, before, after); a part that is missing on one side is None there."""
    return list(_differ("", plain(before), plain(after)))


def _differ(path: str, before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            yield from _differ(f"{path}.{key}" if path else key, before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list):
        for place in range(max(len(before), len(after))):
            one = before[place] if place < len(before) else None
            two = after[place] if place < len(after) else None
            yield from _differ(f"{path}[{place}]", one, two)
    elif before != after or type(before) is not type(after):
        yield path, before, after
