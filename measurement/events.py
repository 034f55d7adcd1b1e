"""The kinds of entries that this floor writes: who may care, and what leaves at once (`model.md` 8)."""

from django.utils.translation import gettext_lazy as _

from audit.kinds import Kind, register

_OWNER = ("organisation.data_officer", "organisation.representative")
_REVIEWERS = ("initiative.reviewers",)
# Whoever takes care of a measure: its steward group.
_STEWARDS = ("body.chair", "body.facilitator")
_BACKBONE = ("initiative.coordinator", "initiative.director")

register(
    # what a partner owes
    Kind("measurement.request.opened", _("Report requested"), _OWNER, at_once=True),
    Kind("measurement.request.started", _("Report started")),
    Kind("measurement.request.prepared", _("Report prepared for approval"), _OWNER, at_once=True),
    Kind("measurement.request.recalled", _("Report taken back"), (*_OWNER, *_REVIEWERS)),
    Kind("measurement.request.asked", _("More time or an exemption asked for"), _BACKBONE),
    Kind("measurement.request.extended", _("Due date extended"), _OWNER),
    Kind("measurement.request.excused", _("Report excused"), _OWNER),
    Kind("measurement.request.reminded", _("Reminder of a report"), _OWNER, at_once=True),
    Kind("measurement.request.reopened", _("Accepted report opened again"), _OWNER),
    # what was sent
    Kind("measurement.submission.submitted", _("Report submitted"), _REVIEWERS),
    Kind("measurement.submission.returned", _("Report returned with questions"), _OWNER, at_once=True),
    Kind("measurement.submission.accepted", _("Report accepted"), _OWNER),
    Kind("measurement.question.asked", _("Question about a report"), _OWNER),
    Kind("measurement.question.answered", _("Question answered"), _REVIEWERS),
    Kind("measurement.question.closed", _("Question closed")),
    # facts
    Kind("measurement.value.correction_requested", _("Correction requested"), _REVIEWERS),
    Kind("measurement.value.correction_declined", _("Correction declined"), _OWNER),
    Kind("measurement.value.corrected", _("Accepted value corrected"), (*_OWNER, *_REVIEWERS)),
    Kind("measurement.figures.imported", _("Public figures taken in")),
    # the cycle and what is measured
    Kind("measurement.cycle.planned", _("Reporting cycle planned")),
    Kind("measurement.cycle.opened", _("Reporting cycle opened"), _REVIEWERS),
    Kind("measurement.cycle.closed", _("Reporting cycle closed"), _REVIEWERS),
    Kind("measurement.cycle.reopened", _("Reporting cycle opened again"), _REVIEWERS),
    Kind("measurement.cycle.published", _("Results published"), ("initiative.all",)),
    Kind("measurement.measure.created", _("Measure created"), _STEWARDS),
    Kind("measurement.measure.changed", _("Measure changed"), _STEWARDS),
    Kind("measurement.measure.retired", _("Measure retired"), (*_REVIEWERS, *_STEWARDS)),
    Kind("measurement.target.set", _("Target set"), _STEWARDS),
    Kind("measurement.target.own_set", _("Target of a partner set"), _OWNER),
    Kind("measurement.definition.drafted", _("Definition drafted"), (*_REVIEWERS, *_STEWARDS)),
    Kind("measurement.definition.changed", _("Definition changed")),
    Kind("measurement.definition.approved", _("Texts of the definition approved")),
    Kind("measurement.definition.piloted", _("Definition piloted")),
    Kind("measurement.definition.agreed", _("Definition agreed"), (*_REVIEWERS, *_STEWARDS)),
    Kind("measurement.definition.enacted", _("Definition in force"), (*_OWNER, *_REVIEWERS, "initiative.all")),
    Kind("measurement.dimension.created", _("Dimension created")),
    Kind("measurement.dimension.changed", _("Dimension changed")),
    Kind("measurement.set.created", _("Set of measures created")),
    Kind("measurement.set.changed", _("Set of measures changed")),
    Kind("measurement.set.assigned", _("Set of measures assigned"), _OWNER),
    Kind("measurement.set.unassigned", _("Set of measures no longer assigned"), _OWNER),
    Kind("measurement.rules.changed", _("Rules of reporting changed")),
    # consent
    Kind("measurement.consent.given", _("Consent given"), (*_OWNER, *_BACKBONE)),
    Kind("measurement.consent.withdrawn", _("Consent withdrawn"), (*_OWNER, *_BACKBONE)),
    # files
    Kind("measurement.upload.received", _("File uploaded")),
    Kind("measurement.upload.checked", _("File read")),
    Kind("measurement.upload.counted", _("File taken in"), _OWNER),
    Kind("measurement.upload.withdrawn", _("Upload withdrawn")),
)

# Words of the history for what an entry tells and no column holds.
WORDS = (
    _("figures"),
    _("sources"),
    _("round"),
    _("cells"),
    _("derived"),
    _("questions"),
    _("accepted"),
    _("language"),
    _("audience"),
    _("lines"),
    _("findings"),
    _("file name"),
    _("values"),
    _("category"),
    _("left out"),
    _("decision"),
    _("steward"),
    _("measures"),
    _("measure"),
)
