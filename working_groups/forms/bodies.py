"""Forms of bodies and seats."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from initiative.models import Goal
from kernel import clock
from kernel.actor import Actor
from kernel.forms import BilingualForm, ByName, CleanForm
from kernel.models import dates_cover
from partners.models import Mandate, Sector
from working_groups.forms.fields import HolderField, RowField, day, initial_of, long_text, of_columns
from working_groups.models import Body, BodyKind, Decision, DecisionState, SeatRole
from working_groups.selectors import people, words

KEY_PARTS = (
    ("least", _("at least"), 200),
    ("most", _("at most"), 200),
    ("quorum", _("quorum, percent"), 100),
)


class BodyForm(BilingualForm):
    """A body: its words, its place in the initiative, its rules."""

    translated = {
        "name": {"label": _("Name")},
        "topic": {
            "label": _("Topic and purpose"),
            "required": "none",
            "widget": forms.Textarea,
            "max_length": 3000,
        },
    }
    kind = forms.ChoiceField(label=_("Kind"), choices=BodyKind.choices, initial=BodyKind.GROUP)
    goal = RowField(Goal.objects.none(), label=_("Goal it serves"), required=False, empty_label=_("None"))
    facilitator = RowField(Mandate.objects.none(), label=_("Facilitator"), required=False, empty_label=_("Nobody yet"))
    starts_on = day(_("First day"), required=False)
    ends_on = day(_("Last day by charter"), required=False)
    quorum_percent = forms.IntegerField(
        label=_("Quorum, percent of the seats"),
        min_value=0,
        max_value=100,
        initial=50,
        required=False,
        help_text=_("Of the seats that may decide, without the recused."),
    )
    size_limit = forms.IntegerField(label=_("Seats at most"), min_value=1, max_value=500, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, initiative: Any, body: Body | None = None, **kwargs: Any) -> None:
        if body is not None:
            plain = ("kind", "goal", "facilitator", "starts_on", "ends_on", "quorum_percent", "size_limit")
            kwargs.setdefault("initial", initial_of(body, ("name", "topic"), plain))
        super().__init__(*args, **kwargs)
        self.choice("goal").queryset = Goal.objects.visible_to(actor).filter(initiative=initiative)
        self.choice("facilitator").iterator = ByName
        self.choice("facilitator").queryset = (
            Mandate.objects.visible_to(actor)
            .filter(
                dates_cover(clock.today()), participation__initiative=initiative, kind__in=("coordinator", "director")
            )
            .select_related("person")
        )

    def values(self) -> dict[str, Any]:
        """What the act takes."""
        plain = ("kind", "goal", "facilitator", "size_limit", "ends_on")
        out = {**of_columns(self.cleaned_data, "name", "topic"), **{name: self.cleaned_data[name] for name in plain}}
        for name in ("starts_on", "quorum_percent"):
            if self.cleaned_data[name] is not None:
                out[name] = self.cleaned_data[name]
        return out


class KeysForm(CleanForm):
    """The key: for each sector the least and the most seats, and its own quorum."""

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {key.sector: key for key in body.seat_keys.all()}
        for sector, label in Sector.choices:
            key = known.get(sector)
            for name, wording, top in KEY_PARTS:
                column = "quorum_percent" if name == "quorum" else name
                self.fields[f"{name}_{sector}"] = forms.IntegerField(
                    label=f"{label}: {wording}",
                    required=False,
                    min_value=0,
                    max_value=top,
                    initial=getattr(key, column, 0) or None,
                )

    def lines(self) -> list[dict[str, Any]]:
        """The bound fields, a line for each sector."""
        return [
            {"label": label, "fields": [(words, self[f"{name}_{sector}"]) for name, words, _top in KEY_PARTS]}
            for sector, label in Sector.choices
        ]

    def keys(self) -> dict[str, tuple[int, int, int]]:
        """What the act takes."""
        cleaned = self.cleaned_data
        return {
            sector: (
                cleaned.get(f"least_{sector}") or 0,
                cleaned.get(f"most_{sector}") or 0,
                cleaned.get(f"quorum_{sector}") or 0,
            )
            for sector in Sector.values
        }


class CharterForm(CleanForm):
    """The decision that charters the body; a first charter may have none."""

    decision = RowField(
        Decision.objects.none(),
        words.decision_name,
        label=_("Decision"),
        required=False,
        empty_label=_("No decision in the register"),
    )

    def __init__(self, *args: Any, actor: Actor, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("decision").queryset = (
            Decision.objects.visible_to(actor)
            .filter(body__initiative=body.initiative_id, state=DecisionState.DECIDED, outcome="adopted")
            .select_related("body")
        )


class CloseForm(CleanForm):
    """What the body leaves behind."""

    product = long_text(_("Product"), help_text=_("A report, goals handed to the plan, a decision: in a few lines."))


class SeatForm(CleanForm):
    """A seat for somebody who acts for a partner, or for an individual."""

    holder = HolderField(label=_("Person and organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=SeatRole.choices, initial=SeatRole.MEMBER)
    starts_on = day(_("From"), required=False)

    def __init__(self, *args: Any, actor: Actor, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(HolderField, self.fields["holder"]).offer(people.holders(actor, body.initiative))


class EndSeatForm(CleanForm):
    """The last day of a seat."""

    ends_on = day(_("Last day"), required=False, help_text=_("Empty: today."))


class SubstituteForm(CleanForm):
    """Somebody of the same organisation who comes instead."""

    holder = HolderField(label=_("Substitute"), required=False)

    def __init__(self, *args: Any, actor: Actor, seat: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = people.holders(actor, seat.body.initiative, [seat.participation_id])
        cast(HolderField, self.fields["holder"]).offer(
            [row for row in rows if row.person.pk != seat.person_id], _("No substitute")
        )
