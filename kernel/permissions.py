"""A policy answers with an object that holds its reason, and one registry knows all policies by dotted name.

    @policy("measurement.submission.accept")
    def may_accept(actor, submission): return Allowed() or Denied("own_submission", _("Another person must accept it."))

Pages, API, templates (`{% may %}`), imports and acts ask the same function.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.errors import Refused


@dataclass(frozen=True)
class Allowed:
    """Yes."""

    code: str = "allowed"
    sentence: Any = ""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """No, with a code for tests and a translated sentence for the person. `hidden`: the thing itself is not theirs."""

    code: str = "no_role"
    sentence: Any = _("This act belongs to another role.")
    hidden: bool = False

    def __bool__(self) -> bool:
        return False


Answer = Allowed | Denied


class Policy(Protocol):
    """A question about an actor and an object, answered without a query where that can be."""

    def __call__(self, actor: Actor, obj: Any, /) -> Answer: ...


_registry: dict[str, Callable[..., Answer]] = {}


def policy(name: str) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Register a policy under a dotted name `<app>.<noun>.<act>`."""

    def register(function: Callable[..., Answer]) -> Callable[..., Answer]:
        if name in _registry and _registry[name].__qualname__ != function.__qualname__:
            raise ValueError(f"Two policies are called {name}.")
        _registry[name] = function
        return function

    return register


def names() -> frozenset[str]:
    """All registered policies."""
    return frozenset(_registry)


def ask(name: str, actor: Actor, obj: Any = None) -> Answer:
    """The answer of the policy of that name."""
    return _registry[name](actor, obj)


def require(answer: Answer) -> None:
    """Go on if the answer is yes; else refuse with its sentence."""
    if not answer:
        raise Refused(answer.sentence, answer.code)


def first(*answers: Answer) -> Answer:
    """The first refusal, or yes."""
    for answer in answers:
        if not answer:
            return answer
    return Allowed()
