"""Files on their way in: who may send, count and leave one, and who reads it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied, policy
from measurement.policies.measures import may_create_measure
from measurement.policies.requests import may_fill


@policy("measurement.upload.count")
def may_count(actor: Actor, upload: Any) -> Answer:
    """Whoever fills in the report; for public figures director, coordinators, evaluator. Sending and leaving too."""
    if upload.request_id is not None:
        return may_fill(actor, upload.request)
    return may_create_measure(actor, upload.initiative)


@policy("measurement.upload.read")
def may_read(actor: Actor, upload: Any) -> Answer:
    """The portal alone: its worker reads what was sent."""
    if actor.is_system:
        return Allowed()
    return Denied("worker_only", _("The portal itself reads the file: wait a moment."))
