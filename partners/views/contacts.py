"""The contacts of a partner, seen from within the initiative."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.permissions import Answer, ask
from kernel.views import Page
from partners.models import Participation
from partners.policies import NOT_THERE
from partners.selectors import profile
from partners.views.scopes import PartnerScope


class PartnerContacts(PartnerScope, Page):
    """The organisation's contacts, as far as the actor may see them."""

    policy = "partners.contact.view"
    template_name = "partners/contact_list.html"
    tab = "contacts"

    def ask(self, subject: Participation) -> Answer:
        """The policy is asked about the organisation; a person by themselves has no contacts."""
        return ask(self.policy, self.actor, subject.organisation) if subject.organisation else NOT_THERE

    def get_context(self, subject: Participation) -> Mapping[str, Any]:
        organisation = subject.organisation
        return {
            **self.frame(subject, _("Contacts")),
            "contacts": profile.contacts(self.actor, organisation) if organisation else [],
            "new_url": reverse("partners:contact-new", args=[organisation.public_id]) if organisation else "",
        }
