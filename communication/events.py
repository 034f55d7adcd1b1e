"""What this floor tells: a person's own choices, and mails that staff sent again."""

from django.utils.translation import gettext_lazy as _

from audit.kinds import Kind, register

register(
    Kind("communication.preference.changed", _("Choice of mails changed")),
    Kind("communication.mail.retried", _("Mail sent again")),
)
