"""Papers of meetings, agenda items and decisions: added, taken away. Whoever may see the thing may open them."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from documents.models import Document
from documents.services import documents
from kernel.actor import Actor
from kernel.errors import Conflict
from kernel.permissions import require
from working_groups.models import AgendaItem, Decision, Meeting
from working_groups.policies import materials as policies


def attach(*, actor: Actor, thing: Any, file: File, title: str = "", item: AgendaItem | None = None) -> Document:
    """Chair, facilitator, director, coordinator. Adds a file to a meeting, one of its items, or a decision.

    Refuses files that are not what they say, and a meeting whose minutes are locked.
    """
    require(policies.may_attach(actor, thing))
    with transaction.atomic():
        document = documents.add(actor=actor, file=file, title=title, owner=item or thing)
        _record(actor, thing, "attached", ["", _named(document, [item or thing])])
    return document


def remove(*, actor: Actor, thing: Any, document: Document) -> None:
    """As adding. The file stays in the store, and belongs to nothing here any more."""
    require(policies.may_remove(actor, thing))
    owners: list[Any] = [thing]
    if isinstance(thing, Meeting):
        owners += list(thing.items.all())  # type: ignore[attr-defined]
    with transaction.atomic():
        if not documents.detach(document=document, owners=owners):
            raise Conflict(_("This paper was taken away already."), "removed")
        _record(actor, thing, "removed", [_named(document, owners), ""])


def _named(document: Document, owners: list[Any]) -> str:
    """What the log calls the paper. The recused read the log too: about an organisation it tells the id."""
    items = [one.pk for one in owners if isinstance(one, AgendaItem)]
    about = any(isinstance(one, Decision) and one.concerns_id for one in owners)
    if about or Decision.objects.filter(item__in=items, concerns__isnull=False).exists():
        return str(document.public_id)
    return str(document.title)


def _record(actor: Actor, thing: Any, participle: str, titles: list[str]) -> None:
    audit.record(
        actor=actor,
        kind=f"working_groups.material.{participle}",
        subject=thing,
        initiative=thing.body.initiative,
        about={"body": thing.body_id},
        changes={"material": titles},
    )
