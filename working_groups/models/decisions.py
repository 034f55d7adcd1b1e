"""A decision of a body and the answers of its seats."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel import languages
from kernel.models import PublicId, Versioned, one_of, required
from kernel.text_states import TextState, states_are_known
from partners.models import MandateStamp
from working_groups.models.bodies import Body
from working_groups.models.meetings import AgendaItem
from working_groups.models.seats import Seat
from working_groups.querysets import DecisionQuerySet, ResponseQuerySet


class DecisionState(models.TextChoices):
    """The life of a decision."""

    PROPOSED = "proposed", pgettext_lazy("decision", "Proposed")
    TABLED = "tabled", pgettext_lazy("decision", "Tabled")
    DECIDED = "decided", pgettext_lazy("decision", "Decided")
    SUPERSEDED = "superseded", pgettext_lazy("decision", "Superseded")


class DecisionRule(models.TextChoices):
    """What is enough; abstentions count for presence, not for the majority."""

    CONSENSUS = "consensus", _("Consensus: nobody against")
    MAJORITY = "majority", _("Majority of votes")
    TWO_THIRDS = "two_thirds", _("Two thirds of votes")


class DecisionVisibility(models.TextChoices):
    """Who reads it once it is decided."""

    BODY = "body", pgettext_lazy("seen by", "Those who sit here")
    PARTNERS = "partners", pgettext_lazy("seen by", "All partners")
    PUBLIC = "public", pgettext_lazy("seen by", "Everybody")


class Outcome(models.TextChoices):
    """What came of it; empty until it is decided."""

    ADOPTED = "adopted", pgettext_lazy("decision", "Adopted")
    REJECTED = "rejected", pgettext_lazy("decision", "Rejected")


class Answer(models.TextChoices):
    """The answer of one seat; empty while it is awaited."""

    FOR = "for", pgettext_lazy("answer", "For")
    AGAINST = "against", pgettext_lazy("answer", "Against")
    ABSTAIN = "abstain", pgettext_lazy("answer", "Abstain")


class Decision(PublicId, Versioned, MandateStamp):
    """Fact. A text put to a body. Who may answer is frozen when it is tabled; the text when it is decided.

    `concerns` is the organisation it is about: whoever has an interest there, or sits for it, is recused.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("text"))
    text_state = models.CharField(max_length=10, choices=TextState.choices, default=TextState.MISSING)
    rule = models.CharField(_("rule"), max_length=12, choices=DecisionRule.choices, default=DecisionRule.CONSENSUS)
    quorum_percent = models.PositiveSmallIntegerField(default=50)
    visibility = models.CharField(
        _("seen by"), max_length=10, choices=DecisionVisibility.choices, default=DecisionVisibility.PARTNERS
    )
    concerns = models.ForeignKey(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation it concerns"),
    )
    supersedes = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
        verbose_name=_("decision it replaces"),
    )
    state = models.CharField(max_length=12, choices=DecisionState.choices, default=DecisionState.PROPOSED)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    due_on = models.DateField(_("answers until"), null=True, blank=True)
    tabled_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="decision_number_once_in_body"),
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=Q(supersedes__isnull=False, outcome="adopted"),
                name="decision_superseded_once",
            ),
            required("text", "decision"),
            states_are_known("text_state", "decision"),
            one_of("rule", DecisionRule, "decision"),
            one_of("state", DecisionState, "decision"),
            one_of("visibility", DecisionVisibility, "decision"),
            models.CheckConstraint(condition=Q(quorum_percent__lte=100), name="decision_quorum_at_most_hundred"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "tabled"], outcome="", decided_on__isnull=True)
                | Q(state__in=["decided", "superseded"], outcome__in=Outcome.values, decided_on__isnull=False),
                name="decision_outcome_once_decided",
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="decision_of_body")]

    def __str__(self) -> str:
        return _("%(body)s, decision %(number)s") % {"body": self.body, "number": self.number}

    def get_absolute_url(self) -> str:
        """The decision's page."""
        from django.urls import reverse

        return reverse("working_groups:decision", args=[self.body.initiative.slug, self.public_id])

    @property
    def is_decided(self) -> bool:
        """Whether it was decided, even if replaced since."""
        return self.state in {DecisionState.DECIDED, DecisionState.SUPERSEDED}


class Response(MandateStamp):
    """Fact once decided. What one seat answers; made empty at tabling, so that the rows are the frozen electorate.

    A recused seat has its reason and never an answer; it is not among the eligible.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="responses")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="responses")
    is_recused = models.BooleanField(default=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True, default="")
    reason = models.TextField(_("reason"), blank=True)
    reason_language = models.CharField(max_length=10, default=languages.default)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "seat"], name="response_one_per_seat"),
            models.CheckConstraint(condition=Q(answer__in=["", *Answer.values]), name="response_answer_is_known"),
            models.CheckConstraint(condition=Q(is_recused=False) | Q(answer=""), name="response_recused_has_no_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.answer}"
