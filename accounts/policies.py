"""Who may do what with people, invitations, tokens and administrators' terms.

Roles of initiatives are seen here as plain names of grants: this floor knows no mandate and no seat.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import AdminTerm, ApiToken, Invitation, Person
from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied, policy

# Whoever gives a mandate or a seat invites its holder.
GRANTERS = (
    "partners.director",
    "partners.coordinator",
    "partners.organisation_lead",
    "working_groups.chair",
    "accounts.admin",
)
MEMBERS_ONLY = Denied("not_signed_in", _("Sign in first."))


@policy("accounts.person.ensure")
def may_ensure_person(actor: Actor, obj: Any = None) -> Answer:
    """Enter a person whom one is about to give a role."""
    if actor.is_system or actor.keys(*GRANTERS):
        return Allowed()
    return Denied("no_role", _("Only whoever gives roles enters new people."))


@policy("accounts.person.change")
def may_change_person(actor: Actor, person: Person) -> Answer:
    """Change a profile: one's own."""
    if actor.is_system or (actor.user_id is not None and actor.user_id == person.pk):
        return Allowed()
    return Denied("not_own", _("A profile is changed by its own person."))


@policy("accounts.person.suspend")
def may_suspend_person(actor: Actor, person: Person) -> Answer:
    """Close or open an account; nobody closes their own."""
    if actor.user_id is not None and actor.user_id == person.pk:
        return Denied("own_account", _("Another administrator must do this: it is your own account."))
    return administers(actor)


@policy("accounts.person.erase")
def may_erase(actor: Actor, person: Person, signers: tuple[Person, Person] | None = None) -> Answer:
    """Make somebody anonymous: two administrators in office, neither of them the person, by the portal's command."""
    if not actor.is_system or signers is None:
        return Denied("not_system", _("A person is made anonymous by the command erase_person."))
    if signers[0].pk == signers[1].pk or person.pk in {signer.pk for signer in signers}:
        return Denied("two_people", _("Two administrators do this together, and neither of them is the person."))
    running = AdminTerm.objects.in_office().filter(person__in=signers)
    if len({term.person_id for term in running}) < 2:
        return Denied("not_admin", _("Only administrators of the portal may do this."))
    return Allowed()


@policy("accounts.person.erase_again")
def may_erase_again(actor: Actor, obj: Any = None) -> Answer:
    """Repeat erasures after an older backup was restored: the system."""
    return Allowed() if actor.is_system else Denied("not_system", _("Only the portal's own commands do this."))


@policy("accounts.person.take_data")
def may_take_data(actor: Actor, person: Person) -> Answer:
    """Take along what the portal holds about a person: that person, signed in; a token does not."""
    if actor.is_system:
        return Allowed()
    if actor.scopes is not None:
        return Denied("by_token", _("One's own data are taken from one's own page, not by a token."))
    return may_change_person(actor, person)


@policy("accounts.operations.view")
def may_view_operations(actor: Actor, obj: Any = None) -> Answer:
    """The administrators' pages; for others they are not there."""
    return administers(actor) or Denied("not_admin", _("Only administrators see this page."), hidden=True)


def administers(actor: Actor) -> Answer:
    """Whether the actor administers the installation."""
    if actor.is_system or actor.keys("accounts.admin"):
        return Allowed()
    return Denied("not_admin", _("Only administrators of the portal may do this."))


@policy("accounts.admin_term.grant")
def may_grant_term(actor: Actor, person: Person | None = None) -> Answer:
    """Make somebody an administrator."""
    return administers(actor)


@policy("accounts.admin_term.end")
def may_end_term(actor: Actor, term: AdminTerm) -> Answer:
    """End a term; the act itself keeps one administrator in office."""
    return administers(actor)


@policy("accounts.invitation.invite")
def may_invite(actor: Actor, person: Person | None = None) -> Answer:
    """Invite a person whom one gave a role."""
    if person is not None and actor.user_id is not None and actor.user_id == person.pk:
        return Denied("own_account", _("Nobody invites themselves: this is your own account."))
    if actor.is_system or actor.keys(*GRANTERS):
        return Allowed()
    return Denied("no_role", _("Only whoever gives roles sends invitations."))


@policy("accounts.invitation.answer")
def may_answer_invitation(actor: Actor, invitation: Invitation) -> Answer:
    """Accept or decline: the person invited, nobody else."""
    if actor.is_system or (actor.user_id is not None and actor.user_id == invitation.person_id):
        return Allowed()
    return Denied("not_invited", _("This invitation is for somebody else: sign out, then open the link again."))


@policy("accounts.invitation.withdraw")
def may_withdraw_invitation(actor: Actor, invitation: Invitation) -> Answer:
    """Take an invitation back: whoever sent it, or whoever else may send invitations."""
    if actor.user_id is not None and actor.user_id == invitation.by_id:
        return Allowed()
    return may_invite(actor, invitation.person)


@policy("accounts.invitation.repeat")
def may_repeat_invitation(actor: Actor, invitation: Invitation) -> Answer:
    """Invite again somebody who has not joined: whoever gives roles."""
    if invitation.person.joined_at is not None:
        return Denied("joined", _("This person has joined already: there is nothing to invite to."))
    return may_invite(actor, invitation.person)


@policy("accounts.token.make")
def may_make_token(actor: Actor, obj: Any = None) -> Answer:
    """Make a token for oneself, on a page; a token makes no tokens."""
    if actor.user_id is None:
        return MEMBERS_ONLY
    if actor.scopes is not None:
        return Denied("by_token", _("A token is made on the page of tokens, not by another token."))
    return Allowed()


@policy("accounts.token.revoke")
def may_revoke_token(actor: Actor, token: ApiToken) -> Answer:
    """Revoke a token of one's own; administrators any."""
    if actor.user_id is not None and actor.user_id == token.person_id:
        return Allowed()
    return administers(actor)
