"""The lives of this floor as tables: from, act, to, who may, what must be true."""

from kernel.workflow import Transition, Workflow

BODY = Workflow(
    "body",
    Transition(("proposed",), "charter", "chartered", "director", "a first charter or a decision"),
    Transition(("chartered",), "start", "active", "director, coordinator", "a chair sits"),
    Transition(("active",), "rest", "dormant", "director, coordinator"),
    Transition(("dormant",), "wake", "active", "director, coordinator", "a chair sits"),
    Transition(("active", "dormant"), "close", "closed", "director", "a product is named, no task is open"),
)

MEETING = Workflow(
    "meeting",
    Transition(("planned",), "open", "agenda_open", "coordinator, director, chair"),
    Transition(("agenda_open",), "call", "agenda_sent", "coordinator, director, chair", "at least one accepted item"),
    Transition(
        ("planned", "agenda_open", "agenda_sent"), "hold", "held", "coordinator, director, chair", "it has begun"
    ),
    Transition(
        ("planned", "agenda_open", "agenda_sent"), "cancel", "cancelled", "coordinator, director, chair", "a reason"
    ),
)

MINUTES = Workflow(
    "minutes",
    Transition(("draft",), "approve", "approved", "chair", "another person wrote them, attendance is complete"),
    Transition(("approved",), "send", "sent", "chair", "recipients are frozen"),
    Transition(("approved", "sent"), "correct", "draft", "chair", "a reason; the next version goes to them too"),
    Transition(("sent",), "confirm", "confirmed", "chair", "a later meeting is held"),
    Transition(("confirmed",), "lock", "locked", "chair; the system after 30 days"),
)

DECISION = Workflow(
    "decision",
    Transition(("proposed",), "table", "tabled", "chair", "freezes who may answer and who is recused"),
    Transition(("tabled",), "decide", "decided", "chair", "quorum without the recused"),
    Transition(("decided",), "supersede", "superseded", "the system", "a later decision that replaces it is adopted"),
)

TASK = Workflow(
    "task",
    Transition(("open",), "start", "doing", "owner"),
    Transition(("open", "doing"), "finish", "done", "owner"),
    Transition(("open", "doing"), "drop", "dropped", "owner, giver", "a reason"),
    Transition(("done",), "reopen", "open", "giver", "a reason"),
)

ALL = (BODY, MEETING, MINUTES, DECISION, TASK)
