"""What comes with a file: the file itself, and for public figures where they were published."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kernel.forms import CleanForm
from kernel.intake import MOST_BYTES


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
        return file  # type: ignore[no-any-return]


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
