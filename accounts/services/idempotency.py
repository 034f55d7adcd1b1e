"""The second call of an act under the same key: it gets the first one's answer, and nothing happens twice.

Pages: `once` claims the key before the act and keeps the address to go to. API: `once_api` runs the act and keeps its
answer in the same transaction. Keys are kept for 24 hours; the public and the system have none.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from accounts.models import IdempotencyKey
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, DomainError

KEPT = timedelta(hours=24)
# How long a claim without an answer counts as an act that still runs; after that its process has died.
RUNS = timedelta(seconds=60)
PATIENCE, STEP = 5.0, 0.1
LONGEST = 80


class KeyRefused(DomainError):
    """The key was used for something else, or is no key (422)."""

    status = 422


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def once(*, actor: Actor, key: str, scope: str, answer: str | None = None) -> str | None:
    """Claim a key, or tell where its first use went. With `answer` keep that address; an empty one gives the key back.

    `scope` says what was asked for, address and words: other words under an old key are another act.
    A second click while the first still runs waits for its answer.
    """
    if actor.user_id is None or not key:
        return None
    name = _hash(scope, key)
    mine = IdempotencyKey.objects.filter(person_id=actor.user_id, key=name)
    if answer is not None:
        if answer:
            mine.update(status=302, answer={"to": answer})
        else:
            mine.filter(status=0).delete()
        return None
    deadline = time.monotonic() + PATIENCE
    while not _claim(actor.user_id, name, body_hash=_hash(scope)):
        row = mine.first()
        if row is not None and row.status:
            return str(row.answer["to"])
        if time.monotonic() > deadline:
            raise _still_runs()
        time.sleep(STEP)
    return None


def _claim(person_id: int, name: str, body_hash: str) -> bool:
    now = clock.now()
    old = IdempotencyKey.objects.filter(person_id=person_id, key=name)
    old.filter(created_at__lte=now - KEPT).delete()
    old.filter(created_at__lte=now - RUNS, status=0).delete()
    try:
        with transaction.atomic():
            IdempotencyKey.objects.create(person_id=person_id, key=name, body_hash=body_hash, created_at=now)
    except IntegrityError:
        return False
    except OperationalError as error:  # the first call still holds the key and the wait for it ran out
        raise _still_runs() from error
    return True


def _still_runs() -> Conflict:
    return Conflict(_("This was sent a moment ago and still runs: reload the page to see what came of it."))


def _body(request: Any) -> str:
    plain = dict(request.data) if isinstance(request.data, Mapping) else request.data
    return json.dumps(plain, sort_keys=True, default=lambda item: [str(item), getattr(item, "size", 0)])


def once_api(*, actor: Actor, key: str, request: Any, act: Callable[[], Response]) -> Response:
    """Run an act under the caller's key; the same call again gets the same answer, another body is refused."""
    if actor.user_id is None:
        return act()
    if len(key) > LONGEST or not key.isprintable():
        raise KeyRefused(_("The Idempotency-Key is too long: use at most 80 letters, such as a UUID."), "bad_key")
    body_hash = _hash(request.method or "", request.get_full_path(), _body(request))
    mine = IdempotencyKey.objects.filter(person_id=actor.user_id, key=key)
    with transaction.atomic():
        mine.filter(created_at__lte=clock.now() - KEPT).delete()
        if not _claim(actor.user_id, key, body_hash):
            return _again(mine.get(), body_hash)
        answer = act()
        kept = {
            "data": json.loads(JSONRenderer().render(answer.data) or b"null"),
            "headers": {name: answer[name] for name in ("ETag", "Location") if answer.has_header(name)},
        }
        mine.update(status=answer.status_code, answer=kept)
        return answer


def _again(row: IdempotencyKey, body_hash: str) -> Response:
    if row.body_hash != body_hash:
        raise KeyRefused(_("This Idempotency-Key was used with another body: take a new key."), "key_reused")
    headers = {**row.answer.get("headers", {}), "Idempotent-Replay": "true"}
    return Response(row.answer.get("data"), status=row.status, headers=headers)


def purge() -> int:
    """Forget keys that are older than a day."""
    count, _kinds = IdempotencyKey.objects.filter(created_at__lte=clock.now() - KEPT).delete()
    return count
