"""What this floor tells: kinds of audit entries, who may care, what leaves at once."""

from django.utils.translation import gettext_lazy as _

from audit.kinds import Kind, register

MEMBERS = ("body.members", "initiative.coordinator")
DRAFTS = ("body.chair", "body.facilitator")
PEOPLE = ("person",)

register(
    # bodies and seats
    Kind("working_groups.body.proposed", _("Body proposed"), ("initiative.director", "initiative.coordinator")),
    Kind("working_groups.body.changed", _("Body changed"), DRAFTS),
    Kind("working_groups.body.chartered", _("Body chartered"), MEMBERS, line=_("%(title)s was chartered")),
    Kind("working_groups.body.started", _("Body started its work"), MEMBERS, line=_("%(title)s started its work")),
    Kind("working_groups.body.rested", _("Body rests"), MEMBERS, line=_("%(title)s rests for now")),
    Kind("working_groups.body.woken", _("Body works again"), MEMBERS, line=_("%(title)s works again")),
    Kind("working_groups.body.closed", _("Body closed"), MEMBERS, line=_("%(title)s ended its work")),
    Kind("working_groups.seat.given", _("Seat given"), (*PEOPLE, *DRAFTS), line=_("New seat: %(title)s")),
    Kind("working_groups.seat.ended", _("Seat ended"), (*PEOPLE, *DRAFTS), line=_("Seat ended: %(title)s")),
    Kind("working_groups.seat.substituted", _("Substitute named"), (*PEOPLE, *DRAFTS)),
    # meetings
    Kind("working_groups.meeting.planned", _("Meeting planned"), MEMBERS, line=_("Meeting planned: %(title)s")),
    Kind("working_groups.meeting.changed", _("Meeting changed"), DRAFTS),
    Kind(
        "working_groups.meeting.opened",
        _("Agenda opened for proposals"),
        MEMBERS,
        line=_("The agenda is open for proposals: %(title)s"),
    ),
    Kind(
        "working_groups.meeting.called", _("Meeting called"), MEMBERS, at_once=True, line=_("Meeting called: %(title)s")
    ),
    Kind("working_groups.meeting.moved", _("Meeting moved"), MEMBERS, at_once=True, line=_("Meeting moved: %(title)s")),
    Kind(
        "working_groups.meeting.cancelled",
        _("Meeting cancelled"),
        MEMBERS,
        at_once=True,
        line=_("Meeting cancelled: %(title)s"),
    ),
    Kind("working_groups.meeting.held", _("Meeting held"), (), line=_("Meeting held: %(title)s")),
    Kind(
        "working_groups.item.proposed", _("Agenda item proposed"), DRAFTS, line=_("Proposed for the agenda: %(title)s")
    ),
    Kind("working_groups.item.accepted", _("Agenda item accepted"), PEOPLE, line=_("On the agenda: %(title)s")),
    Kind("working_groups.item.declined", _("Agenda item declined"), PEOPLE, line=_("Not on the agenda: %(title)s")),
    Kind("working_groups.item.changed", _("Agenda changed"), ()),
    Kind(
        "working_groups.material.attached",
        _("Material added"),
        MEMBERS,
        line=_("New material: %(material)s, %(title)s"),
    ),
    Kind("working_groups.material.removed", _("Material taken away"), ()),
    Kind("working_groups.attendance.recorded", _("Attendance recorded"), ()),
    # minutes
    Kind("working_groups.minutes.drafted", _("Minutes drafted"), DRAFTS, line=_("Minutes to approve: %(title)s")),
    Kind("working_groups.minutes.changed", _("Minutes changed"), DRAFTS),
    Kind("working_groups.minutes.approved", _("Minutes approved"), DRAFTS),
    Kind("working_groups.minutes.sent", _("Minutes sent"), PEOPLE, at_once=True, line=_("Minutes: %(title)s")),
    Kind("working_groups.minutes.corrected", _("Minutes opened for correction"), DRAFTS),
    Kind("working_groups.minutes.confirmed", _("Minutes confirmed"), MEMBERS, line=_("Minutes confirmed: %(title)s")),
    Kind("working_groups.minutes.locked", _("Minutes locked"), ()),
    # decisions
    Kind("working_groups.decision.proposed", _("Decision proposed"), DRAFTS, line=_("Proposed decision: %(title)s")),
    Kind("working_groups.decision.changed", _("Decision text changed"), DRAFTS),
    Kind(
        "working_groups.decision.tabled",
        _("Decision put to the body"),
        PEOPLE,
        at_once=True,
        line=_("Your answer is asked for: %(title)s"),
    ),
    Kind("working_groups.decision.answered", _("Answer to a decision"), ("body.chair",)),
    Kind("working_groups.decision.recused", _("Recused from a decision"), ("body.chair",)),
    Kind("working_groups.decision.decided", _("Decided"), MEMBERS, line=_("Decided: %(title)s")),
    Kind("working_groups.decision.recorded", _("Decision recorded"), MEMBERS, line=_("Decided: %(title)s")),
    Kind("working_groups.decision.superseded", _("Decision replaced"), MEMBERS),
    # tasks
    Kind("working_groups.task.given", _("Task given"), PEOPLE, line=_("New task: %(title)s")),
    Kind("working_groups.task.changed", _("Task changed"), PEOPLE),
    Kind("working_groups.task.started", _("Task started"), PEOPLE),
    Kind("working_groups.task.finished", _("Task done"), PEOPLE, line=_("Task done: %(title)s")),
    Kind("working_groups.task.dropped", _("Task dropped"), PEOPLE, line=_("Task dropped: %(title)s")),
    Kind("working_groups.task.reopened", _("Task opened again"), PEOPLE, line=_("Task opened again: %(title)s")),
    Kind("working_groups.task.moved", _("Task's day moved"), PEOPLE, line=_("New day for the task: %(title)s")),
    Kind("working_groups.task.handed_over", _("Task handed over"), PEOPLE, line=_("Task handed over: %(title)s")),
)

# Words of the history for what an entry tells and no column holds.
WORDS = (
    _("recipients"),
    _("eligible"),
    _("recused"),
    _("attendance"),
    _("order"),
    _("version"),
    _("votes for"),
    _("votes against"),
    _("abstained"),
    _("reason"),
    _("outcome"),
    _("answer"),
    _("name"),
    _("material"),
)
