"""Pages of minutes: what was approved and what is written now, its acts, its versions compared."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kernel import languages
from kernel.views import Page, find
from working_groups.forms.fields import ReasonForm
from working_groups.forms.meetings import MinutesForm
from working_groups.models import Meeting, Minutes, MinutesVersion
from working_groups.selectors import meeting_pack, words
from working_groups.services import minutes as acts
from working_groups.views.meetings import MeetingSubmit
from working_groups.views.shared import Button, Crumb, History, InMeeting

ACTS = ("approve", "send", "correct", "confirm", "lock")


class InMinutes(InMeeting):
    """An address of the minutes of one meeting."""

    @property
    def minutes(self) -> Minutes:
        """The minutes, if the actor may see them. Whoever got them finds them without a seat."""
        rows = Minutes.objects.visible_to(self.actor)  # type: ignore[attr-defined]
        rows = rows.select_related("meeting__body__initiative", "meeting__minutes", "written_by")
        return find(rows, meeting=self.meeting)  # type: ignore[no-any-return]

    def get_subject(self) -> Any:
        return self.minutes

    def minutes_crumbs(self, *more: Crumb) -> list[Crumb]:
        """Where the page stands."""
        here = self.url("minutes", self.body, self.meeting) if more else ""
        return self.meeting_crumbs((pgettext("one meeting", "Minutes"), here), *more)


class MinutesDetail(InMinutes, Page):
    """The minutes: the text in the reader's language, the others beside it, who gets them, the versions."""

    policy = "visible"
    template_name = "working_groups/minutes_detail.html"

    def get_context(self, subject: Minutes) -> Mapping[str, Any]:
        versions = meeting_pack.versions(self.actor, subject)
        writes = self.verdicts(subject.meeting, "minutes", "write")
        is_writer = writes["write"].code != "no_role"
        shown = subject if is_writer or not versions or subject.state != "draft" else versions[0]
        names = (*ACTS, "edit", "history")
        return {
            "title": _("Minutes: %(meeting)s") % {"meeting": words.meeting_title(subject.meeting)},
            "crumbs": self.minutes_crumbs(),
            "minutes": subject,
            "text": languages.text(shown, "text"),
            "shown_version": shown.number if isinstance(shown, MinutesVersion) else None,
            "texts": meeting_pack.texts(subject),
            "versions": [(row, self._version_url(row)) for row in versions],
            "recipients": meeting_pack.recipients(self.actor, subject) if subject.sent_at else [],
            "due": acts.recipients(subject) if subject.state == "approved" and is_writer else {},
            "verdicts": {**self.verdicts(subject, "minutes", *ACTS), **writes},
            "urls": {name: self.url(f"minutes-{name}", self.body, self.meeting) for name in names},
            "meeting_url": self.url("meeting", self.body, self.meeting),
            "is_writer": is_writer,
        }

    def _version_url(self, version: MinutesVersion) -> str:
        return self.url("minutes-version", self.body, self.meeting, version.number)


class MinutesEdit(MeetingSubmit):
    """Write the minutes, or go on writing."""

    policy = "working_groups.minutes.write"
    form_class = MinutesForm
    template_name = "working_groups/minutes_form.html"
    title = gettext_lazy("Minutes of the meeting")
    submit = gettext_lazy("Save the draft")
    success_message = gettext_lazy("The draft was saved. Another person approves it.")

    def get_form_kwargs(self, subject: Meeting) -> dict[str, Any]:
        return {"minutes": getattr(subject, "minutes", None)}

    def get_context(self, subject: Meeting, form: Any) -> Mapping[str, Any]:
        return {**super().get_context(subject, form), "agenda": meeting_pack.agenda(subject), "meeting": subject}

    def act(self, subject: Meeting, form: Any) -> Any:
        minutes = getattr(subject, "minutes", None)
        if minutes is None:
            return acts.draft(actor=self.actor, meeting=subject, texts=form.texts())
        seen = form.cleaned_data["version"]
        return acts.change(actor=self.actor, minutes=minutes, texts=form.texts(), seen=seen)

    def get_success_url(self, subject: Any, result: Any) -> str:
        return self.url("minutes", self.body, self.meeting)


class MinutesButton(InMinutes, Button):
    """A button of the minutes."""

    argument = "minutes"


class MinutesApprove(MinutesButton):
    """Approve them."""

    policy = "working_groups.minutes.approve"
    service = staticmethod(acts.approve)
    success_message = gettext_lazy("The minutes are approved. Send them to those who sit here.")


class MinutesSend(MinutesButton):
    """Send them."""

    policy = "working_groups.minutes.send"
    service = staticmethod(acts.send)
    success_message = gettext_lazy("The minutes are on their way.")


class MinutesConfirm(MinutesButton):
    """Confirm them at the next meeting."""

    policy = "working_groups.minutes.confirm"
    service = staticmethod(acts.confirm)
    success_message = gettext_lazy("The minutes are confirmed.")


class MinutesLock(MinutesButton):
    """Lock them."""

    policy = "working_groups.minutes.lock"
    service = staticmethod(acts.lock)
    success_message = gettext_lazy("The minutes are locked.")


class MinutesCorrect(InMinutes, MeetingSubmit):
    """Open them for correction."""

    policy = "working_groups.minutes.correct"
    form_class = ReasonForm
    title = gettext_lazy("Correction of the minutes")
    submit = gettext_lazy("Open for correction")
    success_message = gettext_lazy("The minutes are open for correction.")
    after = (
        gettext_lazy("The version that was sent stays to be read."),
        gettext_lazy("The next version goes to the same people too, with this reason."),
    )

    def get_back_url(self, subject: Any) -> str:
        return self.url("minutes", self.body, self.meeting)

    def act(self, subject: Minutes, form: Any) -> Any:
        return acts.correct(actor=self.actor, minutes=subject, reason=form.cleaned_data["reason"])


class MinutesVersionPage(InMinutes, Page):
    """One approved version, compared with the one before it, in every language."""

    policy = "visible"
    template_name = "working_groups/minutes_version.html"

    def get_context(self, subject: Minutes) -> Mapping[str, Any]:
        rows = MinutesVersion.objects.visible_to(self.actor).filter(minutes=subject).select_related("by")
        version = find(rows, number=self.kwargs["number"])
        before = rows.filter(number=version.number - 1).first()
        title = _("Version %(number)s of the minutes") % {"number": version.number}
        texts = [
            (code, languages.direction(code), meeting_pack.differences(before, version, code))
            for code in languages.codes()
        ]
        return {
            "title": title,
            "crumbs": self.minutes_crumbs((title, "")),
            "meeting": self.meeting,
            "meeting_title": words.meeting_title(self.meeting),
            "version": version,
            "before": before,
            "texts": [row for row in texts if row[2]],
        }


class MinutesHistory(InMinutes, History):
    """What happened to the minutes."""

    def get_title(self, subject: Minutes) -> str:
        return _("minutes of %(meeting)s") % {"meeting": words.meeting_title(subject.meeting)}

    def get_crumbs(self, subject: Any) -> list[Crumb]:
        return self.minutes_crumbs((_("History"), ""))
