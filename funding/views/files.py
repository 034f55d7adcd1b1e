"""Files of the fund: the bank's, coming in; the grants in an open format, going out."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding import exports, imports
from funding.forms.bank import BankFileForm
from funding.services import bank
from funding.views.bases import OfFund, crumbs, fund_url
from kernel import downloads
from kernel.views import FormPage, Page


class ImportBankFile(OfFund, FormPage):
    """The treasurer takes a file in; the same file again changes nothing."""

    policy = "funding.bank.import"
    form_class = BankFileForm
    template_name = "funding/bank_file.html"

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        """Who takes it in, of which fund."""
        return {"actor": self.actor, "subject": subject}

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """The title."""
        return {
            "title": _("Take in a file of the bank"),
            "crumbs": crumbs(subject, (_("Money in"), fund_url("receipts", subject)), (_("File of the bank"), "")),
            "columns": imports.COLUMNS,
            "example": imports.example(),
            "after": (
                _("Money that came is a receipt and waits until you say whose it is and for what."),
                _("Money that went out waits under the open lines until it is told."),
                _("The same file again changes nothing; a line that is there already is passed over."),
            ),
        }

    def act(self, subject: Any, form: Any) -> Any:
        """Read, then take in."""
        given = form.cleaned_data
        taken = imports.taken(given["file"], given["account"], given["total"], listed=5)
        return bank.take_in(actor=self.actor, **taken)

    def get_success_message(self, result: Any) -> str:
        """What came of the file: how many of its lines are new, and how many of these went out and wait to be told."""
        file, is_new = result
        if not is_new:
            return _("This file was taken in before: nothing changed.")
        told = [
            ngettext("One new line is taken in.", "%(count)s new lines are taken in.", file.new_count)
            % {"count": file.new_count}
            if file.new_count
            else _("Every line of this file was there already.")
        ]
        out = file.lines.filter(amount__lt=0).count()
        if out:
            said = ngettext(
                "One of them went out: say under the open lines what it was.",
                "%(count)s of them went out: say under the open lines what they were.",
                out,
            )
            told.append(said % {"count": out})
        return " ".join(told)

    def get_success_url(self, subject: Any, result: Any) -> str:
        """To what came."""
        return fund_url("receipts", subject)


class OpenGrants(OfFund, Page):
    """The grants as 360Giving JSON."""

    policy = "funding.open_grants.read"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The package."""
        subject = self.get_subject()
        self.check(subject)
        downloads.take_turn(request)
        return JsonResponse(exports.package(subject), json_dumps_params={"ensure_ascii": False, "indent": 1})
