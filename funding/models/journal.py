"""The journal: entries and their postings. An entry is written open, then sealed by one guarded update."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding import ledger, querysets
from funding.models.columns import agorot, currency, currency_is_known, language_column
from funding.models.funds import Fund, Restriction
from kernel.models import PublicId, one_of
from partners.models import MandateStamp


class EntryKind(models.TextChoices):
    """The business event that an entry tells."""

    RECORDED = "recorded", pgettext_lazy("journal", "Receipt recorded")
    REFUNDED = "refunded", pgettext_lazy("journal", "Receipt refunded")
    ASSIGNED = "assigned", pgettext_lazy("journal", "Restriction assigned")
    REDEDICATED = "rededicated", pgettext_lazy("journal", "Restriction released")
    CHARGED = "charged", pgettext_lazy("journal", "Bank fee")
    EXCHANGED = "exchanged", pgettext_lazy("journal", "Currency exchanged")
    EXCHANGE_BORNE = "exchange_borne", pgettext_lazy("journal", "Exchange difference borne")
    ALLOCATED = "allocated", pgettext_lazy("journal", "Allocation")
    AWARDED = "awarded", pgettext_lazy("journal", "Grant awarded")
    EXECUTED = "executed", pgettext_lazy("journal", "Payment executed")
    RELEASED = "released", pgettext_lazy("journal", "Commitment released")
    REVERSED = "reversed", pgettext_lazy("journal", "Reversal")


class EntryState(models.TextChoices):
    """Open only inside the act that writes it."""

    OPEN = "open", pgettext_lazy("journal", "Open")
    SEALED = "sealed", pgettext_lazy("journal", "Sealed")


class Book(models.TextChoices):
    """Two books of one form."""

    CASH = ledger.CASH, _("Cash")
    COMMITTED = ledger.COMMITTED, _("Committed")


class Account(models.TextChoices):
    """The accounts, each of one book."""

    BANK = ledger.BANK, _("Bank")
    UNASSIGNED = ledger.UNASSIGNED, _("Receipts that wait for their purpose")
    RESTRICTED = ledger.RESTRICTED, _("Funds by restriction")
    EXCHANGE = ledger.EXCHANGE, _("Exchange differences")
    RESERVE = ledger.RESERVE, _("Reserved out of the funds")
    ALLOCATED = ledger.ALLOCATED, _("Allocated")
    GRANTED = ledger.GRANTED, _("Granted, not paid yet")


class JournalEntry(PublicId, MandateStamp):
    """Fact. One business event, numbered without a gap in its fund. `source` names what it tells, once for ever."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=EntryKind.choices)
    on = models.DateField()
    source = models.CharField(max_length=80, unique=True)
    reverses = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    reason = models.TextField(max_length=1000, blank=True)
    reason_language = language_column()
    decision = models.ForeignKey(
        "working_groups.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=6, choices=EntryState.choices, default=EntryState.OPEN)

    objects = querysets.EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        constraints = [
            one_of("kind", EntryKind, "journalentry"),
            one_of("state", EntryState, "journalentry"),
            models.UniqueConstraint(fields=["fund", "number"], name="journalentry_number_once_per_fund"),
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="journalentry_reversed_once"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="journalentry_has_source"),
            models.CheckConstraint(
                condition=Q(kind="reversed", reverses__isnull=False) | (~Q(kind="reversed") & Q(reverses__isnull=True)),
                name="journalentry_reversal_names_its_entry",
            ),
        ]
        indexes = [models.Index(fields=["fund", "on", "number"], name="journalentry_by_day")]

    def __str__(self) -> str:
        return f"{self.number}"

    def get_absolute_url(self) -> str:
        """The entry's page."""
        return reverse("funding:entry", args=[self.fund.initiative.slug, self.fund.public_id, self.public_id])


_BOOKS = Q(book=ledger.CASH, account__in=[one for one, book in ledger.BOOK_OF.items() if book == ledger.CASH]) | Q(
    book=ledger.COMMITTED, account__in=[one for one, book in ledger.BOOK_OF.items() if book == ledger.COMMITTED]
)


class Posting(models.Model):
    """Fact. One leg: debit positive, credit negative, never zero."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="postings")
    book = models.CharField(max_length=10, choices=Book.choices)
    account = models.CharField(max_length=12, choices=Account.choices)
    currency = currency()
    amount = agorot()
    restriction = models.ForeignKey(
        Restriction, null=True, blank=True, on_delete=models.PROTECT, related_name="postings", db_index=False
    )
    funder = models.ForeignKey("funding.Funder", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    allocation = models.ForeignKey(
        "funding.Allocation", null=True, blank=True, on_delete=models.PROTECT, related_name="postings"
    )
    grant = models.ForeignKey("funding.Grant", null=True, blank=True, on_delete=models.PROTECT, related_name="postings")

    objects = querysets.PostingQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("book", Book, "posting"),
            currency_is_known("posting"),
            models.CheckConstraint(condition=~Q(amount=0), name="posting_amount_not_zero"),
            models.CheckConstraint(condition=_BOOKS, name="posting_account_of_its_book"),
            models.CheckConstraint(
                condition=~Q(account__in=ledger.OF_A_BUCKET) | Q(restriction__isnull=False),
                name="posting_names_its_bucket",
            ),
        ]
        indexes = [models.Index(fields=["restriction", "account"], name="posting_of_bucket")]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"


class Turnover(models.Model):
    """Derivation. What one kind of event moved in a month on an account of a bucket. The seal moves it, nobody else.

    A reversal counts with what it undid. `bucket_key` and `grant_key` are keys, 0 for none; a grant on the bank alone.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)
    event = models.CharField(max_length=16)
    account = models.CharField(max_length=12)
    currency = currency()
    bucket_key = models.BigIntegerField(default=0)
    grant_key = models.BigIntegerField(default=0)
    debit = agorot(default=0)
    credit = agorot(default=0)

    objects = querysets.LedgerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "month", "event", "account", "currency", "bucket_key", "grant_key"],
                name="turnover_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.account}"
