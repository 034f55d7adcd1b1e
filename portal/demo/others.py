"""The volunteering venture's board and six forums, and the sphere's leading team: seated, with meetings held and to come."""

from datetime import timedelta

from initiative.models import Goal, Initiative
from initiative.services import goals
from kernel import clock
from portal.demo import founding, meetings, stories
from portal.demo import groups as texts
from portal.demo.stage import Stage, moment, names, workday
from working_groups.models import Body
from working_groups.services import agenda, bodies, seats, tasks
from working_groups.services import meetings as acts
from working_groups.services import minutes as papers

SPHERE_BODIES = (("leading", "הצוות המוביל", "Leading Team"), ("plenary", "המליאה", "Plenary"))
GOALS = {
    "volunteering": (
        ("התנדבות כאורח חיים בכל גיל", "Volunteering as a way of life at every age"),
        ("תשתית מקצועית בכל יישוב", "A professional infrastructure in every place"),
    ),
    "sphere": (("קול משותף של הקהילה מול מקבלי ההחלטות", "A common voice of the community before decision makers"),),
}


def play(stage: Stage) -> None:
    """Both initiatives, each with what its pages need."""
    stage.forget()
    for slug in ("volunteering", "sphere"):
        initiative = Initiative.objects.get(slug=slug)
        with moment(stage.began + timedelta(days=50), 10):
            for place, (he, en) in enumerate(GOALS[slug]):
                goals.add(
                    actor=stage.act_as("director"), model=Goal, initiative=initiative, position=place, **names(he, en)
                )
        kinds = [("steering", "steering", "ועד המיזם", "Board of the Venture")] if slug == "volunteering" else []
        kinds += (
            [(code, "forum", he, en) for code, he, en in stories.VOLUNTEERING_FORUMS]
            if slug == "volunteering"
            else [(code, "team" if code == "leading" else "plenary", he, en) for code, he, en in SPHERE_BODIES]
        )
        codes = [code for code in stage.partners if code.startswith(f"{slug}/")]
        for number, (_code, kind, he, en) in enumerate(kinds):
            members = (
                codes
                if kind == "plenary"
                else [codes[(number + step) % len(codes)] for step in range(min(4, len(codes)))]
            )
            _body(stage, initiative, kind, he, en, members, number)


def _body(stage: Stage, initiative: Initiative, kind: str, he: str, en: str, members: list[str], number: int) -> None:
    with moment(stage.today - timedelta(days=200), 10):
        director = stage.act_as("director")
        body = bodies.propose(
            actor=director, initiative=initiative, values={"kind": kind, "starts_on": clock.today(), **names(he, en)}
        )
        body = bodies.charter(actor=director, body=body)
        for place, code in enumerate(dict.fromkeys(members)):
            who = founding.staff_of(code.partition("/")[2])
            seats.give(
                actor=director,
                body=body,
                participation=stage.partners[code],
                person=stage.people[who],
                role=("chair", "co_chair")[place] if place < 2 else "member",
            )
        body = bodies.start(actor=director, body=body)
    stage.forget()
    _held(stage, body, workday(stage.today - timedelta(days=20 + number)))
    _coming(stage, body, workday(stage.today + timedelta(days=6 + number)), number)


def _plan(stage: Stage, body: Body, day: object, number: int) -> object:
    director = stage.act_as("director")
    meeting = acts.plan(
        actor=director,
        body=body,
        starts_at=meetings.at(day, 10),
        ends_at=meetings.at(day, 12),
        values={"place": texts.PLACES[number % len(texts.PLACES)], "place_language": "he", "visibility": "partners"},
    )
    meeting = acts.open_agenda(actor=director, meeting=meeting)
    for _kind, title, length in texts.AGENDA[:2]:
        item = agenda.propose(actor=director, meeting=meeting, title=title, minutes=length, title_language="he")
        if item.accepted is None:
            agenda.accept(actor=director, item=item)
    return meeting


def _held(stage: Stage, body: Body, day: object) -> None:
    with moment(day - timedelta(days=9), 9):
        meeting = acts.call(actor=stage.act_as("director"), meeting=_plan(stage, body, day, 0))
    with moment(day, 18):
        director = stage.act_as("director")
        meeting = acts.hold(actor=director, meeting=meeting)
        acts.record_attendance(
            actor=director, meeting=meeting, presence={row.public_id: "present" for row in meeting.attendance.all()}
        )
        seat = body.seats.select_related("participation", "person").order_by("-pk").first()
        tasks.give(
            actor=director,
            participation=seat.participation,
            person=seat.person,
            body=body,
            title_language="he",
            title="הכנת סקירה קצרה לקראת המפגש הבא",
            due_on=workday(stage.today + timedelta(days=8)),
        )
    with moment(workday(day + timedelta(days=1)), 12):
        paper = papers.draft(
            actor=stage.act_as("director"), meeting=meeting, texts={"he": texts.MINUTES_HE, "en": texts.MINUTES_EN}
        )
    with moment(workday(day + timedelta(days=3)), 12):
        chair = stage.act_as(meetings.chair_of(stage, body))
        papers.approve(actor=chair, minutes=paper)
        paper.refresh_from_db()
        papers.send(actor=chair, minutes=paper)


def _coming(stage: Stage, body: Body, day: object, number: int) -> None:
    with moment(stage.today - timedelta(days=5), 9):
        meeting = _plan(stage, body, day, number)
        acts.call(actor=stage.act_as("director"), meeting=meeting)
