"""Who was invited and has not answered: the list, inviting again, taking an invitation back."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Invitation
from accounts.services import invitations
from initiative.scope import InitiativeMixin
from kernel.views import ActorMixin, ActView, ScopedList, find
from partners.filters import InvitationFilter
from partners.selectors import invitations as selectors
from partners.views.scopes import circle


class InvitationList(InitiativeMixin, ScopedList):
    """The invitations of the initiative's people, with search, state and sorting."""

    reach = "partners"
    policy = "partners.invitation.view"
    template_name = "partners/invitation_list.html"
    model = Invitation
    filterset_class = InvitationFilter
    sorts = {"at": ("-at", "pk"), "name": ("shown_name", "pk"), "expires": ("expires_at", "pk")}

    def get_queryset(self) -> Any:
        return selectors.invitations(self.actor, self.initiative)

    def shape(self, rows: Any) -> list[Any]:
        return selectors.rows(self.actor, self.initiative, rows)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        title = _("Invitations")
        return {
            "title": title,
            "crumbs": [(_("People"), reverse("partners:people", args=[self.initiative.slug])), (title, "")],
            "tabs": circle(self.initiative, "invitations", self.actor),
        }


class OfInvitation(InitiativeMixin, ActorMixin):
    """One invitation of the initiative's people that the actor may see."""

    reach = "partners"

    def get_subject(self) -> Any:
        """The invitation, or 404."""
        return find(selectors.invitations(self.actor, self.initiative), public_id=self.kwargs["public_id"])

    def get_success_url(self, subject: Invitation, result: Any) -> str:
        """The list."""
        return reverse("partners:invitations", args=[self.initiative.slug])

    def get_refusal_url(self, subject: Invitation) -> str:
        """The list."""
        return reverse("partners:invitations", args=[self.initiative.slug])


class InviteAgain(OfInvitation, ActView):
    """Send a new invitation; the earlier one is worth nothing from then on."""

    policy = "accounts.invitation.repeat"
    success_message = gettext_lazy("A new invitation is on its way.")

    def act(self, subject: Invitation, **data: Any) -> Any:
        return invitations.repeat(actor=self.actor, invitation=subject)


class Withdraw(OfInvitation, ActView):
    """Take an invitation back: its link is dead, the role stays."""

    policy = "accounts.invitation.withdraw"
    success_message = gettext_lazy("The invitation was withdrawn.")

    def act(self, subject: Invitation, **data: Any) -> Any:
        return invitations.withdraw(actor=self.actor, invitation=subject)
