"""Who may see organisations, participations, mandates, contacts and interests."""

from typing import Any, Self

from django.db.models import Q, QuerySet

from kernel.actor import Actor
from kernel.models import dates_cover
from kernel.querysets import ScopedQuerySet
from partners import workflow

# What partners see of each other; an invitation that is not accepted concerns the two sides only.
SEEN_BY_PARTNERS = (*workflow.TAKING_PART, workflow.ENDED)


def _related(model: Any, field: str) -> Any:
    return model._meta.get_field(field).related_model._base_manager


class ParticipationQuerySet(ScopedQuerySet):
    """Participations."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own; the backbone all of its initiative; whoever takes part those that have begun."""
        if actor.is_system:
            return self.all()
        return self.filter(
            Q(pk__in=actor.keys("partners.own"))
            | Q(initiative__in=actor.keys("partners.backbone"))
            | Q(initiative__in=actor.keys("partners.takes_part"), state__in=SEEN_BY_PARTNERS)
        )

    def open(self) -> Self:
        """Those that are neither declined nor ended."""
        return self.filter(state__in=workflow.OPEN)

    def active(self) -> Self:
        """Those that take part now: only they get requests."""
        return self.filter(state=workflow.ACTIVE)

    def of(self, initiative: Any) -> Self:
        """Those of one initiative."""
        return self.filter(initiative=initiative)


class OrganisationQuerySet(ScopedQuerySet):
    """Organisations."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those whose participation in some initiative one may see."""
        if actor.is_system:
            return self.all()
        inner = _related(self.model, "participations").filter(
            Q(initiative__in=actor.keys("partners.backbone"))
            | Q(initiative__in=actor.keys("partners.takes_part"), state__in=SEEN_BY_PARTNERS)
        )
        return self.filter(
            Q(pk__in=actor.keys("partners.organisation")) | Q(pk__in=inner.order_by().values("organisation"))
        )

    def in_initiative(self, initiative: Any) -> Self:
        """Those with a participation in an initiative."""
        inner = _related(self.model, "participations").filter(initiative=initiative, organisation__isnull=False)
        return self.filter(pk__in=inner.order_by().values("organisation"))


class MandateQuerySet(ScopedQuerySet):
    """Mandates."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, those of one's own participations, and the backbone's staff those of its initiative."""
        if actor.is_system:
            return self.all()
        rule = Q(participation__in=actor.keys("partners.own"))
        rule |= Q(participation__initiative__in=actor.keys("partners.backbone"))
        if actor.user_id:
            rule |= Q(person_id=actor.user_id)
        return self.filter(rule)

    def valid(self, day: Any) -> Self:
        """Those whose dates cover a day and whose participation is open."""
        return self.filter(dates_cover(day), participation__state__in=workflow.OPEN)


class ContactQuerySet(ScopedQuerySet):
    """Contacts."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own organisation; for who runs an initiative its partners'; others only by consent."""
        if actor.is_system:
            return self.all()
        participations = _related(self.model, "organisation").model._meta.get_field("participations").related_model
        of_backbone = participations._base_manager.filter(
            initiative__in=actor.keys("partners.director", "partners.coordinator"), state__in=workflow.OPEN
        )
        of_partners = participations._base_manager.filter(
            initiative__in=actor.keys("partners.takes_part"), state__in=workflow.TAKING_PART
        )
        return self.filter(
            Q(organisation__in=actor.keys("partners.organisation"))
            | Q(organisation__in=_organisations(of_backbone))
            | Q(shown_to="partners", organisation__in=_organisations(of_partners))
        )


class InterestQuerySet(ScopedQuerySet):
    """Declared interests of people in organisations."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own; the backbone and chairs those of people who take part in their initiative."""
        if actor.is_system:
            return self.all()
        initiatives = actor.keys("partners.backbone", "working_groups.chairs")
        rule = Q(person_id=actor.user_id) if actor.user_id else Q(pk__in=[])
        if initiatives:
            participations = _related(self.model, "organisation").model._meta.get_field("participations").related_model
            inside = participations._base_manager.filter(initiative__in=initiatives, state__in=workflow.OPEN)
            mandates = participations._meta.get_field("mandates").related_model._base_manager
            rule |= Q(person__in=mandates.filter(participation__in=inside.values("pk")).order_by().values("person"))
            rule |= Q(person__in=inside.filter(person__isnull=False).order_by().values("person"))
        return self.filter(rule)

    def valid(self, day: Any) -> Self:
        """Those whose dates cover a day."""
        return self.filter(dates_cover(day))


def _organisations(participations: "QuerySet[Any]") -> "QuerySet[Any]":
    return participations.filter(organisation__isnull=False).order_by().values("organisation")
