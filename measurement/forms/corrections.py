"""Forms of corrections and consents."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.forms import CleanForm, NumberField
from measurement.models import Audience, Grain, Quality


class CorrectionForm(CleanForm):
    """Which accepted value is wrong, what it should be, and why."""

    value = forms.ChoiceField(label=_("Value to correct"))
    number = NumberField(label=_("Right number"))
    weight = NumberField(label=_("Right denominator"), required=False)
    quality = forms.ChoiceField(label=_("Quality"), choices=Quality.choices, initial=Quality.FINAL)
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def __init__(self, *args: Any, values: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["value"]).choices = values


class DeclineForm(CleanForm):
    """Why a correction is declined."""

    answer = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class ConsentForm(CleanForm):
    """Who may see the own values of a measure."""

    audience = forms.ChoiceField(label=_("Who may see them"), choices=Audience.choices)
    grain = forms.ChoiceField(label=_("How fine"), choices=Grain.choices, initial=Grain.TOTAL)
    purpose = forms.CharField(
        label=_("What the consent is for"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class WithdrawForm(forms.Form):
    """Which consent ends."""

    audience = forms.ChoiceField(choices=Audience.choices)
