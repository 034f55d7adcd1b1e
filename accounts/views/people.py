"""The page of a person, for that person and for administrators. Fellows are shown by the floors above."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fresh import FreshSignIn
from accounts.models import Person
from accounts.selectors import invitations as selectors
from accounts.selectors import operations
from accounts.services import invitations, people
from audit import selectors as audit
from kernel.views import ActView, ScopedDetail, find


class PersonPage(ScopedDetail):
    """Name, function, roles; for administrators the state of the account and its acts."""

    model = Person
    template_name = "accounts/person_detail.html"

    def get_context(self, subject: Person) -> Mapping[str, Any]:
        """The person with roles and, for administrators, the account."""
        is_admin = bool(self.actor.keys("accounts.admin"))
        return {
            "title": str(subject),
            "crumbs": [(_("Accounts"), reverse("accounts:operations")), (str(subject), "")] if is_admin else [],
            "person": subject,
            "roles": selectors.roles(subject.pk),
            "is_self": subject.pk == self.actor.user_id,
            "account_of": operations.account(subject) if is_admin else None,
        }


class PersonHistory(ScopedDetail):
    """What happened to a person's profile and account."""

    model = Person
    template_name = "audit/history.html"

    def get_context(self, subject: Person) -> Mapping[str, Any]:
        """The log about the person."""
        return {
            "title": _("What happened to the account of %(name)s") % {"name": subject},
            "crumbs": [(str(subject), subject.get_absolute_url()), (_("History"), "")],
            "lines": audit.history(self.actor, subject, 100),
        }


class _PersonAct(FreshSignIn, ActView):
    """An administrator's button on a person's page."""

    def get_subject(self) -> Person:
        """The person, among those one may see."""
        return find(Person.objects.visible_to(self.actor), public_id=self.kwargs["public_id"])  # type: ignore[no-any-return]


class SuspendPerson(_PersonAct):
    """Close an account."""

    policy = "accounts.person.suspend"

    def act(self, subject: Person, **data: Any) -> None:
        """Close it."""
        people.suspend(actor=self.actor, person=subject)


class ResumePerson(_PersonAct):
    """Open an account again."""

    policy = "accounts.person.suspend"

    def act(self, subject: Person, **data: Any) -> None:
        """Open it."""
        people.resume(actor=self.actor, person=subject)


class InvitePerson(_PersonAct):
    """Send a new invitation."""

    policy = "accounts.invitation.invite"

    def act(self, subject: Person, **data: Any) -> None:
        """Invite."""
        invitations.invite(actor=self.actor, person=subject)

    success_message = gettext_lazy("An invitation is on its way.")
