"""Files of a report and of public figures: template out, file in, everything found at once, preview, then yes or no."""

import io
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiative.scope import InitiativeMixin
from kernel.errors import Conflict
from kernel.views import ActorMixin, ActView, FormPage, Page, find
from measurement import exports, imports
from measurement.forms.uploads import FiguresForm, FileForm
from measurement.models import ReportingRequest, Upload
from measurement.selectors import cells, previewed, sheets
from measurement.services import uploads
from measurement.views.bases import OfRequest, request_context
from measurement.views.steps import steps

MOST_SHOWN = 500  # of a file's values
MOST_REMARKS = 200  # of the checks' errors, and of their warnings
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Template(OfRequest, Page):
    """The workbook of a report, ready to be filled in."""

    policy = "measurement.request.see_draft"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The file."""
        subject = self.get_subject()
        self.check(subject)
        target = io.BytesIO()
        exports.template(target, sheets.sheet(subject))
        target.seek(0)
        name = f"{self.initiative.slug}-{subject.cycle.period}-{subject.public_id}.xlsx"
        return FileResponse(target, as_attachment=True, filename=name, content_type=BOOK)


class _Receiving(FormPage):
    """Receives a file and goes to its preview, or to the preview of the same file received before."""

    def receive(self, form: FileForm, **where: Any) -> Upload:
        """Keep the file for the worker; the same file again leads to the first."""
        try:
            return uploads.receive(actor=self.actor, file=form.cleaned_data["file"], **where)
        except Conflict as refusal:
            if not isinstance(refusal.current, Upload):
                raise
            messages.warning(self.request, str(refusal.sentence))
            return refusal.current


class UploadReport(OfRequest, _Receiving):
    """Send a file with the numbers of a report."""

    policy = "measurement.request.fill"
    form_class = FileForm
    template_name = "measurement/upload_form.html"

    def get_context(self, subject: ReportingRequest, form: Any) -> Mapping[str, Any]:
        """Title, crumbs, steps; where the template is."""
        back = subject.get_absolute_url()
        return {
            **request_context(self.initiative.slug, subject, _("Upload a file")),
            "steps": steps(subject, "fill"),
            "template_url": f"{back}template.xlsx",
            "back": back,
        }

    def act(self, subject: ReportingRequest, form: FileForm) -> Upload:
        """Stage the file."""
        return self.receive(form, initiative=self.initiative, request=subject)

    def get_success_url(self, subject: Any, result: Upload) -> str:
        """The preview."""
        return result.get_absolute_url()


class UploadFigures(InitiativeMixin, _Receiving):
    """Send a file of public figures."""

    reach = "backbone"
    policy = "measurement.measure.create"
    form_class = FiguresForm
    template_name = "measurement/upload_form.html"

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        back = reverse("measurement:measures", args=[self.initiative.slug])
        title = _("Take in public figures")
        return {
            "title": title,
            "crumbs": [(_("Measures"), back), (title, "")],
            "back": back,
            "columns": imports.FIGURE_COLUMNS,
        }

    def act(self, subject: Any, form: FiguresForm) -> Upload:
        """Stage the file."""
        return self.receive(form, initiative=self.initiative, request=None, settings=form.settings())

    def get_success_url(self, subject: Any, result: Upload) -> str:
        """The preview."""
        return result.get_absolute_url()


class _OfUpload(InitiativeMixin, ActorMixin):
    """Finds the upload of the address among those one may see."""

    def get_queryset(self) -> QuerySet[Upload]:
        """Uploads of this initiative; of this report, where the address names one."""
        rows = Upload.objects.visible_to(self.actor).filter(initiative=self.initiative)
        rows = (
            rows.filter(request__public_id=self.kwargs["public_id"])
            if "upload" in self.kwargs
            else rows.filter(request=None)
        )
        return rows.select_related(
            "initiative", "request__cycle__measure_set__initiative", "request__participation__organisation"
        )

    def get_subject(self) -> Upload:
        """The upload, or 404."""
        key = self.kwargs.get("upload", self.kwargs["public_id"])
        return find(self.get_queryset(), public_id=key)  # type: ignore[no-any-return]

    def get_refusal_url(self, subject: Upload) -> str:
        """A refused act is told on the preview."""
        return subject.get_absolute_url()


class UploadPage(_OfUpload, Page):
    """How far the reading has come; then everything that was found in the file, or its lines."""

    policy = "visible"

    def get_template_names(self) -> list[str]:
        """The page, or the part that asks again while the worker reads."""
        part = self.request.headers.get("HX-Request") == "true"
        return ["measurement/_upload.html" if part else "measurement/upload_detail.html"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """One address, two answers: caches must know."""
        answer = super().get(request, *args, **kwargs)
        patch_vary_headers(answer, ["HX-Request"])
        return answer

    def get_context(self, subject: Upload) -> Mapping[str, Any]:
        """Findings or lines, and the way on."""
        staged = subject.staged.select_related("definition__measure", "combination").order_by("line")
        rows, words = list(staged[:MOST_SHOWN]), cells.words(self.initiative.pk)
        for row in rows:
            row.cell = words.label(row.combination.code)
        back = reverse("measurement:figures-new", args=[self.initiative.slug])
        above = _("Public figures")
        if subject.request is not None:
            back, above = subject.request.get_absolute_url(), str(subject.request.cycle)
        return {
            "title": subject.file_name,
            "crumbs": [(above, back), (subject.file_name, "")],
            "object": subject,
            "rows": rows,
            "total": len(rows) if len(rows) < MOST_SHOWN else staged.count(),
            "back": back,
            **_checked(previewed.checks(subject)),
        }


def _checked(found: previewed.Checks | None) -> dict[str, Any]:
    """What the checks would question, said in a word above the buttons and by cell below them."""
    if found is None:
        return {"checks": None}
    wrong, odd = len(found.errors), len(found.warnings)
    tables = (
        ("wrong", _("To be corrected"), _("What is wrong"), found.errors),
        ("odd", _("To be explained"), _("What stands out"), found.warnings),
    )
    return {
        "checks": found,
        "error_words": ngettext(
            "The checks find one error: mend it in the file, or take the numbers in and correct it in the report. "
            "The report cannot be sent with it.",
            "The checks find %(n)s errors: mend them in the file, or take the numbers in and correct them in the "
            "report. The report cannot be sent with them.",
            wrong,
        )
        % {"n": wrong},
        "warning_words": ngettext(
            "The checks would ask about one thing: if the number is right, say why in the report after taking it in.",
            "The checks would ask about %(n)s things: where the number is right, say why in the report after taking "
            "it in.",
            odd,
        )
        % {"n": odd},
        "remarks": [
            {
                "key": key,
                "title": title,
                "said": said,
                "wrong": key == "wrong",
                "remarks": remarks[:MOST_REMARKS],
                "more": max(0, len(remarks) - MOST_REMARKS),
            }
            for key, title, said, remarks in tables
            if remarks
        ],
    }


class CountUpload(_OfUpload, ActView):
    """Take the staged values in."""

    policy = "visible"
    success_message = gettext_lazy("The file's numbers were taken in.")

    def act(self, subject: Upload, **data: Any) -> Any:
        """Count them."""
        return uploads.count(actor=self.actor, upload=subject)

    def get_success_url(self, subject: Upload, result: Any) -> str:
        """Back to the grid, or to the measures."""
        if subject.request is not None:
            return subject.request.get_absolute_url()
        return reverse("measurement:measures", args=[self.initiative.slug])


class WithdrawUpload(_OfUpload, ActView):
    """Leave the file; it may come again."""

    policy = "visible"
    success_message = gettext_lazy("The file was left: nothing of it counts.")

    def act(self, subject: Upload, **data: Any) -> Any:
        """Withdraw it."""
        return uploads.withdraw(actor=self.actor, upload=subject)

    def get_success_url(self, subject: Upload, result: Any) -> str:
        """Back to where the file was sent from."""
        if subject.request is not None:
            return f"{subject.request.get_absolute_url()}upload/"
        return reverse("measurement:figures-new", args=[self.initiative.slug])
