"""What the database itself holds: approved minutes and their recipients stay; what is locked no longer changes."""

from kernel import languages
from kernel.guards import Guard

GUARDS = (
    Guard("working_groups_minutesversion"),
    Guard("working_groups_recipient"),
    Guard(
        "working_groups_seat",
        frozen=("public_id", "body_id", "participation_id", "person_id", "role", "sector", "starts_on", "by_id", "at"),
    ),
    Guard("working_groups_attendance", when="OLD.locked_at IS NOT NULL"),
    Guard("working_groups_agendaitem", when="OLD.locked_at IS NOT NULL"),
    Guard("working_groups_response", when="OLD.locked_at IS NOT NULL"),
    Guard(
        "working_groups_decision",
        frozen=(
            "body_id",
            "number",
            # A translation may still be added; the text that was decided on stays.
            languages.column("text", languages.default()),
            "rule",
            "quorum_percent",
            "outcome",
            "decided_on",
            "decided_at",
            "by_id",
            "at",
            "concerns_id",
            "supersedes_id",
        ),
        when="OLD.decided_at IS NOT NULL",
    ),
    Guard("working_groups_minutes", when="OLD.locked_at IS NOT NULL"),
)
