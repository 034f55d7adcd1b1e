"""Fields that several forms share: days, moments, reasons, people with the organisation they act for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel import languages
from kernel.forms import CleanChar, CleanForm, DayField, TypedSelect
from working_groups.selectors.people import Holder, grouped

MOMENT = "%Y-%m-%dT%H:%M"
CHOOSE = _("Choose")


def day(label: Any, required: bool = True, **options: Any) -> DayField:
    """A day, by the browser's own control."""
    return DayField(label=label, required=required, **options)


def moment(label: Any, **options: Any) -> forms.DateTimeField:
    """A day and an hour, by the browser's own control; in the time of the page."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, widget=widget, **options)


def long_text(label: Any, rows: int = 4, max_length: int = 4000, **options: Any) -> CleanChar:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return CleanChar(label=label, max_length=max_length, widget=widget, **options)


def short_text(label: Any, max_length: int = 200, **options: Any) -> CleanChar:
    """A text of one line."""
    widget = forms.TextInput(attrs={"dir": "auto"})
    return CleanChar(label=label, max_length=max_length, widget=widget, **options)


class HolderField(forms.ChoiceField):
    """A person together with whom they act for; the value is `<participation>.<person>`, the result a `Holder`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._holders: dict[str, Holder] = {}

    def offer(self, holders: Sequence[Holder], empty: Any = CHOOSE) -> None:
        """Who may be chosen."""
        self._holders = {holder.value: holder for holder in holders}
        self.choices = grouped(holders, empty)

    def clean(self, value: Any) -> Any:
        """The holder, or None where the field may stay empty."""
        return self._holders.get(super().clean(value))


class RowField(forms.ModelChoiceField):
    """One of the rows that the actor may see, by its public id."""

    widget = TypedSelect

    def __init__(self, queryset: Any, named: Callable[[Any], Any] = str, **options: Any) -> None:
        super().__init__(queryset, to_field_name="public_id", **options)
        self.named = named

    def label_from_instance(self, obj: Any) -> str:
        """What tells the row from others of the list."""
        return str(self.named(obj))


class ReasonForm(CleanForm):
    """A reason, typed in one language."""

    reason = long_text(_("Reason"), rows=3, max_length=2000)


def of_columns(cleaned: Mapping[str, Any], *fields: str) -> dict[str, Any]:
    """The values of translated fields, by column."""
    return {column: cleaned[column] for field in fields for column in languages.columns(field) if column in cleaned}


def initial_of(obj: Any, translated: Sequence[str], plain: Sequence[str] = ()) -> dict[str, Any]:
    """What a form of an existing row begins with."""
    out = {column: getattr(obj, column) for field in translated for column in languages.columns(field)}
    for name in plain:
        value = getattr(obj, name)
        out[name] = getattr(value, "public_id", value)
    if hasattr(obj, "version"):
        out["version"] = obj.version
    return out
