"""Scopes as addresses and programs say them: a partner or a body by its public id, where totals keep its key.

No key of a row leaves the portal, and none is taken from outside: `inside` answers None for what there is not.
"""

from typing import Any

from partners.models import Organisation
from working_groups.models import Body

KEPT_BY_KEY: dict[str, Any] = {"organisation": Organisation, "body": Body}


def of_organisation(organisation: Organisation) -> str:
    """The scope of one organisation, for an address."""
    return f"organisation:{organisation.public_id}"


def inside(said: str) -> str | None:
    """The scope as totals keep it; one query at most."""
    kind, _mark, public_id = said.partition(":")
    if kind not in KEPT_BY_KEY:
        return said
    key = KEPT_BY_KEY[kind].objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    return None if key is None else f"{kind}:{key}"
