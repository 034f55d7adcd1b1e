"""What comes in from the pages of communication."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communication import subjects
from communication.models import Choice
from communication.services import preferences
from kernel.forms import CleanForm

CADENCES = {
    Choice.DAILY: _("At most one mail a day, Sunday to Thursday"),
    Choice.TWICE_WEEKLY: _("On Sunday and Wednesday mornings"),
    Choice.WEEKLY: _("On Tuesday mornings"),
    Choice.FORTNIGHTLY: _("Every second Tuesday morning"),
    Choice.MONTHLY: _("On the first Tuesday of the month"),
    Choice.QUARTERLY: _("On the first Tuesday of the quarter"),
    Choice.OFF: _("No digest; what has to be answered by a date still comes"),
}


class ProposedChoice(forms.ChoiceField):
    """A choice that stays as proposed where nothing was said."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or preferences.PROPOSED)


class PreferencesForm(CleanForm):
    """The cadence of the digest, its block on the groups, and each subject."""

    def __init__(self, *args: Any, proposed_cadence: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[subjects.DIGEST] = ProposedChoice(
            label=_("How often the digest comes"),
            initial=preferences.PROPOSED,
            choices=[(preferences.PROPOSED, _("As proposed for my roles: %(cadence)s") % {"cadence": proposed_cadence})]
            + [(choice.value, f"{choice.label}. {help_text}") for choice, help_text in CADENCES.items()],
        )
        self.fields[subjects.GROUPS] = ProposedChoice(
            label=_("Progress of the groups"),
            initial=preferences.PROPOSED,
            help_text=_("Once a week, in the digest: what each group decided and did, what is due and late."),
            choices=[(preferences.PROPOSED, _("As proposed: in the digest")), ("off", Choice.OFF.label)],
        )
        for subject in subjects.SUBJECTS:
            self.fields[subject.code] = ProposedChoice(
                label=subject.label,
                help_text=subject.explained,
                initial=preferences.PROPOSED,
                choices=[
                    (preferences.PROPOSED, _("As proposed")),
                    *((c, Choice(c).label) for c in preferences.allowed(subject.code)),
                ],
            )

    @property
    def subjects(self) -> list[Any]:
        """The bound fields of the subjects."""
        return [self[subject.code] for subject in subjects.SUBJECTS]


class StopForm(forms.Form):
    """What the page of a mail's stop link sends. A mail program's one click sends only `List-Unsubscribe`."""

    act = forms.ChoiceField(
        required=False, choices=[(word, word) for word in ("stop", "weekly", "digest", "monthly", "all", "undo")]
    )
    before = forms.CharField(required=False, max_length=12)
