"""Reading documents: those of a thing as its page lists them, the first version's name and size beside the title."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from documents.models import Link, Version
from kernel.actor import Actor


@dataclass(frozen=True)
class Paper:
    """One document of a thing, in its newest version."""

    id: str
    title: str
    language: str
    url: str
    name: str
    size: int
    at: datetime
    owner: Any

    @property
    def kilobytes(self) -> int:
        """Its size, rounded up."""
        return -(-self.size // 1000)


def papers(actor: Actor, owners: Iterable[Any]) -> list[Paper]:
    """The documents of some things that the caller has scoped, in the order they came; none that are closed to it."""
    by_key = {(ContentType.objects.get_for_model(type(one)).pk, one.pk): one for one in owners}
    rule = Q(pk__in=[])
    for content_type, key in by_key:
        rule |= Q(content_type=content_type, object_id=key)
    links = _readable(actor, by_key, list(Link.objects.filter(rule).select_related("document").order_by("pk")))
    newest: dict[int, Version] = {}
    for version in Version.objects.filter(document__in=[link.document_id for link in links]).order_by("number"):
        newest[version.document_id] = version
    return [
        Paper(
            link.document.public_id,
            link.document.title,
            link.document.title_language,
            link.document.get_absolute_url(),
            version.name,
            version.size,
            version.at,
            by_key[link.content_type_id, link.object_id],
        )
        for link in links
        if (version := newest.get(link.document_id)) is not None
    ]


def _readable(actor: Actor, owners: Mapping[tuple[int, Any], Any], links: list[Link]) -> list[Link]:
    """Without those of an owner whose papers are closed to the actor; one query for each kind that has such a rule."""
    shut: set[tuple[int, Any]] = set()
    for content_type in {link.content_type_id for link in links}:
        keys = [key for kind, key in owners if kind == content_type]
        model = type(owners[content_type, keys[0]])
        closed = None if actor.is_system else model._default_manager.closed_to(actor)
        if closed is not None:
            shut |= {(content_type, key) for key in closed.filter(pk__in=keys).values_list("pk", flat=True)}
    return [link for link in links if (link.content_type_id, link.object_id) not in shut]
