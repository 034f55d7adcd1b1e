"""For administrators: mails that failed, and the act that sends one again."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communication.models import Mail, MailState
from communication.services import mails
from kernel.views import ActView, ScopedList, find


class FailedMails(ScopedList):
    """`operations/mails/`: why each failed, and whether it can be sent again."""

    policy = "communication.mail.operate"
    model = Mail
    template_name = "communication/mail_failed.html"
    sorts = {"at": ("-created_at",)}

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(state=MailState.FAILED)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        crumbs = [(_("Operations"), reverse("accounts:operations")), (_("Mails that failed"), "")]
        return {"title": _("Mails that failed"), "crumbs": crumbs}


class RetryMail(ActView):
    """Send a failed mail again, under its own Message-ID."""

    policy = "communication.mail.retry"
    success_message = _("The mail waits to be sent again.")

    def get_subject(self) -> Any:
        return find(Mail.objects.visible_to(self.actor), public_id=self.kwargs["public_id"])

    def act(self, subject: Any, **data: Any) -> Any:
        return mails.retry(actor=self.actor, mail=subject)

    def get_refusal_url(self, subject: Any) -> str:
        return reverse("communication:failed-mails")

    def get_success_url(self, subject: Any, result: Any) -> str:
        return reverse("communication:failed-mails")
