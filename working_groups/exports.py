"""What leaves as a file besides lists: a meeting for a calendar (RFC 5545)."""

from datetime import UTC, timedelta

from icalendar import Alarm, Calendar, Event

from kernel import clock
from working_groups.models import Meeting, MeetingState
from working_groups.selectors import words


def calendar_of(meeting: Meeting, url: str) -> bytes:
    """One event. Its identity and its sequence stay, so that a moved meeting moves in the calendar too."""
    calendar = Calendar()
    calendar.add("prodid", "-//Shidra//EN")
    calendar.add("version", "2.0")
    cancelled = meeting.state == MeetingState.CANCELLED
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"{meeting.public_id}@shidra")
    event.add("sequence", meeting.version)
    event.add("dtstamp", clock.now().astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", words.meeting_title(meeting))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    topic = str(words.topic(meeting))
    event.add("description", "\n".join(part for part in (topic, meeting.link, url) if part))
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", url)
    if not cancelled:
        event.add_component(_reminder())
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _reminder() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Shidra")
    alarm.add("trigger", timedelta(hours=-1))
    return alarm
