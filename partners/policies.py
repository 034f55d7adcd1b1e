"""Who may do what with organisations, participations, mandates, contacts and interests."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel import clock
from kernel.actor import Actor
from kernel.models import dates_cover
from kernel.permissions import Allowed, Answer, Denied, policy
from partners import workflow
from partners.models import BACKBONE_KINDS, Mandate, MandateKind, Organisation, Participation, ParticipationKind

DIRECTOR = "partners.director"
STAFF = ("partners.director", "partners.coordinator")
NOT_THERE = Denied("not_inside", _("There is nothing at this address that you may see."), hidden=True)
NOT_STAFF = Denied("not_staff", _("The director or a coordinator of the initiative does this."))
NOT_DIRECTOR = Denied("not_director", _("The director of the initiative does this."))
NOT_OWN = Denied("not_own", _("The organisation's own representative does this."))
PAUSED = Denied("not_writing", _("This participation is paused or not accepted yet: it can be read only."))


def _key(obj: Any) -> int | None:
    """The key of the initiative: of itself, or of what belongs to it."""
    key = getattr(obj, "initiative_id", None)
    return key if key is not None else getattr(obj, "pk", None)


def _staff(actor: Actor, obj: Any) -> Answer:
    key = _key(obj)
    if actor.is_system or actor.has(key, *STAFF):
        return Allowed()
    return NOT_STAFF if actor.has(key, "partners.takes_part") or _is_own(actor, obj) else NOT_THERE


def _director(actor: Actor, obj: Any) -> Answer:
    key = _key(obj)
    if actor.is_system or actor.has(key, DIRECTOR):
        return Allowed()
    return NOT_DIRECTOR if actor.has(key, "partners.takes_part") or _is_own(actor, obj) else NOT_THERE


def _is_own(actor: Actor, obj: Any) -> bool:
    return isinstance(obj, Participation) and actor.has(obj.pk, "partners.own")


def _answers_for(actor: Actor, participation: Participation) -> bool:
    """Whether the actor is the participation's voice: its representative, or the individual."""
    if participation.person_id is not None:
        return actor.user_id is not None and participation.person_id == actor.user_id
    return actor.has(participation.pk, "partners.representative")


def _staff_of_organisation(actor: Actor, organisation: Organisation) -> bool:
    """Whether the organisation has an open participation in an initiative that the actor runs."""
    keys = actor.keys(*STAFF)
    return bool(keys) and organisation.participations.filter(initiative__in=keys, state__in=workflow.OPEN).exists()


def _is_represented(organisation: Organisation) -> bool:
    """Whether a representative who has joined speaks for the organisation today, in whichever initiative."""
    return bool(
        Mandate.objects.filter(
            dates_cover(clock.today()),
            participation__organisation=organisation,
            participation__state__in=workflow.OPEN,
            kind=MandateKind.REPRESENTATIVE,
            person__joined_at__isnull=False,
        ).exists()
    )


def _of_profile(actor: Actor, organisation: Organisation) -> Answer:
    """Its representative; the backbone until one has joined."""
    if actor.is_system or actor.has(organisation.pk, "partners.organisation_lead"):
        return Allowed()
    if not _staff_of_organisation(actor, organisation):
        return NOT_OWN
    if _is_represented(organisation):
        return Denied("represented", _("Its representative has joined, so the organisation writes this itself."))
    return Allowed()


@policy("partners.organisation.create")
def may_create_organisation(actor: Actor, initiative: Any = None) -> Answer:
    """Enter an organisation: who runs an initiative; an administrator for the backbone of a new one."""
    if initiative is None:
        if actor.is_system or actor.keys("accounts.admin", *STAFF):
            return Allowed()
        return NOT_THERE
    return _staff(actor, initiative)


@policy("partners.organisation.change")
def may_change_organisation(actor: Actor, organisation: Organisation) -> Answer:
    """Change a profile: its representative, or the backbone until one has joined."""
    return _of_profile(actor, organisation)


@policy("partners.contact.change")
def may_change_contact(actor: Actor, organisation: Organisation) -> Answer:
    """Add, change and erase contacts: as the profile."""
    return _of_profile(actor, organisation)


@policy("partners.contact.view")
def may_view_contacts(actor: Actor, organisation: Organisation) -> Answer:
    """See the page of contacts at all; which of them are seen is told by `visible_to`."""
    if actor.is_system or actor.has(organisation.pk, "partners.organisation") or actor.keys("partners.takes_part"):
        return Allowed()
    return NOT_THERE


@policy("partners.participation.invite")
def may_invite(actor: Actor, initiative: Any) -> Answer:
    """Invite an organisation or a person into an initiative."""
    return _staff(actor, initiative)


@policy("partners.participation.invite_backbone")
def may_invite_backbone(actor: Actor, initiative: Any) -> Answer:
    """Add a backbone organisation: the director."""
    return _director(actor, initiative)


@policy("partners.participation.answer")
def may_answer(actor: Actor, participation: Participation) -> Answer:
    """Accept or decline: its representative or the person."""
    if actor.is_system or _answers_for(actor, participation):
        return Allowed()
    return Denied("not_invited", _("Only the representative who was invited answers this."))


@policy("partners.participation.activate")
def may_activate(actor: Actor, participation: Participation) -> Answer:
    """Activate, once a representative has joined."""
    return _staff(actor, participation)


@policy("partners.participation.pause")
def may_pause(actor: Actor, participation: Participation) -> Answer:
    """Pause and resume."""
    return _staff(actor, participation)


@policy("partners.participation.end")
def may_end(actor: Actor, participation: Participation) -> Answer:
    """End: the director, or itself."""
    if _answers_for(actor, participation):
        return Allowed()
    answer = _director(actor, participation)
    if answer or getattr(answer, "hidden", False):
        return answer
    return Denied("not_director_or_own", _("The director of the initiative or the partner itself does this."))


@policy("partners.mandate.view")
def may_view_mandates(actor: Actor, participation: Participation) -> Answer:
    """See who holds which mandate there: its own people, and the backbone's staff."""
    if actor.is_system or _is_own(actor, participation):
        return Allowed()
    return Allowed() if actor.has(participation.initiative_id, "partners.backbone") else NOT_THERE


@policy("partners.mandate.grant")
def may_grant_mandate(actor: Actor, participation: Participation) -> Answer:
    """Give a mandate there: the backbone's by the director; a partner's by its representative or the staff."""
    if participation.person_id is not None:
        return Denied("individual", _("Somebody who takes part as a person needs no mandate."))
    if not participation.is_open:
        return Denied("ended", _("This participation has ended."))
    return _of_mandates(actor, participation)


@policy("partners.mandate.end")
def may_end_mandate(actor: Actor, mandate: Mandate) -> Answer:
    """End a mandate: whoever may give one there, and its holder."""
    if actor.user_id is not None and mandate.person_id == actor.user_id:
        return Allowed()
    return _of_mandates(actor, mandate.participation)


def _of_mandates(actor: Actor, participation: Participation) -> Answer:
    if actor.is_system:
        return Allowed()
    if participation.kind == ParticipationKind.BACKBONE:
        return _director(actor, participation)
    if actor.has(participation.initiative_id, *STAFF):
        return Allowed()
    if actor.has(participation.pk, "partners.representative"):
        return Allowed() if actor.has(participation.pk, "partners.writes") else PAUSED
    if actor.has(participation.initiative_id, "partners.takes_part") or _is_own(actor, participation):
        return Denied("not_own", _("The organisation's representative, the director or a coordinator does this."))
    return NOT_THERE


@policy("partners.invitation.view")
def may_view_invitations(actor: Actor, initiative: Any) -> Answer:
    """See who was invited and has not answered: whoever gives mandates here. For others the page is not there."""
    mine = actor.keys("partners.representative")
    if _staff(actor, initiative) or (
        mine and Participation.objects.filter(pk__in=mine, initiative=initiative).exists()
    ):
        return Allowed()
    return NOT_THERE


@policy("partners.mandate.name_director")
def may_name_director(actor: Actor, initiative: Any) -> Answer:
    """Name a director where none is left: an administrator. While one is in office, that one gives the mandates.

    Whoever opens an initiative names its first director; then nobody holds a mandate in it yet.
    """
    if actor.keys(DIRECTOR) and not Mandate.objects.filter(participation__initiative=initiative).exists():
        return Allowed()
    if not (actor.is_system or actor.keys("accounts.admin")):
        return Denied("not_admin", _("Only administrators of the portal may do this."), hidden=True)
    if has_director(initiative):
        return Denied("has_director", _("The initiative has a director, who gives the mandates of the backbone."))
    return Allowed()


def has_director(initiative: Any) -> bool:
    """Whether a director's mandate in the backbone runs today."""
    return bool(
        Mandate.objects.filter(
            dates_cover(clock.today()),
            participation__initiative=initiative,
            participation__kind=ParticipationKind.BACKBONE,
            participation__state__in=workflow.ACTING,
            kind=MandateKind.DIRECTOR,
        ).exists()
    )


def may_hold(participation: Participation, kind: str) -> Answer:
    """Whether a mandate of that kind exists in such a participation: staff kinds belong to the backbone."""
    if kind in BACKBONE_KINDS and participation.kind != ParticipationKind.BACKBONE:
        return Denied("staff_kind", _("This function exists in the backbone organisation only."))
    return Allowed()


@policy("partners.interest.declare")
def may_declare(actor: Actor, person: Any = None, is_own: bool | None = None) -> Answer:
    """Declare an interest: one's own; the backbone for people of its initiative (`is_own`, where that is known)."""
    if actor.is_system or (actor.user_id is not None and (person is None or person.pk == actor.user_id)):
        return Allowed()
    if person is not None and (_staff_of_person(actor, person) if is_own is None else is_own):
        return Allowed()
    return Denied("not_own", _("An interest is declared by its own person, the director or a coordinator."))


@policy("partners.interest.end")
def may_end_interest(actor: Actor, interest: Any) -> Answer:
    """End an interest: its person, or the backbone. A list that knows who is the actor's says so on each row."""
    return may_declare(actor, interest.person, getattr(interest, "is_of_own_people", None))


def _staff_of_person(actor: Actor, person: Any) -> bool:
    return any(rows.filter(person=person).exists() for rows in people_of_staff(actor))


def people_of_staff(actor: Actor) -> tuple[Any, Any]:
    """The participations and mandates of people in the initiatives that the actor runs."""
    inside = {"initiative__in": actor.keys(*STAFF), "state__in": workflow.OPEN}
    held = {f"participation__{name}": value for name, value in inside.items()}
    return Participation.objects.filter(**inside), Mandate.objects.filter(**held)
