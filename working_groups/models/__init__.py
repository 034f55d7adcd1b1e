"""The tables of bodies and what they do. They refuse to know measures, money and mails."""

from working_groups.models.attendance import Attendance, Presence
from working_groups.models.bodies import Body, BodyKind, BodyState, SeatKey
from working_groups.models.decisions import (
    Answer,
    Decision,
    DecisionRule,
    DecisionState,
    DecisionVisibility,
    Outcome,
    Response,
)
from working_groups.models.meetings import AgendaItem, ItemKind, Meeting, MeetingState, MeetingVisibility
from working_groups.models.minutes import Minutes, MinutesState, MinutesVersion, Recipient, RecipientKind
from working_groups.models.seats import Seat, SeatRole
from working_groups.models.tasks import Task, TaskState

__all__ = [
    "AgendaItem",
    "Answer",
    "Attendance",
    "Body",
    "BodyKind",
    "BodyState",
    "Decision",
    "DecisionRule",
    "DecisionState",
    "DecisionVisibility",
    "ItemKind",
    "Meeting",
    "MeetingState",
    "MeetingVisibility",
    "Minutes",
    "MinutesState",
    "MinutesVersion",
    "Outcome",
    "Presence",
    "Recipient",
    "RecipientKind",
    "Response",
    "Seat",
    "SeatKey",
    "SeatRole",
    "Task",
    "TaskState",
]
