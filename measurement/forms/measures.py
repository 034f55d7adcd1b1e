"""Forms of measures, definitions, dimensions and targets."""

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from initiative.models import Goal, Initiative
from kernel import languages
from kernel.actor import Actor
from kernel.forms import BilingualForm, CleanForm, NumberField
from kernel.text import sentence
from measurement import validation
from measurement.forms.cycles import PartnerChoice, PeriodField, SetChoice, reporting_partners
from measurement.models import Aggregation, Definition, Dimension, Direction, Frequency, Level, Measure
from measurement.policies import measures as policies
from measurement.policies.rights import led
from partners.models import Participation
from working_groups.models import Body


class MeasureForm(BilingualForm):
    """What is followed, towards which goal, who takes care of it, where it began."""

    translated = {
        "name": {"label": _("Name"), "max_length": 200},
        "purpose": {"label": _("Purpose"), "required": "none", "widget": forms.Textarea, "max_length": 1000},
    }
    code = forms.SlugField(label=_("Code"), max_length=20, help_text=_("Short, in Latin letters, for example M-01."))
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, initial=Level.PERFORMANCE)
    direction = forms.ChoiceField(label=_("Direction of good"), choices=Direction.choices, initial=Direction.UP)
    goal = SetChoice(label=_("Goal"), queryset=Goal.objects.none(), required=False, empty_label=_("None"))
    steward = SetChoice(label=_("Steward group"), queryset=Body.objects.none(), required=False, empty_label=_("None"))
    baseline_period = PeriodField(label=_("Period of the baseline"), required=False)
    baseline_number = NumberField(label=_("Baseline"), required=False)

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("goal").queryset = Goal.objects.filter(initiative=initiative).order_by("position")
        self.choice("steward").queryset = Body.objects.filter(initiative=initiative).exclude(state="closed")
        for name in ("goal", "steward"):
            self.choice(name).to_field_name = "public_id"


class DefinitionForm(BilingualForm):
    """How a measure is counted. The columns of the report come from its dimensions."""

    translated = {
        "text": {"label": _("Formula in words"), "widget": forms.Textarea, "max_length": 2000},
        "counted": {
            "label": _("Who and what is counted, and what is not"),
            "required": "none",
            "widget": forms.Textarea,
            "max_length": 2000,
        },
        "source": {"label": _("Source of the number"), "required": "none", "max_length": 300},
        "unit": {"label": _("Unit"), "max_length": 60},
        "weight_name": {"label": _("Denominator in words"), "required": "none", "max_length": 200},
    }
    aggregation = forms.ChoiceField(label=_("How partners' numbers become one"), choices=Aggregation.choices)
    frequency = forms.ChoiceField(
        label=_("How often it is reported"), choices=Frequency.choices, initial=Frequency.SCHOOL_YEAR
    )
    counts_people = forms.BooleanField(
        label=_("It counts people"),
        required=False,
        initial=True,
        help_text=_("Counts of people under ten are hidden wherever the number is shown."),
    )
    decimals = forms.IntegerField(label=_("Digits after the point"), min_value=0, max_value=4, initial=0)
    lowest = NumberField(label=_("Lowest usual value"), required=False)
    highest = NumberField(label=_("Highest usual value"), required=False)
    minutes = forms.IntegerField(
        label=_("Minutes it takes a partner to fill in"), min_value=0, max_value=2000, initial=5
    )
    dimensions = forms.MultipleChoiceField(
        label=_("Broken down by"), required=False, widget=forms.CheckboxSelectMultiple
    )
    crossed = forms.BooleanField(label=_("Also by every two of them together"), required=False)

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {
            one.code: one
            for one in Dimension.objects.filter(initiative=initiative)
            .prefetch_related("categories")
            .order_by("position", "pk")
        }
        cast(forms.ChoiceField, self.fields["dimensions"]).choices = [
            (code, str(languages.text(one, "name"))) for code, one in self.known.items()
        ]

    def clean(self) -> dict[str, Any]:
        """The range stands in order."""
        data = super().clean()
        low, high = data.get("lowest"), data.get("highest")
        if low is not None and high is not None and low > high:
            self.add_error("highest", _("The highest value is below the lowest: correct one of them."))
        return data

    def columns(self) -> dict[str, Any]:
        """What is written into the row."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"dimensions", "crossed"}}

    def cells(self) -> list[str]:
        """The total, each category, and each pair if they are crossed."""
        chosen = self.cleaned_data["dimensions"]
        out = ["", *(validation.combination_of({code: one}) for code in chosen for one in self._codes(code))]
        if self.cleaned_data["crossed"]:
            out += list(self._pairs(chosen))
        return out

    def _codes(self, dimension: str) -> list[str]:
        found = sorted(self.known[dimension].categories.all(), key=lambda one: (one.position, one.pk))
        return [one.code for one in found]

    def _pairs(self, chosen: list[str]) -> Iterator[str]:
        for first, second in combinations(chosen, 2):
            for one, other in product(self._codes(first), self._codes(second)):
                yield validation.combination_of({first: one, second: other})

    @staticmethod
    def initial_of(definition: Definition) -> dict[str, Any]:
        """What a form for this version starts with."""
        names = [column for name in Definition.TEXTS for column in languages.columns(name)]
        names += ["aggregation", "frequency", "counts_people", "decimals", "lowest", "highest", "minutes"]
        parts = [validation.parts_of(code) for code in definition.cells]
        return {
            **{name: getattr(definition, name) for name in names},
            "dimensions": sorted({dimension for part in parts for dimension in part}),
            "crossed": any(len(part) > 1 for part in parts),
        }


class TargetForm(CleanForm):
    """What should be reached, by when, and by whom: the whole, or one of the partners that the actor may speak for."""

    partner = PartnerChoice(
        label=_("For whom"),
        queryset=Participation.objects.none(),
        required=False,
        empty_label=_("The whole initiative"),
        to_field_name="public_id",
    )
    period = PeriodField()
    number = NumberField(label=_("Target"))

    def __init__(self, *args: Any, actor: Actor, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, rows = self.choice("partner"), reporting_partners(measure.initiative)
        if not policies.may_set_whole_target(actor, measure):
            rows = rows.filter(pk__in=led(actor))
            field.required, field.empty_label = True, None
        field.queryset = rows.none() if measure.level == Level.POPULATION else rows


class CategoryForm(BilingualForm):
    """One more category of a dimension."""

    translated = {"name": {"label": _("Name"), "max_length": 80}}
    code = forms.SlugField(label=_("Code"), max_length=20, help_text=_("Short, in Latin letters, for example sex."))


class DimensionForm(BilingualForm):
    """A dimension with its categories, one a line: code | name | name."""

    translated = {"name": {"label": _("Name"), "max_length": 80}}
    code = forms.SlugField(label=_("Code"), max_length=20, help_text=_("Short, in Latin letters, for example sex."))
    is_complete = forms.BooleanField(
        label=_("Its categories make the whole"),
        required=False,
        help_text=_("Then the parts must add up to the total, and the total can be added up from them."),
    )
    categories = forms.CharField(
        label=_("Categories"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("One a line: code | name in Hebrew | name in English."),
    )

    def clean_categories(self) -> list[dict[str, str]]:
        """The lines taken apart; a wrong one is named by its number."""
        out = []
        for place, row in enumerate(self.cleaned_data["categories"].splitlines(), 1):
            if not row.strip():
                continue
            parts = [part.strip() for part in row.split("|")]
            code, names = parts[0], parts[1:]
            if not names or not names[0] or not code.isascii() or not code.replace("-", "").replace("_", "").isalnum():
                raise forms.ValidationError(
                    str(sentence(_("Line %(line)s is not understood: write code | name | name."), line=place))
                )
            columns = dict(zip(languages.columns("name"), names, strict=False))
            out.append({"code": code, **columns})
        return out

    def columns(self) -> dict[str, Any]:
        """What is written into the row."""
        return {name: value for name, value in self.cleaned_data.items() if name != "categories"}
