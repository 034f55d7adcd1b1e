"""Where a go link leads: read from the frozen digest or the delivery that it names."""

from dataclasses import dataclass
from typing import Any

from communication import links, wording
from communication.models import Delivery, Digest


@dataclass(frozen=True)
class Going:
    """The link's person, what it is for (without signs), the path of the page, and whether its seven days are over."""

    person_id: int
    title: str
    url: str
    is_over: bool


def find(target: links.Target) -> Going | None:
    """What the token names, or None."""
    return _of_digest(target) if target.kind == links.DIGEST_LINE else _of_notice(target)


def _of_digest(target: links.Target) -> Going | None:
    digest = Digest.objects.filter(public_id=target.public_id).first()
    content: dict[str, Any] = digest.content if digest else {}
    lines = [*content.get("lines", ()), *(line for group in content.get("groups", ()) for line in group["lines"])]
    if digest is None or target.line >= len(lines):
        return None
    line = lines[target.line]
    url = links.absolute(line["url"])
    return Going(digest.person_id, wording.plain(line["text"]), url, links.is_over(digest.built_at))


def _of_notice(target: links.Target) -> Going | None:
    row = Delivery.objects.filter(public_id=target.public_id).select_related("entry__content_type").first()
    if row is None:
        return None
    line = wording.of_entry(row.entry)
    return Going(row.person_id, wording.plain(line), links.address(row.entry), links.is_over(row.not_before))
