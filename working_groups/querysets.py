"""Who may know of what here. S self, O own organisation, B backbone, P whoever takes part, G who sits there."""

from typing import Any, Self

from django.apps import apps
from django.db.models import Q

from kernel.actor import Actor
from kernel.querysets import ScopedQuerySet

BACKBONE = "partners.backbone"
TAKES_PART = "partners.takes_part"
MEMBER = "working_groups.member"
CHAIR = "working_groups.chair"
FACILITATOR = "working_groups.facilitator"


def in_backbone(actor: Actor, prefix: str) -> Q:
    """Rows of initiatives in whose backbone the actor holds a mandate. `prefix` leads to the body."""
    return Q(**{f"{prefix}initiative_id__in": actor.keys(BACKBONE)})


def sits_in(actor: Actor, prefix: str) -> Q:
    """Rows of bodies where the actor sits or facilitates. `prefix` leads to the body's key."""
    return Q(**{f"{prefix}__in": actor.keys(MEMBER, FACILITATOR)})


class BodyQuerySet(ScopedQuerySet):
    """Bodies."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever takes part in the initiative; guests only where they sit."""
        if actor.is_system:
            return self.all()
        return self.filter(
            Q(initiative_id__in=actor.keys(TAKES_PART, BACKBONE)) | Q(pk__in=actor.keys(MEMBER, FACILITATOR))
        )


class OfBodyQuerySet(ScopedQuerySet):
    """Seats and the keys of seats: as their body."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see the body."""
        if actor.is_system:
            return self.all()
        return self.filter(
            Q(body__initiative_id__in=actor.keys(TAKES_PART, BACKBONE)) | Q(body__in=actor.keys(MEMBER, FACILITATOR))
        )


def meeting_rule(actor: Actor, prefix: str = "") -> Q:
    """Meetings: who sits there, the backbone; who takes part where it is open to partners; its guests."""
    attendance = apps.get_model("working_groups", "Attendance")
    guest_of = attendance._base_manager.filter(guest_id=actor.user_id or 0).order_by().values("meeting")
    return (
        sits_in(actor, f"{prefix}body")
        | in_backbone(actor, f"{prefix}body__")
        | Q(**{f"{prefix}visibility": "partners", f"{prefix}body__initiative_id__in": actor.keys(TAKES_PART)})
        | Q(**{f"{prefix or 'pk__'}in": guest_of})
    )


class MeetingQuerySet(ScopedQuerySet):
    """Meetings."""

    def visible_to(self, actor: Actor) -> Self:
        """As `meeting_rule`."""
        return self.all() if actor.is_system else self.filter(meeting_rule(actor))


class OfMeetingQuerySet(ScopedQuerySet):
    """Items of agendas: as their meeting."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see the meeting."""
        return self.all() if actor.is_system else self.filter(meeting_rule(actor, "meeting__"))

    def closed_to(self, actor: Actor) -> Self | None:
        """Items that lead to a decision in which the actor takes no part."""
        decisions: Any = apps.get_model("working_groups", "Decision")._default_manager
        closed = decisions.closed_to(actor)
        return None if closed is None else self.filter(pk__in=closed.order_by().values("item"))


class AttendanceQuerySet(ScopedQuerySet):
    """Who came."""

    def visible_to(self, actor: Actor) -> Self:
        """Who sits in the body, and the backbone."""
        if actor.is_system:
            return self.all()
        return self.filter(sits_in(actor, "meeting__body") | in_backbone(actor, "meeting__body__"))


class MinutesQuerySet(ScopedQuerySet):
    """Minutes: what is written now."""

    def visible_to(self, actor: Actor) -> Self:
        """A draft: the backbone, the chair, the facilitator; then as the meeting, and for whoever got them."""
        if actor.is_system:
            return self.all()
        writers = Q(meeting__body__in=actor.keys(CHAIR, FACILITATOR)) | in_backbone(actor, "meeting__body__")
        ready = ~Q(state="draft") | Q(versions_count__gt=0)
        return self.filter(writers | (ready & (meeting_rule(actor, "meeting__") | Q(pk__in=_received(actor)))))


def _received(actor: Actor) -> Any:
    recipients = apps.get_model("working_groups", "Recipient")
    return recipients._base_manager.filter(person_id=actor.user_id or 0).order_by().values("version__minutes")


class MinutesVersionQuerySet(ScopedQuerySet):
    """Approved versions of minutes."""

    def visible_to(self, actor: Actor) -> Self:
        """As the meeting; and for whoever got them, even if the seat has ended since."""
        if actor.is_system:
            return self.all()
        return self.filter(meeting_rule(actor, "minutes__meeting__") | Q(minutes__in=_received(actor)))


class RecipientQuerySet(ScopedQuerySet):
    """To whom minutes went."""

    def visible_to(self, actor: Actor) -> Self:
        """Oneself, who sits in the body, the backbone."""
        if actor.is_system:
            return self.all()
        body = "version__minutes__meeting__body"
        own = Q(person_id=actor.user_id) if actor.user_id else Q(pk__in=[])
        return self.filter(own | sits_in(actor, body) | in_backbone(actor, f"{body}__"))


class DecisionQuerySet(ScopedQuerySet):
    """Decisions."""

    def visible_to(self, actor: Actor) -> Self:
        """Who sits there and the backbone; once decided, partners or everybody, as it says."""
        if actor.is_system:
            return self.all()
        decided = Q(decided_at__isnull=False)
        return self.filter(
            sits_in(actor, "body")
            | in_backbone(actor, "body__")
            | decided & Q(visibility="public", body__initiative__is_public=True)
            | decided & Q(visibility="public", body__initiative_id__in=actor.keys(TAKES_PART))
            | decided & Q(visibility="partners", body__initiative_id__in=actor.keys(TAKES_PART))
        )

    def closed_to(self, actor: Actor) -> Self | None:
        """The papers of a decision are not for who is recused: tied to the organisation it concerns, or by own word.

        Whoever may read the decision from outside the body reads its papers too once it was taken, the tied as well.
        """
        if actor.is_system or actor.user_id is None:
            return None
        responses = apps.get_model("working_groups", "Response")._base_manager
        own = responses.filter(is_recused=True, seat__person_id=actor.user_id).order_by().values("decision")
        tied = Q(concerns__in=actor.keys("partners.interest", "partners.organisation")) | Q(pk__in=own)
        told = Q(decided_at__isnull=False) & ~Q(visibility="body")
        return self.filter(tied & ~told)


class ResponseQuerySet(ScopedQuerySet):
    """Answers of seats."""

    def visible_to(self, actor: Actor) -> Self:
        """Who sits in the body, and the backbone; the recused see their own alone where the papers are closed too."""
        if actor.is_system:
            return self.all()
        rows = self.filter(sits_in(actor, "decision__body") | in_backbone(actor, "decision__body__"))
        closed = apps.get_model("working_groups", "Decision").objects.closed_to(actor)
        if closed is None:
            return rows
        return rows.filter(~Q(decision__in=closed.order_by().values("pk")) | Q(seat__person_id=actor.user_id))


class TaskQuerySet(ScopedQuerySet):
    """Tasks."""

    def visible_to(self, actor: Actor) -> Self:
        """Owner and giver, their organisation, who sits in the body, the backbone, the steering committee."""
        if actor.is_system:
            return self.all()
        if actor.user_id is None:
            return self.none()
        return self.filter(
            Q(person_id=actor.user_id)
            | Q(by_id=actor.user_id)
            | Q(participation_id__in=actor.keys("partners.own"))
            | sits_in(actor, "body")
            | Q(initiative_id__in=actor.keys(BACKBONE, "working_groups.steering"))
        )
