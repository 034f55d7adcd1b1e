"""What comes in about organisations, participations, mandates, contacts and interests. No writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel import clock, languages
from kernel.forms import BilingualForm, ByName, CleanForm, DayField
from partners.models import (
    BACKBONE_KINDS,
    PARTNER_KINDS,
    Contact,
    District,
    InterestKind,
    Organisation,
    OrganisationKind,
    OrganisationSize,
    Participation,
    ParticipationKind,
    Sector,
    ShownTo,
)
from partners.selectors import fields as present

VERSION: dict[str, Any] = {"widget": forms.HiddenInput, "required": False}
PROFILE = ("sector", "kind", "registration_no", "website", "mail", "telephone", "district", "size")


def language_choices() -> list[tuple[str, Any]]:
    """The languages of the portal by name."""
    names = {"he": _("Hebrew"), "en": _("English")}
    return [(code, names.get(code, code)) for code in languages.codes()]


def split_name(data: dict[str, Any], field: str = "name") -> dict[str, str]:
    """The name per language, as acts of accounts take it."""
    return {code: data.get(languages.column(field, code)) or "" for code in languages.codes()}


class ProfileFields(BilingualForm):
    """An organisation's profile."""

    translated = {
        "name": {
            "label": _("Name"),
            "max_length": 160,
            "help_text": _("The registered name. Nothing is transliterated."),
        },
        "about": {"label": _("About"), "required": "none", "max_length": 2000, "widget": forms.Textarea},
    }
    sector = forms.ChoiceField(label=_("Sector"), choices=[("", "–"), *Sector.choices])
    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=[("", "–"), *OrganisationKind.choices])
    registration_no = forms.CharField(
        label=_("Registration number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
        help_text=_("Nine digits, such as 580000008."),
    )
    district = forms.ChoiceField(label=_("District"), choices=District.choices, required=False)
    size = forms.ChoiceField(label=_("Size"), choices=OrganisationSize.choices, required=False)
    website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")
    mail = forms.EmailField(label=_("Mail address"), required=False)
    telephone = forms.CharField(
        label=_("Telephone"), required=False, max_length=20, widget=forms.TextInput(attrs={"dir": "ltr"})
    )


class OrganisationForm(ProfileFields):
    """The change of a profile."""

    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
        help_text=_("A PNG or JPEG picture up to 1 MB; a new one takes the place of the present one."),
    )
    version = forms.IntegerField(**VERSION)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        kwargs["initial"] = present.of(organisation, "name", "about", *PROFILE, "version")
        super().__init__(*args, **kwargs)


class LogoForm(CleanForm):
    """A picture by the API; on pages it stands in the form of the settings."""

    file = forms.FileField(label=_("Logo"))


class PersonFields(BilingualForm):
    """Somebody by mail address. The name is asked in one language at least, by the act."""

    translated = {"name": {"label": _("Name of the person"), "required": "none", "max_length": 120}}
    email = forms.EmailField(label=_("Mail address"), max_length=254)
    function = forms.CharField(label=_("Function"), required=False, max_length=120)
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=language_choices, initial=languages.default
    )

    def clean(self) -> dict[str, Any]:
        """The name in one language at least."""
        data = super().clean()
        if not any(split_name(data).values()):
            self.add_error(languages.column("name", languages.default()), _("Write the name in one language at least."))
        return data

    def person(self) -> dict[str, Any]:
        """What the acts take of the person."""
        data = self.cleaned_data
        return {
            "email": data["email"],
            "name": split_name(data),
            "language": data["language"],
            "function": data["function"],
        }


class MandateForm(PersonFields):
    """Somebody with a mandate from a day on."""

    kind = forms.ChoiceField(label=_("Mandate"), choices=())
    starts_on = DayField(label=_("From"), initial=clock.today)
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Empty as long as nothing ends it."))
    document = forms.FileField(
        label=_("Document"), required=False, help_text=_("The letter that gives the mandate, if there is one.")
    )
    field_order = ["kind"]

    def __init__(self, *args: Any, participation: Participation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        backbone = participation.kind == ParticipationKind.BACKBONE
        kinds = (*BACKBONE_KINDS, *PARTNER_KINDS) if backbone else PARTNER_KINDS
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class EndMandateForm(CleanForm):
    """The last day of a mandate."""

    ends_on = DayField(label=_("Last day"), initial=clock.today, help_text=_("This day still counts."))


class IndividualForm(PersonFields):
    """Somebody who takes part without an organisation."""

    kind = forms.ChoiceField(
        label=_("Takes part as"),
        choices=[pair for pair in ParticipationKind.choices if pair[0] != ParticipationKind.BACKBONE],
    )


class ReasonForm(CleanForm):
    """A reason that everybody concerned reads."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class DeclineForm(CleanForm):
    """A reason that may be left out."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class AcceptForm(CleanForm):
    """The privacy notice, read."""

    privacy_notice = forms.BooleanField(
        label=_("We have read the privacy notice above."),
        error_messages={"required": _("Read the privacy notice and confirm that you did.")},
    )


class ContactForm(BilingualForm):
    """A contact of an organisation."""

    translated = {"name": {"label": _("Name"), "required": "none", "max_length": 120}}
    function = forms.CharField(label=_("Function"), required=False, max_length=120)
    mail = forms.EmailField(label=_("Mail address"), required=False)
    telephone = forms.CharField(
        label=_("Telephone"), required=False, max_length=20, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, initial=languages.default)
    shown_to = forms.ChoiceField(
        label=_("Who sees it"), choices=ShownTo.choices, initial=ShownTo.OWN, widget=forms.RadioSelect
    )
    consent_on = DayField(
        label=_("Agreed on"),
        required=False,
        help_text=_("The day on which the person agreed that all partners see these details."),
    )
    version = forms.IntegerField(**VERSION)

    def __init__(self, *args: Any, contact: Contact | None = None, **kwargs: Any) -> None:
        if contact is not None:
            names = ("name", "function", "mail", "telephone", "language", "shown_to", "consent_on", "version")
            kwargs["initial"] = present.of(contact, *names)
        super().__init__(*args, **kwargs)


class InterestForm(CleanForm):
    """An interest of one's own in an organisation of the initiative."""

    organisation: Any = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="public_id"
    )
    kind = forms.ChoiceField(label=_("What ties you to it"), choices=InterestKind.choices)
    starts_on = DayField(label=_("Since"), initial=clock.today)
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Empty as long as nothing ends it."))

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("organisation").iterator = ByName
        self.choice("organisation").queryset = organisations


class EndInterestForm(CleanForm):
    """The last day of an interest."""

    ends_on = DayField(label=_("Last day"), initial=clock.today, help_text=_("This day still counts."))
