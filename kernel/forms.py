"""Forms: one accessible field template, one field per language for a translated text, what is typed cleaned here."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms.models import ModelChoiceIterator
from django.forms.renderers import TemplatesSetting
from django.utils.text import format_lazy
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from kernel import dates, languages, numbers, text

# What Django shows where nothing is chosen yet; people read words.
DASHES = "---------"


class FieldRenderer(TemplatesSetting):
    """Renders every field by `templates/forms/field.html`."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class ByName(ModelChoiceIterator):  # type: ignore[type-arg]
    """Rows of a choice in the order of their labels, in the reader's language: whoever looks for one knows its name."""

    def __iter__(self) -> Iterator[Any]:
        """The choice of none first, as Django puts it."""
        rows = iter(super().__iter__())
        if self.field.empty_label is not None:
            yield next(rows)  # before any row is read: a required select looks at its first choice alone
        yield from sorted(rows, key=lambda row: str(row[1]).casefold())


class TypedSelect(forms.Select):
    """A choice among texts that people typed: each stands in the direction of its own letters."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option, with its direction; the one that stands for no choice is ours."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if value not in ("", None):
            option["attrs"]["dir"] = "auto"
        return option


class CleanChar(forms.CharField):
    """A text as it should enter the house: NFC, trimmed, no unreadable letters (kernel.text)."""

    def to_python(self, value: Any) -> str:
        """The cleaned text, or one sentence that names what is wrong."""
        raw = super().to_python(value) or ""
        try:
            return text.clean(raw)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class DayInput(forms.DateInput):
    """The browser's own field for a day; the value is written as it wants it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day as people type it or as the browser's field sends it (kernel.dates): one reading, or a sentence."""

    widget = DayInput

    def to_python(self, value: Any) -> Any:
        """The day, nothing, or one sentence that says how to write it."""
        reading = dates.parse_date(value)
        if not reading.ok:
            raise forms.ValidationError(reading.refusal)
        return reading.value


class NumberField(forms.Field):
    """A number as people type it: the one parser of the house (kernel.numbers), or the sentence it owes."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"})
    style = numbers.Style(percent="refused")

    def to_python(self, value: Any) -> Any:
        """The number, nothing, or one sentence with the value and the mend."""
        reading = numbers.parse("" if value is None else str(value), self.style)
        if not reading.ok:
            raise forms.ValidationError(reading.refusal)
        return reading.value

    def prepare_value(self, value: Any) -> Any:
        """As somebody would type it: without the zeros of the column."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class CleanForm(forms.Form):
    """A form whose texts enter through the door; `fields` given in `bilingual` become one field per language."""

    bilingual: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == DASHES:
                field.empty_label = _("Choose from the list")

    def choice(self, name: str) -> "forms.ModelChoiceField[Any]":
        """The field that chooses among rows, to be told which."""
        return cast("forms.ModelChoiceField[Any]", self.fields[name])

    def clean(self) -> dict[str, Any]:
        """Refuse texts that the house does not take."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                try:
                    lines = isinstance(self.fields[name].widget, forms.Textarea)
                    cleaned[name] = text.clean(value, lines=lines)
                except ValueError as error:
                    self.add_error(name, str(error))
        return cleaned


def language_fields(
    name: str,
    label: Any,
    *,
    required: str = "default",
    widget: type[forms.Widget] = forms.TextInput,
    max_length: int | None = 200,
    help_text: Any = "",
) -> dict[str, forms.CharField]:
    """One field per language: `name_he`, `name_en`. `required`: default (that language), any, none.

    `any` is checked by the form's act; the field itself is then optional in each language.
    """
    out = {}
    for code in languages.codes():
        info = get_language_info(code)
        attrs = {"lang": code, "dir": "rtl" if info["bidi"] else "ltr"}
        if issubclass(widget, forms.Textarea):
            attrs["rows"] = "4"
        out[languages.column(name, code)] = forms.CharField(
            label=format_lazy("{label} ({language})", label=label, language=languages.named(code)),
            required=required == "default" and code == languages.default(),
            max_length=max_length,
            widget=widget(attrs=attrs),
            help_text=help_text,
        )
    return out


class BilingualForm(CleanForm):
    """A form with translated texts: class attribute `translated` maps a field to options of `language_fields`."""

    translated: dict[str, dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        added: dict[str, forms.Field] = {}
        for name, options in self.translated.items():
            added |= language_fields(name, **options)
        self.fields = {**added, **self.fields}

    def pairs(self) -> list[list[Any]]:
        """The bound fields of each translated text, side by side."""
        return [[self[languages.column(name, code)] for code in languages.codes()] for name in self.translated]
