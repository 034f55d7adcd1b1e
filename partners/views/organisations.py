"""An organisation in all initiatives alike: its profile, its history and its contacts."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import selectors as audit
from kernel import languages
from kernel.views import ActView, FormPage, ScopedDetail, find
from partners.forms.partners import ContactForm, OrganisationForm
from partners.models import Contact, Organisation
from partners.selectors import profile
from partners.services import contacts, organisations
from partners.views.scopes import Tab


class OrganisationScope:
    """The organisation of the address, among those the actor may see."""

    actor: Any
    kwargs: dict[str, Any]
    tab = ""

    def organisation(self) -> Organisation:
        """The organisation of the address, or 404."""
        return find(Organisation.objects.visible_to(self.actor), public_id=self.kwargs["public_id"])  # type: ignore[no-any-return]

    def get_subject(self) -> Any:
        """What the policy is asked about."""
        return self.organisation()

    def url(self, name: str, organisation: Organisation, *more: str) -> str:
        """The address of a page of the organisation."""
        return reverse(f"partners:{name}", args=[organisation.public_id, *more])

    def frame(self, organisation: Organisation, here: str = "", title: str = "") -> dict[str, Any]:
        """Title, crumbs and tabs."""
        name = languages.text(organisation, "name")
        own = self.url("organisation", organisation)
        parts = [
            ("organisation", _("Profile")),
            ("organisation-contacts", _("Contacts")),
            ("organisation-history", _("History")),
        ]
        return {
            "title": title or name.value,
            "name": name,
            "organisation": organisation,
            "crumbs": [(name.value, own), (here, "")] if here else [(name.value, "")],
            "tabs": [Tab(self.url(part, organisation), label, part == self.tab) for part, label in parts],
            "cancel_url": own,
        }


class OrganisationDetail(OrganisationScope, ScopedDetail):
    """The profile, and its parts in initiatives."""

    model = Organisation
    template_name = "partners/organisation_detail.html"
    tab = "organisation"

    def get_context(self, subject: Organisation) -> Mapping[str, Any]:
        return {
            **self.frame(subject),
            "profile": profile.profile(subject),
            "parts": profile.parts(self.actor, subject),
            "edit_url": self.url("organisation-edit", subject),
        }


class OrganisationEdit(OrganisationScope, FormPage):
    """Change the profile."""

    policy = "partners.organisation.change"
    template_name = "initiative/form.html"
    form_class = OrganisationForm
    success_message = gettext_lazy("The profile was saved.")

    def get_form_kwargs(self, subject: Organisation) -> dict[str, Any]:
        return {"organisation": subject}

    def get_context(self, subject: Organisation, form: Any) -> Mapping[str, Any]:
        title = _("Change of the profile")
        return {**self.frame(subject, title, title), "submit": _("Save the profile")}

    def act(self, subject: Organisation, form: Any) -> Any:
        values = dict(form.cleaned_data)
        seen, picture = values.pop("version", None), values.pop("logo", None)
        return organisations.change(actor=self.actor, organisation=subject, seen=seen, picture=picture, **values)


class OrganisationHistory(OrganisationScope, ScopedDetail):
    """What was changed in the profile, and in the contacts that one may see."""

    model = Organisation
    template_name = "audit/history.html"
    tab = "organisation-history"

    def get_context(self, subject: Organisation) -> Mapping[str, Any]:
        title = _("History: %(title)s") % {"title": languages.text(subject, "name").value}
        contacts = Contact.objects.visible_to(self.actor).filter(organisation=subject)
        return {**self.frame(subject, _("History"), title), "lines": audit.histories(self.actor, [subject, *contacts])}


class OrganisationContacts(OrganisationScope, ScopedDetail):
    """Its contacts, as far as the actor may see them."""

    policy = "partners.contact.view"
    model = Organisation
    template_name = "partners/contact_list.html"
    tab = "organisation-contacts"

    def get_context(self, subject: Organisation) -> Mapping[str, Any]:
        return {
            **self.frame(subject, _("Contacts")),
            "contacts": profile.contacts(self.actor, subject),
            "new_url": self.url("contact-new", subject),
        }


class ContactScope(OrganisationScope):
    """A contact of the organisation of the address; the policy is asked about the organisation."""

    def contact(self) -> Contact:
        """The contact of the address, or 404."""
        rows = Contact.objects.visible_to(self.actor).filter(organisation=self.organisation())
        return find(rows.select_related("organisation"), public_id=self.kwargs["contact"])  # type: ignore[no-any-return]

    def back(self, organisation: Organisation) -> str:
        """The list of contacts."""
        return self.url("organisation-contacts", organisation)


class ContactEdit(ContactScope, FormPage):
    """A new contact, or the change of one."""

    policy = "partners.contact.change"
    template_name = "initiative/form.html"
    form_class = ContactForm
    success_message = gettext_lazy("The contact was saved.")

    def present(self) -> Contact | None:
        """The contact that is changed; none for a new one."""
        return self.contact() if "contact" in self.kwargs else None

    def get_form_kwargs(self, subject: Organisation) -> dict[str, Any]:
        return {"contact": self.present()}

    def get_context(self, subject: Organisation, form: Any) -> Mapping[str, Any]:
        title = _("Change of a contact") if "contact" in self.kwargs else _("New contact")
        return {
            **self.frame(subject, title, title),
            "lead": _("Somebody to call who does not sign in here. Contacts are never public."),
            "submit": _("Save the contact"),
            "cancel_url": self.back(subject),
            "after": [
                _("Your organisation and the backbone see the contact."),
                _("All partners see it only if the person agreed, on the day you write down."),
                _("It can be erased at any time; the log never holds the details."),
            ],
        }

    def act(self, subject: Organisation, form: Any) -> Any:
        values = dict(form.cleaned_data)
        seen = values.pop("version", None)
        contact = self.present()
        if contact is None:
            return contacts.add(actor=self.actor, organisation=subject, **values)
        return contacts.change(actor=self.actor, contact=contact, seen=seen, **values)

    def get_success_url(self, subject: Organisation, result: Any) -> str:
        return self.back(subject)


class ContactErase(ContactScope, ActView):
    """Erase a contact for good."""

    policy = "partners.contact.change"
    success_message = gettext_lazy("The contact was erased.")

    def act(self, subject: Organisation, **data: Any) -> Any:
        return contacts.erase(actor=self.actor, contact=self.contact())

    def get_refusal_url(self, subject: Organisation) -> str:
        return self.back(subject)

    def get_success_url(self, subject: Organisation, result: Any) -> str:
        return self.back(subject)
