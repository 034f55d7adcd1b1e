"""Files of the fund: the bank's, coming in; the grants in an open format, going out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding import exports, imports
from funding.models import BankAccount
from funding.services import bank
from funding.views.bases import OfFund, crumbs, fund_url
from kernel import intake
from kernel.errors import Invalid
from kernel.files.sheets import FileRefused
from kernel.forms import CleanForm
from kernel.views import FormPage, Page


class BankFileForm(CleanForm):
    """The account and its file."""

    account = forms.ModelChoiceField(
        label=gettext_lazy("Account"), queryset=BankAccount.objects.none(), to_field_name="public_id", empty_label=None
    )
    file = forms.FileField(
        label=gettext_lazy("File of the bank"), help_text=gettext_lazy("CSV or XLSX, at most 20 MB.")
    )

    def __init__(self, *args: Any, fund: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = fund.bank_accounts.order_by("pk")  # type: ignore[attr-defined]


class ImportBankFile(OfFund, FormPage):
    """The treasurer takes a file in; the same file again changes nothing."""

    policy = "funding.bank.import"
    form_class = BankFileForm
    template_name = "funding/bank_file.html"
    success_message = gettext_lazy("The file is taken in. What came waits for its purpose.")

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        """Accounts of this fund."""
        return {"fund": subject}

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """The title."""
        return {"title": _("Take in a file of the bank"), "crumbs": crumbs(subject, (_("File of the bank"), ""))}

    def act(self, subject: Any, form: Any) -> Any:
        """Read, then take in."""
        file, account = form.cleaned_data["file"], form.cleaned_data["account"]
        data = file.read()
        try:
            lines = imports.lines(data, file.name, account.currency)
        except FileRefused as refusal:
            raise Invalid(str(refusal), "file", fields={"file": [str(one) for one in refusal.findings[:5]]}) from None
        given = {"account": account, "name": file.name, "hash": intake.fingerprint(data), "lines": lines}
        return bank.take_in(actor=self.actor, **given)[0]

    def get_success_url(self, subject: Any, result: Any) -> str:
        """To what came."""
        return fund_url("receipts", subject)


class OpenGrants(OfFund, Page):
    """The grants as 360Giving JSON."""

    policy = "funding.fund.read"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The package."""
        subject = self.get_subject()
        self.check(subject)
        return JsonResponse(exports.package(subject), json_dumps_params={"ensure_ascii": False, "indent": 1})
