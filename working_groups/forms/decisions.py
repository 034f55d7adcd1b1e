"""Forms of decisions and of answers to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.forms import BilingualForm, ByName, CleanForm
from partners.models import Organisation
from working_groups.forms.fields import RowField, day, initial_of, long_text, of_columns
from working_groups.models import (
    AgendaItem,
    Answer,
    Body,
    Decision,
    DecisionRule,
    DecisionState,
    DecisionVisibility,
    MeetingState,
    Outcome,
)
from working_groups.selectors import words

PLAIN = ("rule", "visibility", "concerns", "supersedes", "item")


class DecisionForm(BilingualForm):
    """A proposed decision."""

    translated = {"text": {"label": _("Text of the decision"), "widget": forms.Textarea, "max_length": 8000}}
    rule = forms.ChoiceField(label=_("Rule"), choices=DecisionRule.choices, initial=DecisionRule.CONSENSUS)
    visibility = forms.ChoiceField(
        label=_("Read by, once decided"), choices=DecisionVisibility.choices, initial=DecisionVisibility.PARTNERS
    )
    item = RowField(
        AgendaItem.objects.none(), words.item_name, label=_("Agenda item"), required=False, empty_label=_("None")
    )
    concerns = RowField(
        Organisation.objects.none(),
        label=_("Organisation it concerns"),
        required=False,
        empty_label=_("None"),
        help_text=_("Whoever sits for it or has an interest in it takes no part."),
    )
    supersedes = RowField(
        Decision.objects.none(),
        words.decision_name,
        label=_("Decision it replaces"),
        required=False,
        empty_label=_("None"),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, body: Body, decision: Decision | None = None, **kwargs: Any) -> None:
        if decision is not None:
            kwargs.setdefault("initial", initial_of(decision, ("text",), PLAIN))
        super().__init__(*args, **kwargs)
        self.choice("item").queryset = self._items(actor, body)
        self.choice("concerns").iterator = ByName
        self.choice("concerns").queryset = Organisation.objects.visible_to(actor).in_initiative(body.initiative)
        if "supersedes" in self.fields:
            self.choice("supersedes").queryset = (
                Decision.objects.visible_to(actor)
                .filter(body__initiative=body.initiative_id, state=DecisionState.DECIDED)
                .select_related("body")
            )

    def _items(self, actor: Actor, body: Body) -> Any:
        rows = AgendaItem.objects.visible_to(actor).filter(meeting__body=body, accepted=True)
        rows = rows.exclude(meeting__state=MeetingState.CANCELLED).select_related("meeting__body")
        return rows.order_by("-meeting__starts_at", "position")

    def values(self) -> dict[str, Any]:
        """What the act takes."""
        return {**of_columns(self.cleaned_data, "text"), **{name: self.cleaned_data[name] for name in PLAIN}}


class RecordForm(DecisionForm):
    """A decision that a held meeting took."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices, initial=Outcome.ADOPTED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].required = True
        self.choice("item").empty_label = None

    def _items(self, actor: Actor, body: Body) -> Any:
        return super()._items(actor, body).filter(meeting__state=MeetingState.HELD)


class TranslateForm(CleanForm):
    """The text in another language than the first."""

    text = long_text(_("Text of the decision"), rows=6, max_length=8000, required=False)


class TableForm(CleanForm):
    """Until when answers are asked for."""

    due_on = day(_("Answers until"), required=False)


class RespondForm(CleanForm):
    """The answer of a seat."""

    answer = forms.ChoiceField(label=_("Answer"), choices=Answer.choices, widget=forms.RadioSelect)
    reason = long_text(_("Reason"), rows=3, max_length=2000, required=False, help_text=_("Needed if you are against."))
