"""What comes with a file: the file itself, and for public figures where they were published."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kernel.forms import CleanForm, DayField, NumberField
from kernel.intake import MOST_BYTES, kind_refused
from measurement.models import Quality


class FileForm(CleanForm):
    """One workbook or CSV file of at most 20 MB."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A workbook (.xlsx) or CSV, made from the template; at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty."),
            "invalid": _("Choose a file first."),
        },
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large before anything is opened."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB: split it."))
        refusal = kind_refused(file.read(), file.name)
        file.seek(0)
        if refusal is not None:
            raise forms.ValidationError(refusal)
        return file  # type: ignore[no-any-return]


class FigureForm(CleanForm):
    """One public figure, as the API takes it."""

    measure = forms.CharField(max_length=20)
    period = forms.CharField(max_length=20)
    number = NumberField()
    weight = NumberField(required=False)
    combination = forms.CharField(max_length=200, required=False)
    series = forms.CharField(max_length=40, required=False)
    source = forms.CharField(max_length=300)
    url = forms.URLField(max_length=500, required=False, assume_scheme="https")
    retrieved_on = DayField(required=False)
    quality = forms.ChoiceField(choices=Quality.choices, required=False)
    is_headline = forms.NullBooleanField(required=False)


class FiguresForm(FileForm):
    """A file of public figures with its source."""

    source = forms.CharField(label=_("Source"), max_length=300, help_text=_("Who published the numbers, and where."))
    url = forms.URLField(label=_("Address of the source"), max_length=500, required=False, assume_scheme="https")
    series = forms.CharField(
        label=_("Series"),
        max_length=40,
        required=False,
        help_text=_("A short code that keeps differing series apart, for example A or press."),
    )
    is_headline = forms.BooleanField(
        label=_("Show these figures as the series itself"),
        required=False,
        initial=True,
        help_text=_("Otherwise they stand beside it, as figures published elsewhere."),
    )

    def settings(self) -> dict[str, Any]:
        """What the upload keeps besides the lines."""
        return {name: self.cleaned_data[name] for name in ("source", "url", "series", "is_headline")}
