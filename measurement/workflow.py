"""The lives of what is measured, as tables that can be read aloud: definition, cycle, request, correction, upload."""

from kernel.workflow import Transition, Workflow

DEFINITION = Workflow(
    "measurement.definition",
    Transition(("drafted",), "pilot", "piloted", "evaluator, coordinator, director", "some partners, one period"),
    Transition(("piloted",), "agree", "agreed", "evaluator, coordinator, director", "every language approved"),
    Transition(("agreed",), "enact", "live", "director", "every language approved; the live one is superseded"),
    Transition(("live",), "supersede", "superseded", "the portal", "the next version is enacted"),
)

CYCLE = Workflow(
    "measurement.cycle",
    Transition(("planned",), "open", "opened", "coordinator, director", "set not empty, definitions live"),
    Transition(("opened",), "close", "closed", "coordinator, director"),
    Transition(("closed",), "reopen", "opened", "director", "a reason"),
    Transition(("closed",), "publish", "published", "director", "nothing waits for review"),
)

REQUEST = Workflow(
    "measurement.request",
    Transition(("requested",), "start", "in_progress", "data officer, representative, alternate", "first draft saved"),
    Transition(
        ("in_progress", "returned"), "prepare", "prepared", "data officer, representative, alternate", "in two steps"
    ),
    Transition(
        ("in_progress", "returned", "prepared"),
        "submit",
        "submitted",
        "data officer, representative, alternate; in two steps the representative",
        "no error; each warning has a reason, each question a reply",
    ),
    Transition(("submitted", "prepared"), "recall", "in_progress", "who sent it", "nobody opened it"),
    Transition(("submitted",), "return", "returned", "coordinator, evaluator, director", "at least one question"),
    Transition(
        ("submitted",), "accept", "accepted", "coordinator, director", "no open question; not the author; no interest"
    ),
    Transition(("accepted",), "reopen", "returned", "director", "a reason; not published"),
    Transition(
        ("requested", "in_progress"), "excuse", "excused", "representative asks, coordinator grants", "a reason"
    ),
)

CORRECTION = Workflow(
    "measurement.correction",
    Transition(("requested",), "accept", "accepted", "coordinator, director", "another person"),
    Transition(("requested",), "decline", "declined", "coordinator, director", "another person; a reason"),
)

UPLOAD = Workflow(
    "measurement.upload",
    Transition(("received",), "stage", "staged", "the portal", "no error in any line"),
    Transition(("received",), "refuse", "refused", "the portal", "all errors at once"),
    Transition(("staged",), "count", "counted", "who uploaded it", "after the preview, in one update"),
    Transition(("received", "staged"), "withdraw", "withdrawn", "who uploaded it"),
)
