"""Endpoints of this floor inside an initiative."""

from typing import Any

from django.urls import URLPattern, path

from working_groups.api import agenda, bodies, decisions, materials, meetings, tasks


def acts(route: str, viewset: Any, noun: str, *names: str, method: str = "post") -> list[URLPattern]:
    """One address for each act: `…/<id>/<act>/`."""
    return [
        path(
            f"{route}{name.replace('_', '-')}/",
            viewset.as_view({method: name}),
            name=f"{noun}-{name.replace('_', '-')}",
        )
        for name in names
    ]


LIST: dict[str, Any] = {"get": "list", "post": "create"}
READ: dict[str, Any] = {"get": "list"}
ONE: dict[str, Any] = {"get": "retrieve", "patch": "partial_update"}
GONE: dict[str, Any] = {"delete": "destroy"}
GET: dict[str, Any] = {"get": "retrieve"}
MEETING = "meetings/<str:meeting>/"

urlpatterns = [
    path("bodies/", bodies.Bodies.as_view(LIST), name="bodies"),
    path("bodies/<str:public_id>/", bodies.Bodies.as_view(ONE), name="body"),
    *acts("bodies/<str:public_id>/", bodies.Bodies, "body", "charter", "start", "rest", "wake", "close"),
    *acts("bodies/<str:public_id>/", bodies.Bodies, "body", "keys", method="put"),
    path("bodies/<str:body>/seats/", bodies.Seats.as_view(LIST), name="seats"),
    path("bodies/<str:body>/seats/<str:public_id>/", bodies.Seats.as_view(GET), name="seat"),
    *acts("bodies/<str:body>/seats/<str:public_id>/", bodies.Seats, "seat", "end", "substitute"),
    path("bodies/<str:body>/meetings/", meetings.BodyMeetings.as_view(LIST), name="body-meetings"),
    path("bodies/<str:body>/decisions/", decisions.BodyDecisions.as_view(LIST), name="body-decisions"),
    path("bodies/<str:body>/decisions/record/", decisions.BodyDecisions.as_view({"post": "record"}), name="record"),
    path("meetings/", meetings.Meetings.as_view(READ), name="meetings"),
    path("meetings/<str:public_id>/", meetings.Meetings.as_view(ONE), name="meeting"),
    *acts("meetings/<str:public_id>/", meetings.Meetings, "meeting", "open", "call", "move", "hold", "cancel"),
    path(f"{MEETING}materials/", materials.MeetingMaterials.as_view(LIST), name="materials"),
    path(f"{MEETING}materials/<str:public_id>/", materials.MeetingMaterials.as_view(GONE), name="material"),
    path(f"{MEETING}items/", agenda.Items.as_view(LIST), name="items"),
    path(f"{MEETING}items/order/", agenda.Items.as_view({"put": "put_in_order"}), name="items-order"),
    path(f"{MEETING}items/<str:public_id>/", agenda.Items.as_view(ONE), name="item"),
    *acts(f"{MEETING}items/<str:public_id>/", agenda.Items, "item", "accept", "decline"),
    path(f"{MEETING}attendance/", meetings.AttendanceRows.as_view({"get": "list", "put": "record"}), name="attendance"),
    path(f"{MEETING}attendance/guests/", meetings.AttendanceRows.as_view({"post": "guest"}), name="guests"),
    path(f"{MEETING}minutes/", meetings.MinutesOfMeeting.as_view({"get": "retrieve", "put": "write"}), name="minutes"),
    path(f"{MEETING}minutes/versions/", meetings.MinutesVersions.as_view(READ), name="minutes-versions"),
    path(f"{MEETING}minutes/versions/<int:number>/", meetings.MinutesVersions.as_view(GET), name="minutes-version"),
    *acts(f"{MEETING}minutes/", meetings.MinutesOfMeeting, "minutes", "approve", "send", "correct", "confirm", "lock"),
    path("decisions/", decisions.Decisions.as_view(READ), name="decisions"),
    path("decisions/<str:public_id>/", decisions.Decisions.as_view(ONE), name="decision"),
    *acts("decisions/<str:public_id>/", decisions.Decisions, "decision", "table", "decide"),
    path(
        "decisions/<str:public_id>/translations/<str:language>/",
        decisions.Decisions.as_view({"put": "translate"}),
        name="decision-translation",
    ),
    path("decisions/<str:public_id>/answers/", decisions.Answers.as_view(READ), name="answers"),
    *acts("decisions/<str:public_id>/", decisions.Answers, "decision", "respond", "recuse"),
    path("decisions/<str:decision>/materials/", materials.DecisionMaterials.as_view(LIST), name="decision-materials"),
    path(
        "decisions/<str:decision>/materials/<str:public_id>/",
        materials.DecisionMaterials.as_view(GONE),
        name="decision-material",
    ),
    path("tasks/", tasks.Tasks.as_view(LIST), name="tasks"),
    path("tasks/<str:public_id>/", tasks.Tasks.as_view(ONE), name="task"),
    *acts("tasks/<str:public_id>/", tasks.Tasks, "task", "start", "finish", "drop", "reopen", "move", "hand_over"),
]
