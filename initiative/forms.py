"""What comes in about initiatives, stages, goals and factors. No writes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from initiative.models import Accent, Goal, GroupWord, Initiative
from initiative.selectors import goals
from kernel import clock, languages
from kernel.forms import BilingualForm, CleanForm, DayField

# What the settings hold beside the logo; the rest of a PATCH is filled from the row.
SETTINGS = (
    "name", "short_name", "sender_name", "starts_on", "ends_on", "languages", "group_word", "accent", "is_public",
)  # fmt: skip
VERSION: dict[str, Any] = {"widget": forms.HiddenInput, "required": False}


def initial_of(obj: Any, *fields: str) -> dict[str, Any]:
    """The present values of columns, each language of a translated text apart."""
    out: dict[str, Any] = {}
    for field in fields:
        names = languages.columns(field)
        for name in names if hasattr(obj, names[0]) else (field,):
            out[name] = getattr(obj, name)
    return out


class SettingsForm(BilingualForm):
    """Names, dates, languages and look of an initiative."""

    translated = {
        "name": {"label": _("Name"), "max_length": 120},
        "short_name": {
            "label": _("Short name"),
            "required": "none",
            "max_length": 40,
            "help_text": _("For the bar and for mails' subjects."),
        },
        "sender_name": {
            "label": _("Sender's name"),
            "required": "none",
            "max_length": 60,
            "help_text": _("Mails of this initiative come from this name."),
        },
    }
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    group_word = forms.ChoiceField(
        label=_("What a group is called here"), choices=GroupWord.choices, widget=forms.RadioSelect
    )
    accent = forms.ChoiceField(label=_("Colour"), choices=Accent.choices)
    is_public = forms.BooleanField(
        label=_("The initiative has a public page"),
        required=False,
        help_text=_("Everybody sees its name and what is published; nothing else."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
        help_text=_("A PNG or JPEG picture up to 1 MB; a new one takes the place of the present one."),
    )
    version = forms.IntegerField(**VERSION)

    def __init__(self, *args: Any, initiative: Initiative | None = None, **kwargs: Any) -> None:
        if initiative is not None:
            kwargs["initial"] = initial_of(initiative, *SETTINGS, "version")
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = [  # type: ignore[attr-defined]
            (code, _language_name(code)) for code in languages.codes()
        ]


def _language_name(code: str) -> Any:
    return {"he": _("Hebrew"), "en": _("English")}.get(code, code)


class LogoForm(CleanForm):
    """A picture by the API; on pages it stands in the form of the settings."""

    file = forms.FileField(label=_("Logo"))


class StageForm(BilingualForm):
    """A stage's names and planned dates."""

    translated = {"name": {"label": _("Name"), "max_length": 120}}
    starts_on = DayField(label=_("Planned first day"), required=False)
    ends_on = DayField(label=_("Planned last day"), required=False)


class EnterStageForm(CleanForm):
    """The day and the reason."""

    on = DayField(label=_("Day"), initial=clock.today)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was reached, and who decided. Everybody who takes part reads it."),
    )


class BranchForm(BilingualForm):
    """A goal or a factor: its name, under which one, at which place."""

    translated = {"name": {"label": _("Name"), "max_length": 200}}
    parent = forms.ModelChoiceField(
        label=_("Part of"), queryset=Goal.objects.none(), required=False, to_field_name="public_id"
    )
    position = forms.IntegerField(label=_("Place in the list"), required=False, min_value=0, max_value=30000)
    version = forms.IntegerField(**VERSION)

    def __init__(self, *args: Any, model: Any, initiative: Initiative, row: Any = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {**initial_of(row, "name", "position", "version"), "parent": row.parent}
        super().__init__(*args, **kwargs)
        choices = goals.first_level(model, initiative)
        self.fields["parent"].queryset = choices if row is None else choices.exclude(pk=row.pk)  # type: ignore[attr-defined]


def values_of(form: forms.Form, *leave_out: str) -> Mapping[str, Any]:
    """What an act gets: the cleaned values without the hidden version."""
    return {name: value for name, value in form.cleaned_data.items() if name not in {"version", *leave_out}}
