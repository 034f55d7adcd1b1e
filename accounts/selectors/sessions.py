"""One's sessions as people know them: which browser on which machine, since when."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings

from accounts.models import Person
from kernel import clock

# The first that is found counts: each browser also names those that it comes from.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
           ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True)
class Session:
    """One session."""

    handle: str
    name: str
    address: str
    since: datetime
    is_current: bool


def handle(session: UserSession) -> str:
    """What stands for a session on a page: neither its row's key nor its secret one."""
    return hashlib.sha256(session.session_key.encode()).hexdigest()[:16]


def device(user_agent: str) -> str:
    """A browser and its system in two words; nothing where it says neither."""
    found = []
    for names in (BROWSERS, SYSTEMS):
        found += [name for mark, name in names if mark in user_agent][:1]
    return ", ".join(found)


def seconds_left(session: Any, staff: bool) -> int:
    """How long the session of this request goes on if nothing more is done in it."""
    now = int(clock.now().timestamp())
    seen, began = session.get("seen_at", now), session.get("began_at", now)
    if not staff:
        return int(session.get_expiry_age())
    return max(0, int(min(seen + settings.STAFF_IDLE_SECONDS, began + settings.STAFF_SESSION_SECONDS)) - now)


def mine(person: Person, current_key: str) -> list[Session]:
    """The open ones, the present one first, then the newest. Those that died meanwhile are swept out."""
    rows = UserSession.objects.purge_and_list(person)
    out = [
        Session(handle(row), device(row.user_agent), row.ip, row.created_at, row.session_key == current_key)
        for row in rows
    ]
    return sorted(out, key=lambda one: (not one.is_current, -one.since.timestamp()))
