"""Addresses of this floor inside an initiative."""

from django.urls import include, path

from working_groups.views import agenda, bodies, decisions, materials, meetings, minutes, seats, tasks

app_name = "working_groups"

MEETING = [
    path("", meetings.MeetingDetail.as_view(), name="meeting"),
    path("edit/", meetings.MeetingEdit.as_view(), name="meeting-edit"),
    path("move/", meetings.MeetingMove.as_view(), name="meeting-move"),
    path("cancel/", meetings.MeetingCancel.as_view(), name="meeting-cancel"),
    path("open/", meetings.MeetingOpen.as_view(), name="meeting-open"),
    path("call/", meetings.MeetingCall.as_view(), name="meeting-call"),
    path("hold/", meetings.MeetingHold.as_view(), name="meeting-hold"),
    path("history/", meetings.MeetingHistory.as_view(), name="meeting-history"),
    path("calendar.ics", meetings.MeetingCalendar.as_view(), name="meeting-calendar"),
    path("materials/", materials.MeetingMaterials.as_view(), name="meeting-materials"),
    path("materials/remove/", materials.MeetingMaterialRemove.as_view(), name="meeting-materials-remove"),
    path("agenda/", agenda.AgendaPage.as_view(), name="agenda"),
    path("agenda/new/", agenda.ItemNew.as_view(), name="item-new"),
    path("agenda/<str:item>/edit/", agenda.ItemEdit.as_view(), name="item-edit"),
    path("agenda/<str:item>/accept/", agenda.ItemAccept.as_view(), name="item-accept"),
    path("agenda/<str:item>/decline/", agenda.ItemDecline.as_view(), name="item-decline"),
    path("agenda/<str:item>/up/", agenda.ItemUp.as_view(), name="item-up"),
    path("agenda/<str:item>/down/", agenda.ItemDown.as_view(), name="item-down"),
    path("attendance/", agenda.AttendanceGrid.as_view(), name="attendance"),
    path("attendance/guests/new/", agenda.GuestNew.as_view(), name="guest-new"),
    path("minutes/", minutes.MinutesDetail.as_view(), name="minutes"),
    path("minutes/edit/", minutes.MinutesEdit.as_view(), name="minutes-edit"),
    path("minutes/approve/", minutes.MinutesApprove.as_view(), name="minutes-approve"),
    path("minutes/send/", minutes.MinutesSend.as_view(), name="minutes-send"),
    path("minutes/correct/", minutes.MinutesCorrect.as_view(), name="minutes-correct"),
    path("minutes/confirm/", minutes.MinutesConfirm.as_view(), name="minutes-confirm"),
    path("minutes/lock/", minutes.MinutesLock.as_view(), name="minutes-lock"),
    path("minutes/history/", minutes.MinutesHistory.as_view(), name="minutes-history"),
    path("minutes/versions/<int:number>/", minutes.MinutesVersionPage.as_view(), name="minutes-version"),
]

BODY = [
    path("", bodies.BodyDetail.as_view(), name="body"),
    path("edit/", bodies.BodyEdit.as_view(), name="body-edit"),
    path("keys/", bodies.BodyKeys.as_view(), name="body-keys"),
    path("charter/", bodies.BodyCharter.as_view(), name="body-charter"),
    path("start/", bodies.BodyStart.as_view(), name="body-start"),
    path("rest/", bodies.BodyRest.as_view(), name="body-rest"),
    path("wake/", bodies.BodyWake.as_view(), name="body-wake"),
    path("close/", bodies.BodyClose.as_view(), name="body-close"),
    path("history/", bodies.BodyHistory.as_view(), name="body-history"),
    path("seats/", seats.SeatList.as_view(), name="seats"),
    path("seats/new/", seats.SeatNew.as_view(), name="seat-new"),
    path("seats/<str:seat>/end/", seats.SeatEnd.as_view(), name="seat-end"),
    path("seats/<str:seat>/substitute/", seats.SeatSubstitute.as_view(), name="seat-substitute"),
    path("meetings/", meetings.BodyMeetings.as_view(), name="meetings"),
    path("meetings/new/", meetings.MeetingNew.as_view(), name="meeting-new"),
    path("meetings/<str:meeting>/", include(MEETING)),
    path("decisions/", decisions.BodyDecisions.as_view(), name="body-decisions"),
    path("decisions/new/", decisions.DecisionNew.as_view(), name="decision-new"),
    path("decisions/record/", decisions.DecisionRecord.as_view(), name="decision-record"),
    path("tasks/", tasks.BodyTasks.as_view(), name="body-tasks"),
]

DECISION = [
    path("", decisions.DecisionDetail.as_view(), name="decision"),
    path("edit/", decisions.DecisionEdit.as_view(), name="decision-edit"),
    path("table/", decisions.DecisionTable.as_view(), name="decision-table"),
    path("translate/", decisions.DecisionTranslate.as_view(), name="decision-translate"),
    path("respond/", decisions.DecisionRespond.as_view(), name="decision-respond"),
    path("recuse/", decisions.DecisionRecuse.as_view(), name="decision-recuse"),
    path("decide/", decisions.DecisionDecide.as_view(), name="decision-decide"),
    path("materials/", materials.DecisionMaterials.as_view(), name="decision-materials"),
    path("materials/remove/", materials.DecisionMaterialRemove.as_view(), name="decision-materials-remove"),
    path("history/", decisions.DecisionHistory.as_view(), name="decision-history"),
]

TASK = [
    path("", tasks.TaskDetail.as_view(), name="task"),
    path("edit/", tasks.TaskEdit.as_view(), name="task-edit"),
    path("move/", tasks.TaskMove.as_view(), name="task-move"),
    path("drop/", tasks.TaskDrop.as_view(), name="task-drop"),
    path("reopen/", tasks.TaskReopen.as_view(), name="task-reopen"),
    path("hand-over/", tasks.TaskHandOver.as_view(), name="task-hand-over"),
    path("start/", tasks.TaskStart.as_view(), name="task-start"),
    path("finish/", tasks.TaskFinish.as_view(), name="task-finish"),
    path("history/", tasks.TaskHistory.as_view(), name="task-history"),
]

urlpatterns = [
    path("bodies/", bodies.BodyList.as_view(), name="bodies"),
    path("bodies/new/", bodies.BodyNew.as_view(), name="body-new"),
    path("bodies/<str:body>/", include(BODY)),  # type: ignore[arg-type]
    path("meetings/", meetings.MeetingList.as_view(), name="all-meetings"),
    path("decisions/", decisions.DecisionList.as_view(), name="decisions"),
    path("decisions/<str:public_id>/", include(DECISION)),
    path("tasks/", tasks.TaskList.as_view(), name="tasks"),
    path("tasks/new/", tasks.TaskNew.as_view(), name="task-new"),
    path("tasks/<str:public_id>/", include(TASK)),
]
