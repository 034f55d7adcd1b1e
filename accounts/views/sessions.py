"""One's open sessions: see them, end one, end all others."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView

from accounts.models import Person
from accounts.selectors import sessions as selectors
from accounts.services import sessions
from accounts.views.me import Mine
from kernel.views import ActView, Page


class ToSessions(RedirectView):
    """The library's own page of sessions leads to ours."""

    policy = "self"
    pattern_name = "accounts:sessions"


class Sessions(Mine, Page):
    """The list."""

    name = "accounts:security"
    template_name = "accounts/me_sessions.html"

    def get_context(self, subject: Person) -> Mapping[str, Any]:
        """Every open session in words."""
        rows = selectors.mine(subject, self.request.session.session_key or "")
        return {
            **self.shell(_("Sessions")),
            "sessions": rows,
            "has_others": any(not row.is_current for row in rows),
        }


class EndSessions(Mine, ActView):
    """End the session that is named, or all others."""

    success_message = gettext_lazy("Signed out there.")

    def act(self, subject: Person, **data: Any) -> None:
        """One, or every one but the present."""
        rows = selectors.mine(subject, self.request.session.session_key or "")
        one = self.request.POST.get("session", "")
        handles = [row.handle for row in rows if not row.is_current and (not one or row.handle == one)]
        sessions.end(actor=self.actor, person=subject, handles=handles)

    def get_refusal_url(self, subject: Person) -> str:
        """The list."""
        return reverse("accounts:sessions")

    def get_success_url(self, subject: Person, result: Any) -> str:
        """The list."""
        return reverse("accounts:sessions")
