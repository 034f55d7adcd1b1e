"""Who acts: a value made once per request, task, token or command. Policies and scopes are pure over it.

`grants` maps a dotted name (`partners.data_officer`) to the keys of what it is held for. Each floor offers one source
(`kernel.grants`), named in `settings.ACTOR_GRANTS`; one query asks them all. A grant is derived from a mandate, a seat
or a term that is valid today, never from a flag.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from kernel import clock
from kernel.grants import Sources

NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Actor:
    """A person, the public or the system itself, with what it holds today.

    `scopes` is None for a signed-in person; for an API token it is the set of scopes that limit it further.
    """

    user_id: int | None = None
    language: str = "he"
    grants: Mapping[str, frozenset[int]] = field(default_factory=dict)
    is_system: bool = False
    scopes: frozenset[str] | None = None

    @classmethod
    def system(cls) -> "Actor":
        """The portal itself: jobs and commands. It sees all and is named in the audit as the system."""
        return cls(is_system=True)

    @classmethod
    def public(cls, language: str = "he") -> "Actor":
        """A visitor without a sign-in."""
        return cls(language=language)

    @property
    def is_public(self) -> bool:
        """True for a visitor without a sign-in."""
        return self.user_id is None and not self.is_system

    def keys(self, *names: str) -> frozenset[int]:
        """The keys held under any of these grants."""
        if len(names) == 1:
            return self.grants.get(names[0], NOTHING)
        return NOTHING.union(*(self.grants.get(name, NOTHING) for name in names))

    def has(self, key: int | None, *names: str) -> bool:
        """Whether any of these grants is held for that key."""
        return key is not None and any(key in self.grants.get(name, NOTHING) for name in names)


@cache
def _sources() -> Sources:
    return Sources([import_string(path) for path in settings.ACTOR_GRANTS])


def merge(parts: Iterable[Mapping[str, Iterable[int]]]) -> dict[str, frozenset[int]]:
    """One mapping of all grants."""
    out: dict[str, frozenset[int]] = {}
    for part in parts:
        for name, keys in part.items():
            out[name] = out.get(name, NOTHING) | frozenset(keys)
    return out


def for_user(
    user_id: int, *, language: str | None = None, on: date | None = None, scopes: Iterable[str] | None = None
) -> Actor:
    """The actor of a signed-in person, with the grants valid on that day (today, unless told)."""
    day = on or clock.today()
    return Actor(
        user_id=user_id,
        language=language or get_language() or settings.LANGUAGE_CODE,
        grants=merge(_sources().grants(user_id, day)),
        scopes=None if scopes is None else frozenset(scopes),
    )
