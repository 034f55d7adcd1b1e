"""The administrators' page: who has an account, whose second factor is missing, who administers, what stands still."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts import exports
from accounts.filters import AccountFilter
from accounts.forms import TermForm
from accounts.fresh import FreshSignIn
from accounts.models import AdminTerm, Person
from accounts.selectors import operations
from accounts.services import admins, naming
from audit import selectors as audit
from kernel import clock, languages
from kernel.views import ActView, FormPage, ScopedList, find

OLDEST_SIGN = timedelta(seconds=120)


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class Operations(ScopedList):
    """Accounts, terms, and links to failed mail and to the health of the portal."""

    policy = "accounts.operations.view"
    model = Person
    filterset_class = AccountFilter
    template_name = "accounts/operations.html"
    page_size = 25
    columns = exports.ACCOUNTS
    export_name = "accounts"

    @property
    def sorts(self) -> Mapping[str, tuple[str, ...]]:  # type: ignore[override]
        """By name in the reader's language, by address, by the day last seen."""
        return {"name": (languages.column("name"), "email"), "email": ("email",), "seen": ("-last_seen_on",)}

    def shape(self, rows: Any) -> list[Any]:
        """Each with its factor and invitation."""
        return operations.accounts(rows)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Terms and the worker's state."""
        beat = audit.last_beat()
        return {
            "title": _("Operations"),
            "terms": operations.running_terms(),
            "worker_at": beat,
            "worker_late": beat is None or clock.now() - beat > OLDEST_SIGN,
            "mails_url": _url("communication:failed-mails"),
            "health_url": _url("readyz"),
        }


class NewTerm(FreshSignIn, FormPage):
    """Name another administrator; somebody new is invited at once."""

    policy = "accounts.admin_term.grant"
    form_class = TermForm
    template_name = "accounts/term_form.html"

    def act(self, subject: Any, form: Any) -> AdminTerm:
        """Find or enter the person, give the term, invite."""
        return naming.administrator(actor=self.actor, **form.cleaned_data)

    def get_success_url(self, subject: Any, result: Any) -> str:
        """The list."""
        return reverse("accounts:operations")

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """The way back."""
        crumbs = [(_("Operations"), reverse("accounts:operations")), (_("New administrator"), "")]
        return {"title": _("New administrator"), "crumbs": crumbs}


class EndTerm(FreshSignIn, ActView):
    """End a term."""

    policy = "accounts.admin_term.end"

    def get_subject(self) -> AdminTerm:
        """The term, for administrators."""
        rows = AdminTerm.objects.visible_to(self.actor).select_related("person")
        return find(rows, public_id=self.kwargs["public_id"])  # type: ignore[no-any-return]

    def act(self, subject: AdminTerm, **data: Any) -> None:
        """End it."""
        admins.end(actor=self.actor, term=subject)

    def get_refusal_url(self, subject: AdminTerm) -> str:
        """The list."""
        return reverse("accounts:operations")

    def get_success_url(self, subject: AdminTerm, result: Any) -> str:
        """The list."""
        return reverse("accounts:operations")
