"""Money out: whom it goes to, what was asked, who approved exactly that, what the bank did."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding import querysets
from funding.models.bank import BankAccount, BankLine
from funding.models.columns import agorot, positive
from funding.models.funds import Fund, Guideline
from funding.models.grants import Tranche
from funding.models.journal import JournalEntry
from kernel.models import PublicId, Stamp, one_of
from partners.models import MandateStamp


class PayeeState(models.TextChoices):
    """Where an account stands."""

    PROPOSED = "proposed", pgettext_lazy("account", "Waits for confirmation")
    CONFIRMED = "confirmed", pgettext_lazy("account", "Confirmed")
    REPLACED = "replaced", pgettext_lazy("account", "Replaced")
    REFUSED = "refused", pgettext_lazy("account", "Refused")


class PayeeAccount(PublicId, MandateStamp):
    """Fact with a life. A grantee's bank account: its number is sealed, the last four digits are shown."""

    PERSONAL = ("holder", "sealed_number")

    participation = models.ForeignKey("partners.Participation", on_delete=models.PROTECT, related_name="accounts")
    holder = models.CharField(_("account holder"), max_length=120)
    bank_code = models.CharField(_("bank and branch"), max_length=20)
    sealed_number = models.TextField()
    last_digits = models.CharField(max_length=4)
    state = models.CharField(max_length=10, choices=PayeeState.choices, default=PayeeState.PROPOSED)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.PayeeQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("state", PayeeState, "payeeaccount"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("by")),
                name="payeeaccount_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="payeeaccount_confirmed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["participation"], condition=Q(state="confirmed"), name="payeeaccount_one_confirmed"
            ),
        ]

    def __str__(self) -> str:
        return f"…{self.last_digits}"


class PaymentState(models.TextChoices):
    """The life of a payment."""

    REQUESTED = "requested", pgettext_lazy("payment", "Requested")
    PROGRAMME_APPROVED = "programme_approved", pgettext_lazy("payment", "Approved by the programme")
    FINANCE_APPROVED = "finance_approved", pgettext_lazy("payment", "Approved by finance")
    INSTRUCTED = "instructed", pgettext_lazy("payment", "Sent to the bank")
    EXECUTED = "executed", pgettext_lazy("payment", "Paid")
    RECONCILED = "reconciled", pgettext_lazy("payment", "Reconciled")
    RETURNED = "returned", pgettext_lazy("payment", "Returned by the bank")
    CANCELLED = "cancelled", pgettext_lazy("payment", "Cancelled")


class PaymentFile(PublicId, Stamp):
    """Fact. A file of payments for the bank; money never leaves through the portal."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="payment_files")
    number = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    total = agorot()
    hash = models.CharField(max_length=64)

    objects = querysets.ThroughAccount.as_manager()

    class Meta:
        constraints = [
            positive("total", "paymentfile"),
            models.UniqueConstraint(fields=["account", "number"], name="paymentfile_number_once_per_account"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Payment(PublicId, MandateStamp):
    """Fact with a life. What a grantee asks for out of a tranche; `by` requested it.

    `fingerprint` stands for the exact thing that is approved: payee, account, amount, tranche, invoice, document.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="payments")
    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="payments")
    account = models.ForeignKey(PayeeAccount, on_delete=models.PROTECT, related_name="payments")
    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, related_name="+")
    amount = agorot(_("amount"))
    invoice = models.CharField(_("invoice or demand"), max_length=40)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    fingerprint = models.CharField(max_length=64)
    decision = models.ForeignKey(
        "working_groups.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=20, choices=PaymentState.choices, default=PaymentState.REQUESTED)
    file = models.ForeignKey(PaymentFile, null=True, blank=True, on_delete=models.PROTECT, related_name="payments")
    executed_on = models.DateField(null=True, blank=True)
    executed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entry = models.OneToOneField(JournalEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="payment")
    line = models.OneToOneField(BankLine, null=True, blank=True, on_delete=models.PROTECT, related_name="payment")
    returned_line = models.OneToOneField(
        BankLine, null=True, blank=True, on_delete=models.PROTECT, related_name="returned_payment"
    )

    objects = querysets.ThroughTranche.as_manager()

    class Meta:
        verbose_name = _("payment")
        constraints = [
            positive("amount", "payment"),
            one_of("state", PaymentState, "payment"),
            models.UniqueConstraint(fields=["tranche", "invoice"], name="payment_invoice_once_per_tranche"),
            models.CheckConstraint(condition=~Q(invoice=""), name="payment_has_invoice"),
            models.CheckConstraint(
                condition=~Q(state__in=["executed", "reconciled"])
                | Q(entry__isnull=False, executed_on__isnull=False, executed_by__isnull=False),
                name="payment_executed_has_entry",
            ),
            models.CheckConstraint(
                condition=~Q(state="reconciled") | Q(line__isnull=False), name="payment_reconciled_has_line"
            ),
            models.CheckConstraint(
                condition=Q(executed_by__isnull=True) | Q(by__isnull=True) | ~Q(executed_by=F("by")),
                name="payment_executed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["fund", "state"], name="payment_of_fund")]

    def __str__(self) -> str:
        return f"{self.invoice}"

    def get_absolute_url(self) -> str:
        """The payment's page."""
        return reverse("funding:payment", args=[self.fund.initiative.slug, self.fund.public_id, self.public_id])


class Step(models.TextChoices):
    """The two approvals."""

    PROGRAMME = "programme", _("Programme")
    FINANCE = "finance", _("Finance")


class PaymentApproval(MandateStamp):
    """Fact. One person approved exactly this; it is void once the payment's fingerprint is another."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="approvals")
    step = models.CharField(max_length=10, choices=Step.choices)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    fingerprint = models.CharField(max_length=64)

    objects = querysets.ThroughPayment.as_manager()

    class Meta:
        constraints = [
            one_of("step", Step, "paymentapproval"),
            models.UniqueConstraint(fields=["payment", "fingerprint", "step"], name="paymentapproval_once_per_step"),
            models.UniqueConstraint(fields=["payment", "fingerprint", "by"], name="paymentapproval_once_per_person"),
            models.CheckConstraint(condition=Q(by__isnull=False), name="paymentapproval_is_somebodys"),
            models.CheckConstraint(
                condition=Q(requested_by__isnull=True) | ~Q(by=F("requested_by")),
                name="paymentapproval_not_by_who_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment} {self.step}"
