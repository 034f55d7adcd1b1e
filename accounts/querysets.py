"""Who may see whom. Fellows of an initiative are read through partners.selectors, which knows who takes part."""

from typing import Any, Self

from django.contrib.auth.models import BaseUserManager
from django.db.models import Q

from kernel import clock
from kernel.actor import Actor
from kernel.models import dates_cover
from kernel.querysets import ScopedQuerySet


class PersonQuerySet(ScopedQuerySet):
    """People."""

    def visible_to(self, actor: Actor) -> Self:
        """Oneself; administrators see all accounts."""
        if actor.is_system or actor.keys("accounts.admin"):
            return self.all()
        return self.filter(pk=actor.user_id) if actor.user_id else self.none()


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """The manager that sign-in needs."""

    _queryset_class = PersonQuerySet

    def get_by_natural_key(self, username: str) -> object:
        """By mail address, whatever its case."""
        return self.get(email__iexact=username)


class OwnQuerySet(ScopedQuerySet):
    """Rows that belong to one person (`person`)."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own."""
        if actor.is_system:
            return self.all()
        return self.filter(person_id=actor.user_id) if actor.user_id else self.none()


class AdminTermQuerySet(ScopedQuerySet):
    """Administrators' terms."""

    def visible_to(self, actor: Actor) -> Self:
        """Administrators."""
        return self.all() if actor.is_system or actor.keys("accounts.admin") else self.none()

    def running(self, on: Any = None) -> Self:
        """Terms that hold on that day (today) and that nobody has taken back."""
        return self.filter(dates_cover(on or clock.today()), ended_at__isnull=True)

    def in_office(self) -> Self:
        """Those of them whose holder can sign in today."""
        return self.running().filter(person__is_active=True, person__joined_at__isnull=False)


class InvitationQuerySet(ScopedQuerySet):
    """Invitations: the person invited, the one who sent it, administrators."""

    def visible_to(self, actor: Actor) -> Self:
        """Those one got or sent; administrators all."""
        if actor.is_system or actor.keys("accounts.admin"):
            return self.all()
        if not actor.user_id:
            return self.none()
        return self.filter(Q(person_id=actor.user_id) | Q(by_id=actor.user_id))
