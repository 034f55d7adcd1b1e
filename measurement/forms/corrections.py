"""Forms of corrections and consents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel import numbers
from kernel.forms import CleanForm
from measurement.forms.cells import STYLE
from measurement.models import Audience, Grain, Quality


class TypedNumber(forms.Field):
    """A number as people type it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        """The number, nothing, or the sentence that says what was not understood."""
        reading = numbers.parse(str(value or ""), STYLE)
        if not reading.ok:
            raise forms.ValidationError(str(reading.refusal))
        return reading.value


class CorrectionForm(CleanForm):
    """Which accepted value is wrong, what it should be, and why."""

    value = forms.ChoiceField(label=_("Value to correct"))
    number = TypedNumber(label=_("Right number"), required=True)
    weight = TypedNumber(label=_("Right denominator"), required=False)
    quality = forms.ChoiceField(label=_("Quality"), choices=Quality.choices, initial=Quality.FINAL)
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def __init__(self, *args: Any, values: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = values


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
        label=_("Purpose"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class WithdrawForm(forms.Form):
    """Which consent ends."""

    audience = forms.ChoiceField(choices=Audience.choices)
