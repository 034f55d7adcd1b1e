"""What forms of money share: an amount, a row one may see, a decision that was adopted, rows of equal cells.

A form is made with the actor and the thing it is about; `values()` gives what its act takes besides these two.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.db.models import F, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from funding.forms.owners import fund_of, organisation_of
from funding.models import HOME, Fund, Guideline, Restriction, RestrictionKind, RestrictionState
from kernel import languages, money
from kernel.actor import Actor
from kernel.forms import BilingualForm, ByName, CleanChar, CleanForm, DayField, TypedSelect
from kernel.templatetags.rendering import field_groups
from working_groups.models import Decision, DecisionState, Outcome

NONE = _("None")


class AmountField(forms.Field):
    """An amount as people type it, in whole units; the value is in minor units of `currency`."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"})
    currency = HOME

    def __init__(self, *, least: int = 1, **options: Any) -> None:
        super().__init__(**options)
        self.least = least

    def to_python(self, value: Any) -> int | None:
        """Minor units, nothing, or one sentence with the mend."""
        if value in (None, ""):
            return None
        try:
            minor = money.parse(str(value), self.currency).minor
        except money.InvalidMoney as refusal:
            raise forms.ValidationError(str(refusal)) from None
        if minor < self.least:
            raise forms.ValidationError(
                _("Type an amount of more than nothing.") if self.least else _("Not below nothing.")
            )
        return minor

    def prepare_value(self, value: Any) -> Any:
        """As somebody would type it."""
        if not isinstance(value, int):
            return value
        return f"{money.Money(value, self.currency).decimal:f}".removesuffix(".00")


class RowField(forms.ModelChoiceField):
    """One of the rows that the actor may see, by its public id."""

    widget = TypedSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=None, to_field_name="public_id", **options)

    def label_from_instance(self, obj: Any) -> str:
        """A restriction by the name it was given: only who knows its donor is offered it."""
        return obj.own_name if isinstance(obj, Restriction) else str(obj)


class DecisionField(RowField):
    """An adopted decision of the fund's body."""

    def __init__(self, **options: Any) -> None:
        missing = {"required": _("Money moves by a decision: choose the one that says so.")}
        kept = {"label": _("Decision"), "help_text": _("An adopted decision of the fund's body.")}
        super().__init__(**{**kept, "error_messages": missing, **options})

    def offer(self, actor: Actor, subject: Any) -> None:
        """Those of the body that decides about this fund, the latest first; none about another organisation.

        What belongs to somebody has the decisions about that organisation first.
        """
        fund = fund_of(subject)
        rows = Decision.objects.visible_to(actor).filter(
            body__initiative=fund.initiative_id, state=DecisionState.DECIDED, outcome=Outcome.ADOPTED
        )
        if fund.body_id:
            above = Guideline.objects.filter(fund=fund, upper_body__isnull=False).values("upper_body")
            rows = rows.filter(Q(body=fund.body_id) | Q(body__in=above))
        order: list[Any] = ["-decided_on", "-pk"]
        if subject is not fund:
            rows = rows.filter(Q(concerns=None) | Q(concerns=organisation_of(subject)))
            order.insert(0, F("concerns").asc(nulls_last=True))
        self.queryset = rows.select_related("body").order_by(*order)

    def label_from_instance(self, obj: Any) -> str:
        """Its number and its first words."""
        return f"{obj.number}. {languages.text(obj, 'text').value[:90]}"


def day(label: Any, **options: Any) -> DayField:
    """A day, by the browser's own control."""
    return DayField(label=label, **options)


def long_text(label: Any, rows: int = 4, max_length: int = 2000, **options: Any) -> CleanChar:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return CleanChar(label=label, max_length=max_length, widget=widget, **options)


def short_text(label: Any, max_length: int = 200, **options: Any) -> CleanChar:
    """A text of one line."""
    return CleanChar(label=label, max_length=max_length, widget=forms.TextInput(attrs={"dir": "auto"}), **options)


def document(label: Any, **options: Any) -> forms.FileField:
    """A file that the act keeps with what it makes."""
    accept = forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"})
    help_text = _("PDF, Word, Excel or a picture, up to 20 MB.")
    return forms.FileField(label=label, widget=accept, **{"help_text": help_text, **options})


def buckets(fund: Fund) -> Any:
    """The restrictions that money may go under or come from."""
    rows = Restriction.objects.filter(fund=fund, state=RestrictionState.OPEN)
    return rows.exclude(kind=RestrictionKind.UNASSIGNED).order_by("pk")


@dataclass(frozen=True)
class Rows:
    """Equal rows of a form: how many may be filled, and the cells of each. A row is filled whole or not at all."""

    name: str
    label: Any
    count: int
    cells: Mapping[str, Callable[[], forms.Field]]
    optional: tuple[str, ...] = ()
    shown: int = 3

    def at(self, number: int, cell: str) -> str:
        """The field of a cell."""
        return f"{self.name}_{number}_{cell}"


@dataclass
class Group:
    """The rows of a form as its page shows them: those in sight, and those behind a fold."""

    label: Any
    lines: list[list[Any]] = field(default_factory=list)
    more: list[list[Any]] = field(default_factory=list)


class FundForm(CleanForm):
    """A form about one thing of a fund. `repeated` names its rows; a list given under a row's name fills them."""

    template_name = "funding/_form.html"
    repeated: ClassVar[tuple[Rows, ...]] = ()

    def __init__(self, *args: Any, actor: Actor, subject: Any, **kwargs: Any) -> None:
        self.actor, self.subject = actor, subject
        kwargs.setdefault("initial", self.begin())
        if args and args[0] is not None:
            args = (self._spread(args[0]), *args[1:])
        super().__init__(*args, **kwargs)
        for rows in self.repeated:
            for number in range(1, rows.count + 1):
                for cell, make in rows.cells.items():
                    one = make()
                    one.required = False
                    one.label = format_lazy("{rows} {number}: {cell}", rows=rows.label, number=number, cell=one.label)
                    self.fields[rows.at(number, cell)] = one
        self.prepare()

    def begin(self) -> dict[str, Any]:
        """What the form begins with."""
        return {}

    def prepare(self) -> None:
        """Offer what this actor may choose about this thing."""

    @property
    def fund(self) -> Fund:
        """The fund of the thing."""
        return fund_of(self.subject)

    def offer(self, name: str, rows: Any, *, by_name: bool = False) -> None:
        """The rows of a choice, in their own order or in that of their names."""
        if by_name:
            self.choice(name).iterator = ByName
        self.choice(name).queryset = rows

    def count_in(self, currency: str) -> None:
        """Read and show every amount of the form in a currency: the yen has no smaller coin."""
        for one in self.fields.values():
            if isinstance(one, AmountField):
                one.currency = currency

    def _spread(self, data: Any) -> Any:
        lists = [rows for rows in self.repeated if isinstance(data, Mapping) and isinstance(data.get(rows.name), list)]
        if not lists:
            return data
        flat = dict(data)
        for rows in lists:
            for number, one in enumerate(data[rows.name], 1):
                flat |= {rows.at(number, cell): value for cell, value in dict(one).items()}
        return flat

    def clean(self) -> dict[str, Any]:
        """A row that was begun is filled whole."""
        cleaned = super().clean()
        for rows in self.repeated:
            for number in range(1, rows.count + 1):
                given = {cell: cleaned.get(rows.at(number, cell)) for cell in rows.cells}
                if all(value in (None, "") for value in given.values()):
                    continue
                for cell, value in given.items():
                    name = rows.at(number, cell)
                    if value in (None, "") and cell not in rows.optional and name not in self.errors:
                        self.add_error(name, _("Fill this in too, or empty the row."))
        return cleaned

    def filled(self, name: str) -> list[dict[str, Any]]:
        """The rows that were filled, in their order."""
        rows = next(one for one in self.repeated if one.name == name)
        out = []
        for number in range(1, rows.count + 1):
            given = {cell: self.cleaned_data.get(rows.at(number, cell)) for cell in rows.cells}
            if any(value not in (None, "") for value in given.values()):
                out.append(given)
        return out

    def values(self) -> dict[str, Any]:
        """What the act takes."""
        return dict(self.cleaned_data)

    def plain_groups(self) -> list[list[Any]]:
        """The fields that are not rows; languages of one text side by side."""
        names = {rows.at(n, cell) for rows in self.repeated for n in range(1, rows.count + 1) for cell in rows.cells}
        groups = [[one for one in group if one.name not in names] for group in field_groups(self)]
        return [group for group in groups if group]

    def row_groups(self) -> list[Group]:
        """The rows, those that are filled and a few more in sight."""
        out = []
        for rows in self.repeated:
            group = Group(rows.label)
            last = max((n for n in range(1, rows.count + 1) if self._is_begun(rows, n)), default=0)
            for number in range(1, rows.count + 1):
                line = [self[rows.at(number, cell)] for cell in rows.cells]
                (group.lines if number <= max(rows.shown, last) else group.more).append(line)
            out.append(group)
        return out

    def _is_begun(self, rows: Rows, number: int) -> bool:
        return any(self[rows.at(number, cell)].value() not in (None, "") for cell in rows.cells)


class FundBilingual(BilingualForm, FundForm):
    """The same with translated texts."""


class ReasonForm(FundForm):
    """Why."""

    reason = long_text(_("Reason"), rows=3)


class DecisionForm(FundForm):
    """By which decision."""

    decision = DecisionField()

    def prepare(self) -> None:
        """Decisions of the fund's body."""
        self.fields["decision"].offer(self.actor, self.subject)  # type: ignore[attr-defined]


def columns_of(cleaned: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The values of translated fields by column."""
    return {one: cleaned[one] for name in names for one in languages.columns(name) if one in cleaned}
