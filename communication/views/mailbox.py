"""The demo's mailbox: whoever is signed in as a persona reads the mails sent to it. In no other mode is it there."""

from collections.abc import Mapping
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from communication import wording
from communication.models import Mail
from communication.selectors.rounds import MAIL_LOOKS
from kernel.views import Page, ScopedList, find

FRAMED = {
    **{name: [NONE] for name in ("default-src", "script-src", "img-src", "font-src", "connect-src", "form-action")},
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
}


def mine(view: Any) -> Any:
    """The mails to the person who is signed in."""
    return Mail.objects.visible_to(view.actor).of(view.actor.user_id)


class Mailbox(ScopedList):
    """`me/mailbox/`: newest first."""

    policy = "communication.mailbox.read"
    model = Mail
    template_name = "communication/mailbox.html"
    sorts = {"at": ("-created_at",)}

    def get_queryset(self) -> Any:
        return mine(self)

    def shape(self, rows: Any) -> list[Any]:
        return [
            {
                "subject": wording.plain(row.subject),
                "at": row.sent_at or row.created_at,
                "state": row.get_state_display(),
                "look": MAIL_LOOKS[row.state],
                "url": reverse("communication:mailbox-mail", args=[row.public_id]),
            }
            for row in rows
        ]

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {"title": _("Mailbox of this persona")}


@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class MailboxMail(Page):
    """`me/mailbox/<id>/`: head, the HTML in a frame that may do nothing, and the text below."""

    policy = "communication.mailbox.read"
    template_name = "communication/mailbox_mail.html"

    def get_subject(self) -> Any:
        return find(mine(self), public_id=self.kwargs["public_id"])

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {
            "title": wording.plain(subject.subject),
            "mail": subject,
            "html_url": reverse("communication:mailbox-html", args=[subject.public_id]) if subject.html else "",
            "crumbs": [(_("Mailbox of this persona"), reverse("communication:mailbox")), (subject.subject, "")],
        }


# SECURITY: the mail's own styles are all that its frame may use: no script, no image, no form, nothing from outside.
@method_decorator([xframe_options_sameorigin, csp_replace(FRAMED)], name="dispatch")
class MailboxHtml(Page):
    """`me/mailbox/<id>/html/`: the HTML part by itself, for the frame."""

    policy = "communication.mailbox.read"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The part as it was sent."""
        self.check(None)
        return HttpResponse(find(mine(self), public_id=self.kwargs["public_id"]).html)
