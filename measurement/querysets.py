"""Who may see which rows of this floor: whoever takes part, the own organisation, the backbone. Raw numbers of others
are seen by nobody.

Paths are given once, as class attributes; every rule is a condition on keys that the actor holds, so that no join
doubles a row.
"""

from typing import Any, ClassVar, Self

from django.db.models import Exists, OuterRef, Q

from kernel.actor import Actor
from kernel.querysets import ScopedQuerySet

FILLERS = ("partners.representative", "partners.alternate", "partners.data_officer")
# Of the backbone's staff the treasurer does not read what single partners report.
READERS = ("partners.director", "partners.coordinator", "partners.evaluator")


class TakesPart(ScopedQuerySet):
    """Rows that everybody who takes part in the initiative may read (guests not)."""

    initiative: ClassVar[str] = "initiative"

    def visible_to(self, actor: Actor) -> Self:
        """The rows of the initiatives one takes part in."""
        if actor.is_system:
            return self.all()
        mine = actor.keys("partners.takes_part", "partners.backbone")
        return self.filter(**{f"{self.initiative}__in": mine}) if mine else self.none()


class ThroughMeasure(TakesPart):
    """Rows that hang on a measure."""

    initiative = "measure__initiative"


class ThroughDefinition(TakesPart):
    """Rows that hang on a definition."""

    initiative = "definition__measure__initiative"


class ThroughDimension(TakesPart):
    """Rows that hang on a dimension."""

    initiative = "dimension__initiative"


class Backbone(ScopedQuerySet):
    """Rows that only the director, coordinators and evaluator of the initiative read."""

    initiative: ClassVar[str] = "initiative"

    def visible_to(self, actor: Actor) -> Self:
        """The rows of the initiatives one serves in the backbone."""
        if actor.is_system:
            return self.all()
        mine = actor.keys(*READERS)
        return self.filter(**{f"{self.initiative}__in": mine}) if mine else self.none()


class OwnAndBackbone(ScopedQuerySet):
    """Rows of one participation: its own people, and the backbone but for the treasurer."""

    participation: ClassVar[str] = "participation"
    initiative: ClassVar[str] = "participation__initiative"
    grants: ClassVar[tuple[str, ...]] = ("partners.own",)

    def visible_to(self, actor: Actor) -> Self:
        """One's own participation's rows; the backbone those of its initiatives."""
        if actor.is_system:
            return self.all()
        own, serves = actor.keys(*self.grants), actor.keys(*READERS)
        rule = Q()
        if own:
            rule |= Q(**{f"{self.participation}__in": own})
        if serves:
            rule |= Q(**{f"{self.initiative}__in": serves})
        return self.filter(rule) if rule else self.none()


class RequestQuerySet(OwnAndBackbone):
    """Requests."""

    initiative = "cycle__measure_set__initiative"


class ThroughRequest(OwnAndBackbone):
    """Rows that hang on a request."""

    participation = "request__participation"
    initiative = "request__cycle__measure_set__initiative"


class ThroughSubmission(OwnAndBackbone):
    """Rows that hang on a submission."""

    participation = "submission__request__participation"
    initiative = "submission__request__cycle__measure_set__initiative"


class ThroughQuestion(OwnAndBackbone):
    """Replies."""

    participation = "question__submission__request__participation"
    initiative = "question__submission__request__cycle__measure_set__initiative"


class DraftQuerySet(ScopedQuerySet):
    """Drafts: those who fill in for the organisation, nobody else. The backbone does not look over the shoulder."""

    def visible_to(self, actor: Actor) -> Self:
        """The drafts of the participations one reports for."""
        if actor.is_system:
            return self.all()
        mine = actor.keys(*FILLERS)
        return self.filter(request__participation__in=mine) if mine else self.none()


class Replaced:
    """Facts of which a later row replaces an earlier one: what a queryset of theirs adds."""

    def current(self: Any) -> Any:
        """The rows that no later one replaces."""
        later = self.model._base_manager.filter(replaces=OuterRef("pk"))
        return self.filter(~Exists(later))

    def as_of(self: Any, moment: object) -> Any:
        """The rows that stood at a moment: recorded by then, and not replaced by then."""
        later = self.model._base_manager.filter(replaces=OuterRef("pk"), at__lte=moment)
        return self.filter(~Exists(later), at__lte=moment)


class OwnOrganisation(Replaced, ScopedQuerySet):
    """Facts of one organisation: its own people and the backbone; others read through selectors.series alone."""

    organisation: ClassVar[str] = "organisation"
    initiative: ClassVar[str] = "definition__measure__initiative"

    def visible_to(self, actor: Actor) -> Self:
        """The own organisation's rows; the backbone those of its initiatives."""
        if actor.is_system:
            return self.all()
        own, serves = actor.keys("partners.organisation"), actor.keys(*READERS)
        rule = Q()
        if own:
            rule |= Q(**{f"{self.organisation}__in": own})
        if serves:
            rule |= Q(**{f"{self.initiative}__in": serves})
        return self.filter(rule) if rule else self.none()


class ThroughValue(OwnOrganisation):
    """Corrections."""

    organisation = "value__organisation"
    initiative = "value__definition__measure__initiative"


class ConsentQuerySet(OwnOrganisation):
    """Consents."""

    initiative = "measure__initiative"


class SetQuerySet(ScopedQuerySet):
    """Sets of measures: the backbone, and the partners that owe them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's backbone, those one owes, those that all owe."""
        if actor.is_system:
            return self.all()
        owed = self.model._base_manager.filter(assignments__participation__in=actor.keys("partners.own"))
        return self.filter(
            Q(initiative__in=actor.keys(*READERS))
            | Q(is_for_all=True, initiative__in=actor.keys("partners.takes_part"))
            | Q(pk__in=owed.values("pk"))
        )


class AssignmentQuerySet(OwnAndBackbone):
    """Who owes a set."""


class CycleQuerySet(TakesPart):
    """Cycles."""

    initiative = "measure_set__initiative"


class UploadQuerySet(ScopedQuerySet):
    """Uploads: of a request those who fill it in, of public figures the backbone."""

    request: ClassVar[str] = "request"
    initiative: ClassVar[str] = "initiative"

    def visible_to(self, actor: Actor) -> Self:
        """A request's uploads for its people, the initiative's for its backbone."""
        if actor.is_system:
            return self.all()
        return self.filter(
            Q(**{f"{self.request}__participation__in": actor.keys(*FILLERS)})
            | Q(**{f"{self.request}__isnull": True, f"{self.initiative}__in": actor.keys(*READERS)})
        )


class StagedQuerySet(UploadQuerySet):
    """Staged values."""

    request = "upload__request"
    initiative = "upload__initiative"


class OpenToAll(ScopedQuerySet):
    """What is published: for everybody where the initiative is public, else for whoever takes part."""

    initiative: ClassVar[str] = "definition__measure__initiative"

    def visible_to(self, actor: Actor) -> Self:
        """The rows of public initiatives and of one's own."""
        if actor.is_system:
            return self.all()
        mine = actor.keys("partners.takes_part", "partners.backbone")
        return self.filter(Q(**{f"{self.initiative}__is_public": True}) | Q(**{f"{self.initiative}__in": mine}))


class FigureQuerySet(Replaced, OpenToAll):
    """Public figures."""


class PublicationQuerySet(OpenToAll):
    """Publications."""

    initiative = "cycle__measure_set__initiative"


class TargetQuerySet(Replaced, ThroughDefinition):
    """Targets of the whole; those of single partners their own people and the backbone but for the treasurer."""

    def visible_to(self, actor: Actor) -> Self:
        """What one may read of the initiatives one takes part in."""
        if actor.is_system:
            return self.all()
        own = [f"organisation:{pk}" for pk in actor.keys("partners.organisation")]
        return (
            super()
            .visible_to(actor)
            .filter(
                ~Q(scope_key__startswith="organisation:")
                | Q(scope_key__in=own)
                | Q(**{f"{self.initiative}__in": actor.keys(*READERS)})
            )
        )
