"""Who may do what with documents. Opening one is decided by the scope of what it is attached to."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied, policy


@policy("documents.document.add")
def may_add(actor: Actor, obj: Any = None) -> Answer:
    """Bring a file: anybody who is signed in; the act above decides what it may be attached to."""
    if actor.is_system or actor.user_id is not None:
        return Allowed()
    return Denied("not_signed_in", _("Sign in first."))


@policy("documents.file.sweep")
def may_sweep(actor: Actor, obj: Any = None) -> Answer:
    """Delete bytes that no document names: the system."""
    return Allowed() if actor.is_system else Denied("not_system", _("Only the portal's own commands do this."))
