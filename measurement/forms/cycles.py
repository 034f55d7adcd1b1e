"""Forms of cycles and sets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from initiative.models import Initiative
from kernel import dates, languages, periods
from kernel.forms import BilingualForm, ByName, CleanForm, DayField
from measurement.models import Level, Measure, MeasureSet
from partners.models import Participation, ParticipationKind, ParticipationState


class PeriodField(forms.CharField):
    """A period as people write it: 2018/19, first half of 2018/19, 2018-Q3. It becomes a code."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Period"))
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("help_text", _("For example 2018/19, Q3 2018, July 2018, or a code such as 2018S-H1."))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """The code, or the sentence that says what was not understood."""
        typed = super().to_python(value)
        if not typed:
            return ""
        if periods.is_valid(typed):
            return typed
        try:
            return dates.parse_period(typed)
        except periods.InvalidPeriod as refusal:
            raise forms.ValidationError(str(refusal.sentence)) from None


class SetChoice(forms.ModelChoiceField):
    """A choice by name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return str(obj)


class PartnerChoice(SetChoice):
    """A partner, in the order of names."""

    iterator = ByName


class MeasuresField(forms.ModelMultipleChoiceField):
    """Measures, in the order of names."""

    iterator = ByName

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return str(languages.text(obj, "name"))


class CycleForm(CleanForm):
    """A cycle of a set for a period."""

    measure_set = SetChoice(label=_("Set of measures"), queryset=MeasureSet.objects.none())
    period = PeriodField()
    due_on = DayField(label=_("Due on"))

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("measure_set").queryset = MeasureSet.objects.filter(initiative=initiative)
        self.choice("measure_set").to_field_name = "public_id"


class SetForm(BilingualForm):
    """A set with its measures."""

    translated = {"name": {"label": _("Name"), "max_length": 120}}
    is_for_all = forms.BooleanField(label=_("All active partners report it"), required=False, initial=True)
    measures = MeasuresField(label=_("Measures"), queryset=Measure.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("measures").queryset = (
            Measure.objects.filter(initiative=initiative, retired_on__isnull=True)
            .exclude(level=Level.POPULATION)
            .order_by("code")
        )
        self.choice("measures").to_field_name = "public_id"

    def columns(self) -> dict[str, Any]:
        """What is written into the row."""
        return {name: value for name, value in self.cleaned_data.items() if name != "measures"}


def reporting_partners(initiative: Initiative) -> Any:
    """The participations that may report: organisations that are active partners."""
    return Participation.objects.filter(
        initiative=initiative,
        state=ParticipationState.ACTIVE,
        kind=ParticipationKind.PARTNER,
        organisation__isnull=False,
    ).select_related("organisation")


class PartnerForm(CleanForm):
    """A partner of the initiative."""

    participation = PartnerChoice(label=_("Partner"), queryset=Participation.objects.none())

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("participation").queryset = reporting_partners(initiative)
        self.choice("participation").to_field_name = "public_id"


class AssignForm(PartnerForm):
    """A partner that owes a set, less some measures."""

    left_out = MeasuresField(
        label=_("Measures left out for it"),
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, measure_set: MeasureSet, **kwargs: Any) -> None:
        super().__init__(*args, initiative=measure_set.initiative, **kwargs)
        self.choice("left_out").queryset = measure_set.measures.order_by("code")
        self.choice("left_out").to_field_name = "public_id"


class RulesForm(forms.Form):
    """How the initiative reports."""

    suppress_under = forms.IntegerField(
        label=_("Counts of people under this are hidden"), min_value=1, max_value=1000, initial=10
    )
    two_step = forms.BooleanField(
        label=_("A report is prepared by one person and sent by the representative"), required=False
    )
    grace_days = forms.IntegerField(label=_("Days of grace"), min_value=0, max_value=60, initial=7)
