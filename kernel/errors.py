"""What an act may refuse with. Mapped once to pages (kernel.middleware, kernel.views), once to the API (kernel.api)."""

from collections.abc import Mapping, Sequence
from typing import Any


class DomainError(Exception):
    """A refusal that a person reads: a sentence with the place and the mend, and a code for machines and tests."""

    status = 400
    headers: Mapping[str, str] = {}

    def __init__(self, sentence: Any, code: str = "refused") -> None:
        super().__init__(code)
        self.sentence = sentence
        self.code = code

    def __str__(self) -> str:
        return str(self.sentence)


class Refused(DomainError):
    """The policy or a rule says no (403)."""

    status = 403


class TooMany(DomainError):
    """Asked too often: again after so many seconds (429, with Retry-After)."""

    status = 429

    def __init__(self, sentence: Any, code: str = "throttled", seconds: int = 60) -> None:
        super().__init__(sentence, code)
        self.headers = {"Retry-After": str(seconds)}


class NoRoom(DomainError):
    """The store cannot take what was sent (507): nobody's fault who reads it, and nothing was changed."""

    status = 507


class Conflict(DomainError):
    """Somebody else was first: the row moved on since it was read (409)."""

    status = 409

    def __init__(self, sentence: Any, code: str = "conflict", current: Any = None) -> None:
        super().__init__(sentence, code)
        self.current = current


class Invalid(DomainError):
    """What was sent breaks a rule (422 on acts, 400 on the API). `fields` maps a field to its sentences."""

    status = 400

    def __init__(self, sentence: Any, code: str = "invalid", fields: Mapping[str, Sequence[Any]] | None = None) -> None:
        super().__init__(sentence, code)
        self.fields = {name: list(sentences) for name, sentences in (fields or {}).items()}
