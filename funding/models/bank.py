"""What the bank says: accounts, files, lines; what of it is money in; the month in which books and bank agree."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding import querysets
from funding.models.columns import Rated, agorot, currency, currency_is_known, language_column, positive, rated
from funding.models.funders import Funder, Instalment
from funding.models.funds import Fund
from funding.models.journal import JournalEntry
from kernel.models import Created, PublicId, Stamp, one_of
from partners.models import MandateStamp


class BankAccount(PublicId, Created):
    """Reference. The fund's account of one currency; its whole number is not kept here."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="bank_accounts")
    name = models.CharField(_("name"), max_length=80)
    currency = currency()
    last_digits = models.CharField(_("last four digits"), max_length=4, blank=True)

    objects = querysets.BankQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank account")
        constraints = [
            currency_is_known("bankaccount"),
            models.UniqueConstraint(fields=["fund", "currency"], name="bankaccount_one_per_currency"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.last_digits}".strip()


class BankFile(PublicId, Stamp):
    """Fact. A file of the bank that was taken in; the same bytes again change nothing."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    hash = models.CharField(max_length=64)
    rows_count = models.PositiveIntegerField()
    new_count = models.PositiveIntegerField()

    objects = querysets.ThroughAccount.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "hash"], name="bankfile_once_per_account")]

    def __str__(self) -> str:
        return self.name


class BankLine(PublicId, Stamp):
    """Fact. One line of the statement: positive came in, negative went out. `bank_id` is the bank's own reference."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="lines")
    file = models.ForeignKey(BankFile, null=True, blank=True, on_delete=models.PROTECT, related_name="lines")
    bank_id = models.CharField(_("reference of the bank"), max_length=60)
    on = models.DateField(_("value date"))
    amount = agorot(_("amount"))
    payer = models.CharField(_("payer or payee"), max_length=200, blank=True)
    text = models.CharField(_("details"), max_length=300, blank=True)

    objects = querysets.ThroughAccount.as_manager()

    class Meta:
        verbose_name = _("line of the bank statement")
        constraints = [
            models.UniqueConstraint(fields=["account", "bank_id"], name="bankline_once_per_account"),
            models.CheckConstraint(condition=~Q(amount=0), name="bankline_amount_not_zero"),
            models.CheckConstraint(condition=~Q(bank_id=""), name="bankline_has_reference"),
        ]
        indexes = [models.Index(fields=["account", "on"], name="bankline_by_day")]

    def __str__(self) -> str:
        return f"{self.bank_id}"

    def get_absolute_url(self) -> str:
        """The line's page."""
        fund = self.account.fund
        return reverse("funding:bank-line", args=[fund.initiative.slug, fund.public_id, self.public_id])


class ReceiptState(models.TextChoices):
    """The life of money that came."""

    RECORDED = "recorded", pgettext_lazy("receipt", "Recorded")
    MATCHED = "matched", pgettext_lazy("receipt", "Matched")
    ASSIGNED = "assigned", pgettext_lazy("receipt", "Assigned")
    RECEIPT_ISSUED = "receipt_issued", pgettext_lazy("receipt", "Receipt issued")
    REVERSED = "reversed", pgettext_lazy("receipt", "Reversed")


class Receipt(PublicId, MandateStamp, Rated):
    """Fact with a life. Money in, one for each line; it waits for its purpose until somebody assigns it.

    `home` is what an exchange made of foreign money; `assigned` is derived from its entries.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="receipts")
    line = models.OneToOneField(BankLine, on_delete=models.PROTECT, related_name="receipt")
    amount = agorot(_("amount"))
    on = models.DateField()
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="receipt")
    funder = models.ForeignKey(Funder, null=True, blank=True, on_delete=models.PROTECT, related_name="receipts")
    instalment = models.ForeignKey(Instalment, null=True, blank=True, on_delete=models.PROTECT, related_name="receipts")
    home = agorot(null=True, blank=True)
    assigned = agorot(default=0)
    paper_number = models.PositiveIntegerField(_("number of the receipt"), null=True, blank=True)
    state = models.CharField(max_length=14, choices=ReceiptState.choices, default=ReceiptState.RECORDED)

    objects = querysets.BankQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        constraints = [
            positive("amount", "receipt"),
            *rated("receipt"),
            one_of("state", ReceiptState, "receipt"),
            models.CheckConstraint(
                condition=Q(assigned__gte=0)
                & (Q(home__isnull=True, assigned__lte=F("amount")) | Q(assigned__lte=F("home"))),
                name="receipt_assigned_within_what_came",
            ),
            models.UniqueConstraint(
                fields=["fund", "paper_number"], condition=Q(paper_number__isnull=False), name="receipt_paper_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="receipt_issued") | Q(paper_number__isnull=False), name="receipt_issued_has_number"
            ),
        ]
        indexes = [
            models.Index(fields=["fund", "state"], name="receipt_of_fund"),
            models.Index(fields=["fund", "on"], name="receipt_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.line}"

    def get_absolute_url(self) -> str:
        """The receipt's page."""
        return reverse("funding:receipt", args=[self.fund.initiative.slug, self.fund.public_id, self.public_id])

    @property
    def waiting(self) -> int:
        """What of it has no purpose yet, in the currency it can be assigned in."""
        return (self.amount if self.home is None else self.home) - self.assigned


class ReceiptPart(models.Model):
    """Derivation. How much of a receipt meets which instalment: one sum may pay two instalments, or part of one."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="parts")
    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="parts")
    amount = agorot()

    objects = querysets.ThroughReceipt.as_manager()

    class Meta:
        constraints = [
            positive("amount", "receiptpart"),
            models.UniqueConstraint(fields=["receipt", "instalment"], name="receiptpart_once"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt} {self.instalment}"


class Exchange(PublicId, MandateStamp):
    """Fact. Foreign money of a receipt was changed: two lines of the bank, the rate of its receipt beside the real one.

    `booked` is its value at the receipt's rate; what differs stands in the journal's own account.
    """

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="exchange")
    sold_line = models.OneToOneField(BankLine, on_delete=models.PROTECT, related_name="sold_by")
    bought_line = models.OneToOneField(BankLine, on_delete=models.PROTECT, related_name="bought_by")
    booked = agorot()
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="exchange")
    borne = models.OneToOneField(
        JournalEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="exchange_borne"
    )

    objects = querysets.ThroughReceipt.as_manager()

    class Meta:
        constraints = [positive("booked", "exchange")]

    def __str__(self) -> str:
        return f"{self.receipt}"


class Reconciliation(PublicId, Stamp):
    """Fact. On a day the statement and the books said the same, or what they said and why they differ."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="reconciliations")
    until = models.DateField(_("until"))
    statement = agorot(_("balance of the statement"))
    book = agorot()
    open_lines = models.PositiveIntegerField()
    note = models.TextField(max_length=1000, blank=True)
    note_language = language_column()

    objects = querysets.ThroughAccount.as_manager()

    class Meta:
        verbose_name = _("bank reconciliation")
        constraints = [
            models.UniqueConstraint(fields=["account", "until"], name="reconciliation_once_per_day"),
            models.CheckConstraint(
                condition=Q(statement=F("book"), open_lines=0) | ~Q(note=""), name="reconciliation_explains_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.until}"

    @property
    def difference(self) -> int:
        """What the statement has more than the books."""
        return self.statement - self.book
