"""Forms of relations with funders: begun, described, tested for fit, moved along."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funding import fit, workflow
from funding.forms.fields import FundForm, RowField, day, long_text
from funding.models import Funder, FunderRole, Involvement, Visibility
from initiative.models import Goal
from partners.models import Participation


class FunderForm(FundForm):
    """A new relation: the organisation and the role it chose."""

    participation = RowField(label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=FunderRole.choices, initial=FunderRole.POOLED)
    visibility = forms.ChoiceField(label=_("What others may know"), choices=Visibility.choices, initial=Visibility.NAME)

    def prepare(self) -> None:
        """Organisations of the initiative that are no funder of the fund yet."""
        rows = Participation.objects.visible_to(self.actor).filter(initiative=self.fund.initiative_id)
        self.offer("participation", rows.exclude(funding__fund=self.fund).select_related("organisation"), by_name=True)

    def values(self) -> dict[str, Any]:
        """The organisation, and the rest."""
        values = dict(self.cleaned_data)
        return {"participation": values.pop("participation"), "values": values}


class RelationForm(FundForm):
    """Role, fit, what others may know, results the funder shares the responsibility for."""

    role = forms.ChoiceField(label=_("Role"), choices=FunderRole.choices)
    involvement = forms.TypedChoiceField(
        label=_("How involved the funder wants to be"), choices=Involvement.choices, coerce=int
    )
    visibility = forms.ChoiceField(label=_("What others may know"), choices=Visibility.choices)
    goals: Any = forms.ModelMultipleChoiceField(
        label=_("Results it shares the responsibility for"), queryset=None, to_field_name="public_id", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def begin(self) -> dict[str, Any]:
        """As it stands."""
        one: Funder = self.subject
        kept = {name: getattr(one, name) for name in ("role", "involvement", "visibility", "version")}
        return {**kept, "goals": list(one.goals.values_list("goal__public_id", flat=True))}

    def prepare(self) -> None:
        """Goals of the initiative."""
        self.offer("goals", Goal.objects.visible_to(self.actor).filter(initiative=self.fund.initiative_id))

    def values(self) -> dict[str, Any]:
        """The columns, the goals, the version that was read."""
        values = dict(self.cleaned_data)
        return {"goals": values.pop("goals"), "seen": values.pop("version"), "values": values}


class FitForm(FundForm):
    """The fit test: one answer to each question."""

    def prepare(self) -> None:
        """The questions in their order."""
        for one in fit.QUESTIONS:
            self.fields[one.name] = forms.TypedChoiceField(
                label=one.words, choices=list(enumerate(one.answers, 1)), coerce=int, widget=forms.RadioSelect
            )

    def values(self) -> dict[str, Any]:
        """The step of each question."""
        return {"answers": {one.name: self.cleaned_data[one.name] for one in fit.QUESTIONS}}


class StepForm(FundForm):
    """One line of the log of a relation."""

    act = forms.ChoiceField(label=_("What happened"))
    on = day(_("On"), required=False)
    note = long_text(_("Note"), rows=3, required=False)

    WORDS = {
        "talk": _("Talks began"),
        "pledge": _("A pledge was made"),
        "activate": _("Money came"),
        "end": _("The relation ended"),
        "renew": _("The relation was renewed"),
        "resume": _("Talks about another round began"),
    }

    def prepare(self) -> None:
        """What may follow from where the relation stands."""
        may = [(act, word) for act, word in self.WORDS.items() if workflow.FUNDER.may(act, self.subject.state)]
        self.fields["act"].choices = may  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The act with its note."""
        given = self.cleaned_data
        return {"act": given["act"], "text": given["note"], "on": given["on"]}
