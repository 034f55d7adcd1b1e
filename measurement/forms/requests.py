"""Forms around a report: the story, more time, an excuse, replies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.forms import CleanForm, DayField
from measurement.models import Excuse


class StoryForm(CleanForm):
    """What the numbers do not tell."""

    narrative = forms.CharField(
        label=_("What happened in this period"),
        required=False,
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=_(
            "What worked, what was hard, what the numbers do not show. It goes to the reviewers with the report."
        ),
    )
    minutes = forms.IntegerField(
        label=_("Minutes spent on the report"),
        required=False,
        min_value=0,
        max_value=9999,
        help_text=_("Your estimate. It helps to ask for less."),
    )
    # The mark of the story that its writer saw.
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


class TimeForm(CleanForm):
    """A later date, with its reason."""

    due_on = DayField(label=_("New date"))
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class ExcuseForm(CleanForm):
    """Why nothing is owed this time."""

    excuse = forms.ChoiceField(label=_("Why"), choices=[choice for choice in Excuse.choices if choice[0]])
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class ReasonForm(CleanForm):
    """A reason alone."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class TextForm(CleanForm):
    """A question or an answer."""

    text = forms.CharField(label=_("Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))


class QuestionForm(TextForm):
    """A question; `cell` names the cell it is about (`M-01|sex=f`), or the measure (`M-01`), or nothing."""

    cell = forms.CharField(required=False, max_length=240, widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    """Whether clean measures are accepted at once."""

    accept_clean = forms.BooleanField(label=_("Accept the measures without a question at once"), required=False)


class ChosenForm(forms.Form):
    """Several rows of a list, chosen by their public ids."""

    chosen = forms.CharField(required=False)

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.many = data.getlist("chosen") if hasattr(data, "getlist") else list((data or {}).get("chosen", []))

    def clean(self) -> dict[str, Any]:
        """The list."""
        return {"chosen": [str(one) for one in self.many]}
