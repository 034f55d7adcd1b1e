"""Who came: one row for each seat and each guest of a meeting."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.models import PublicId
from working_groups.models.meetings import Meeting
from working_groups.models.seats import Seat
from working_groups.querysets import AttendanceQuerySet


class Presence(models.TextChoices):
    """How somebody attended; empty while nobody has said."""

    PRESENT = "present", pgettext_lazy("attendance", "Present")
    ONLINE = "online", pgettext_lazy("attendance", "Online")
    SUBSTITUTE = "substitute", pgettext_lazy("attendance", "Substitute came")
    EXCUSED = "excused", pgettext_lazy("attendance", "Excused")
    ABSENT = "absent", pgettext_lazy("attendance", "Absent")


CAME = (Presence.PRESENT, Presence.ONLINE, Presence.SUBSTITUTE)


class Attendance(PublicId):
    """Claim, and fact once it is locked. A seat or a guest, and whether they came; `hold` makes one row a seat."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="attendance")
    guest = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="guest_attendance"
    )
    presence = models.CharField(_("attendance"), max_length=12, choices=Presence.choices, blank=True, default="")
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="substitute_attendance"
    )
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__isnull=False, guest__isnull=True) | Q(seat__isnull=True, guest__isnull=False),
                name="attendance_of_a_seat_or_a_guest",
            ),
            models.CheckConstraint(
                condition=Q(presence__in=["", *Presence.values]), name="attendance_presence_is_known"
            ),
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=Q(seat__isnull=False), name="attendance_seat_once_in_meeting"
            ),
            models.UniqueConstraint(
                fields=["meeting", "guest"], condition=Q(guest__isnull=False), name="attendance_guest_once_in_meeting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.presence}"
