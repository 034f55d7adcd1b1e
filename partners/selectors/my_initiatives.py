"""The initiatives that an actor works in, and by which mandate."""

from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery

from initiative.models import Initiative
from kernel import clock, languages
from kernel.actor import Actor
from kernel.models import dates_cover
from partners.models import Mandate, MandateKind, Organisation


def of(actor: Actor, here: Initiative | None = None) -> list[Initiative]:
    """Those that a person works in, by key; `here` is the one of the address and need not be read again.

    Several come with the person's first mandate in each, which `role` then reads without a query.
    """
    keys = actor.keys("partners.initiative")
    if not keys:
        return []
    if here is not None and keys == {here.pk}:
        return [here]
    mandate = _mandates(actor).filter(participation__initiative=OuterRef("pk"))
    columns = {f"mandate_{name}": f"participation__organisation__{name}" for name in languages.columns("name")}
    found = {name: Subquery(mandate.values(path)[:1]) for name, path in {"mandate_kind": "kind", **columns}.items()}
    return list(Initiative.objects.filter(pk__in=keys).annotate(**found).order_by("pk"))


def role(actor: Actor, initiative: Initiative, mine: Iterable[Initiative]) -> tuple[str, str]:
    """The person's first mandate in an initiative and its organisation, both in the reader's language; or nothing."""
    row = next((one for one in mine if one.pk == initiative.pk and hasattr(one, "mandate_kind")), None)
    if row is None:
        rows = _mandates(actor).filter(participation__initiative=initiative)
        mandate = rows.select_related("participation__organisation").first()
        kind, organisation = (mandate.kind, mandate.participation.organisation) if mandate else ("", None)
    else:
        names = {name: getattr(row, f"mandate_{name}") or "" for name in languages.columns("name")}
        kind, organisation = getattr(row, "mandate_kind", ""), Organisation(**names) if any(names.values()) else None
    return (str(MandateKind(kind).label), str(organisation or "")) if kind else ("", "")


def _mandates(actor: Actor) -> QuerySet[Mandate]:
    return Mandate.objects.filter(dates_cover(clock.today()), person_id=actor.user_id).order_by("pk")  # type: ignore[misc]
