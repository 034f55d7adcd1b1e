"""The kinds of entries that this floor writes."""

from django.utils.translation import gettext_lazy as _

from audit.kinds import Kind, register

register(
    Kind("documents.document.added", _("Document added")),
)
