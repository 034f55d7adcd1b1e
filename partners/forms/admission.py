"""What comes in when an organisation is invited or an initiative opened: several things in one form. No writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiative.models import Initiative, InitiativeKind
from kernel import clock, languages, text
from kernel.forms import BilingualForm, DayField, language_fields
from partners.forms.partners import ProfileFields, language_choices, split_name
from partners.models import Organisation, OrganisationKind, ParticipationKind, Sector
from partners.selectors import directory
from partners.validation import registration_number


class AdmissionForm(ProfileFields):
    """A partner to be: its profile, as what it takes part, and who speaks for it first."""

    part = forms.ChoiceField(
        label=_("Takes part as"), choices=ParticipationKind.choices, initial=ParticipationKind.PARTNER
    )
    starts_on = DayField(label=_("From"), initial=clock.today)
    use_existing = forms.BooleanField(
        label=_("Invite the organisation that is in the portal already, with the profile it has"), required=False
    )
    same_name = forms.BooleanField(label=_("It is another organisation of the same name"), required=False)
    email = forms.EmailField(
        label=_("Representative: mail address"),
        required=False,
        max_length=254,
        help_text=_("Who speaks for the organisation gets an invitation. It may be sent later."),
    )
    function = forms.CharField(label=_("Representative: function"), required=False, max_length=120)
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=language_choices, initial=languages.default
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        self.initiative = initiative
        self.existing: Organisation | None = None
        super().__init__(*args, **kwargs)
        for name in (*languages.columns("about"), "size", "website", "mail", "telephone"):
            del self.fields[name]  # the organisation tells these itself, once it has joined
        person = _person_fields(_("Representative: name"))
        place = list(self.fields).index("email")
        names = list(self.fields.items())
        self.fields = dict([*names[:place], *person.items(), *names[place:]])
        self._asked = {name: self.fields.pop(name) for name in ("use_existing", "same_name")}
        for name, field in self._asked.items():
            if self.data.get(name):
                self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """Ask about doubles; the representative has a name if there is a mail address."""
        data = super().clean()
        self._ask_about_number(data)
        if self.existing is None:
            self._ask_about_names(data)
        if data.get("email") and not any(split_name(data, "person_name").values()):
            self.add_error(
                languages.column("person_name", languages.default()), _("Write the name in one language at least.")
            )
        return data

    def _ask_about_number(self, data: dict[str, Any]) -> None:
        found = directory.organisation_registered(registration_number(data.get("registration_no") or ""))
        if found is None:
            return
        if data.get("use_existing"):
            self.existing = found
            return
        self.fields["use_existing"] = self._asked["use_existing"]
        self.add_error(
            "registration_no",
            text.sentence(
                _("%(name)s has this number in the portal: confirm below to invite it, or correct the number."),
                name=str(found),
            ),
        )

    def _ask_about_names(self, data: dict[str, Any]) -> None:
        if data.get("same_name"):
            return
        for column in languages.columns("name"):
            key = text.search_key(data.get(column) or "")
            found = directory.organisations_named(key, self.initiative).first() if key else None
            if found is not None:
                self.fields["same_name"] = self._asked["same_name"]
                self.add_error(
                    column,
                    text.sentence(
                        _("%(name)s takes part already: confirm below if this is another one."), name=str(found)
                    ),
                )
                return

    def profile(self) -> Any:
        """The organisation that is there, or the profile of a new one."""
        if self.existing is not None:
            return self.existing
        wanted = {*languages.columns("name"), "sector", "kind", "registration_no", "district"}
        return {name: value for name, value in self.cleaned_data.items() if name in wanted}

    def representative(self) -> dict[str, Any] | None:
        """The person, if one was named."""
        data = self.cleaned_data
        if not data.get("email"):
            return None
        return {
            "email": data["email"],
            "name": split_name(data, "person_name"),
            "language": data["language"],
            "function": data["function"],
        }


def _person_fields(label: Any, required: str = "none") -> dict[str, forms.CharField]:

    return language_fields("person_name", label, required=required, max_length=120)


class OpeningForm(BilingualForm):
    """A new initiative with its backbone and its director."""

    translated = {"name": {"label": _("Name of the initiative"), "max_length": 120}}
    slug = forms.CharField(
        label=_("Address"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Small Latin letters, digits and hyphens; it stands in every address and does not change."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=InitiativeKind.choices, initial=InitiativeKind.INITIATIVE, widget=forms.RadioSelect
    )
    starts_on = DayField(label=_("First day"), initial=clock.today)
    backbone_number = forms.CharField(
        label=_("Backbone organisation: registration number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
        help_text=_("If the portal knows the organisation by this number, the rest of its fields may stay empty."),
    )
    backbone_sector = forms.ChoiceField(
        label=_("Backbone organisation: sector"), choices=Sector.choices, initial=Sector.THIRD
    )
    backbone_kind = forms.ChoiceField(
        label=_("Backbone organisation: kind"), choices=OrganisationKind.choices, initial=OrganisationKind.NGO
    )
    email = forms.EmailField(label=_("Director: mail address"), max_length=254)
    function = forms.CharField(label=_("Director: function"), required=False, max_length=120)
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=language_choices, initial=languages.default
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

        backbone = language_fields("backbone_name", _("Backbone organisation: name"), required="none", max_length=160)
        self._insert("backbone_number", backbone)
        self._insert("email", _person_fields(_("Director: name")))

    def _insert(self, before: str, fields: dict[str, Any]) -> None:
        place = list(self.fields).index(before)
        names = list(self.fields.items())
        self.fields = dict([*names[:place], *fields.items(), *names[place:]])

    def clean(self) -> dict[str, Any]:
        """The backbone has a number that is known, or a name."""
        data = super().clean()
        self.known = directory.organisation_registered(registration_number(data.get("backbone_number") or ""))
        first = languages.column("backbone_name", languages.default())
        if self.known is None and not data.get(first):
            self.add_error(first, _("Write the backbone organisation's name, or a number that the portal knows."))
        if not any(split_name(data, "person_name").values()):
            self.add_error(
                languages.column("person_name", languages.default()), _("Write the name in one language at least.")
            )
        return data

    def backbone(self) -> Any:
        """The organisation that is there, or the profile of a new one."""
        if self.known is not None:
            return self.known
        data = self.cleaned_data
        names = {languages.column("name", code): name for code, name in split_name(data, "backbone_name").items()}
        return {
            **names,
            "sector": data["backbone_sector"],
            "kind": data["backbone_kind"],
            "registration_no": data["backbone_number"],
        }

    def director(self) -> dict[str, Any]:
        """The person."""
        data = self.cleaned_data
        return {
            "email": data["email"],
            "name": split_name(data, "person_name"),
            "language": data["language"],
            "function": data["function"],
        }

    def initiative(self) -> dict[str, Any]:
        """What the initiative itself is made of."""
        data = self.cleaned_data
        names = {name: data[name] for name in languages.columns("name")}
        return {**names, "slug": data["slug"], "kind": data["kind"], "starts_on": data["starts_on"]}
