"""The demo's bodies at work: the steering committee and the groups, a year of meetings, decisions and tasks."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from initiative.models import Goal
from kernel import clock
from measurement.models import Measure
from measurement.services import measures
from partners.models import Mandate, MandateKind
from portal.demo import agenda as agenda_texts
from portal.demo import founding, organisations
from portal.demo import groups as texts
from portal.demo.groups import BodySeed
from portal.demo.stage import Stage, moment, names, workday
from working_groups.models import Attendance, Body, Meeting, Minutes
from working_groups.services import agenda, bodies, decisions, meetings, minutes, responses, seats, tasks

PRESENCE = ("present", "present", "online", "present", "excused", "present", "absent", "substitute")


def charter(stage: Stage) -> None:
    """The committee and the groups, chartered, seated and started."""
    day = stage.today - timedelta(days=430)
    with moment(max(day, stage.began + timedelta(days=20)), 10):
        for number, seed in enumerate((texts.STEERING, *texts.GROUPS)):
            _body(stage, seed, number)
    stage.forget()


def _body(stage: Stage, seed: BodySeed, number: int) -> None:
    coordinator, director = stage.act_as("coordinator"), stage.act_as("director")
    goals = dict(
        zip(
            (item.code for item in agenda_texts.GOALS),
            Goal.objects.filter(initiative=stage.initiative).order_by("position"),
            strict=True,
        )
    )
    facilitator = Mandate.objects.filter(
        participation=stage.backbone,
        kind=MandateKind.COORDINATOR,
        person=stage.people[("coordinator", "coordinator2", "coordinator3")[number % 3]],
    ).first()
    body = bodies.propose(
        actor=coordinator,
        initiative=stage.initiative,
        values={
            "kind": seed.kind,
            "goal": goals.get(seed.goal),
            "facilitator": facilitator,
            "starts_on": clock.today(),
            **names(seed.he, seed.en),
            **names(seed.topic_he, seed.topic_en, "topic"),
        },
    )
    body = bodies.charter(actor=director, body=body)
    bodies.set_keys(actor=director, body=body, keys={"public": (1, 6, 0), "third": (1, 8, 0), "business": (0, 6, 0)})
    for place, (code, who) in enumerate(_members(stage, seed)):
        role = "chair" if place == 0 else "co_chair" if place == 1 else "member"
        seats.give(actor=director, body=body, participation=stage.partners[code], person=stage.people[who], role=role)
    stage.bodies[seed.code] = bodies.start(actor=coordinator, body=body)
    for measure in Measure.objects.filter(initiative=stage.initiative, code__in=seed.measures).order_by("code"):
        measures.edit(actor=coordinator, measure=measure, columns={"steward": body})
    stage.forget()


def _members(stage: Stage, seed: BodySeed) -> Iterator[tuple[str, str]]:
    """(partner, person): the personas first where they chair."""
    chairs = {"steering": "steering", "measurement": "chair"}
    codes = [code for code in seed.members if code in stage.partners]
    if seed.code == "steering":
        codes += [code for code in ("technoda", "keshet") if code in stage.partners]
    if seed.code == "periphery":
        codes.append("member")
    if len(codes) < 3:  # a small world has fewer partners than the groups need
        codes += [org.code for org in organisations.PARTNERS if org.code in stage.partners][:4]
    persona = chairs.get(seed.code)
    if persona and not (codes and codes[0] in {"mishor", "technoda"}):
        part = Mandate.objects.get(person=stage.people[persona], kind=MandateKind.ALTERNATE).participation
        codes.insert(0, next(code for code, one in stage.partners.items() if one.pk == part.pk))
    seen: set[str] = set()
    for place, code in enumerate(dict.fromkeys(codes)):
        who = (
            persona
            if place == 0 and persona
            else "chair"
            if code == "technoda"
            else "member"
            if code == "member"
            else founding.staff_of(code)
        )
        if who not in seen:
            seen.add(who)
            yield code, who


def meet(stage: Stage) -> Iterator[str]:
    """Past meetings with minutes, one to come for each body, decisions and tasks along the way.

    Each meeting confirms the minutes of the one before; the last of them still wait for their chair's word.
    """
    for number, (code, body) in enumerate(stage.bodies.items()):
        gap = 365 // max(1, stage.size.meetings)
        first = stage.today - timedelta(days=gap * stage.size.meetings - 12 - number * 3)
        before: Minutes | None = None
        for place in range(stage.size.meetings):
            day = workday(first + timedelta(days=gap * place))
            paper = _held(stage, code, body, day, place)
            if before is not None and place < stage.size.meetings - 1:
                with moment(day, 19):
                    minutes.confirm(actor=stage.act_as(chair_of(stage, body)), minutes=before)
            before = paper
        _coming(stage, code, body, workday(stage.today + timedelta(days=3 + number * 2)), number)
        yield f"{code}: {stage.size.meetings} meetings"


def _runner(stage: Stage, body: Body) -> str:
    """The facilitator runs the meeting and writes; the chair approves."""
    keys = {stage.people[who].pk: who for who in ("coordinator", "coordinator2", "coordinator3")}
    return keys[body.facilitator.person_id] if body.facilitator else "coordinator"


def chair_of(stage: Stage, body: Body) -> str:
    """Who chairs a body, by the demo's own name."""
    seat = body.seats.get(role="chair", ends_on__isnull=True)
    return next(who for who, person in stage.people.items() if person.pk == seat.person_id)


def at(day: date, hour: int) -> datetime:
    """An hour of a day in Israel."""
    return datetime.combine(day, time(hour), tzinfo=clock.HOME)


def _planned(stage: Stage, body: Body, day: date, place: int) -> Meeting:
    runner = stage.act_as(_runner(stage, body))
    where = texts.PLACES[place % len(texts.PLACES)]
    meeting = meetings.plan(
        actor=runner,
        body=body,
        starts_at=at(day, 10 + place % 4),
        ends_at=at(day, 12 + place % 4),
        values={
            "place": where,
            "place_language": "he",
            "visibility": "partners",
            **names("מפגש עבודה", "Working meeting", "topic"),
        },
    )
    meeting = meetings.open_agenda(actor=runner, meeting=meeting)
    for kind, title, length in texts.AGENDA:
        item = agenda.propose(
            actor=runner,
            meeting=meeting,
            title=title,
            kind={"partner": "spotlight"}.get(kind, kind),
            minutes=length,
            title_language="he",
        )
        if item.accepted is None:
            agenda.accept(actor=runner, item=item)
    return meeting


def _held(stage: Stage, code: str, body: Body, day: date, place: int) -> Minutes:
    who, chair = _runner(stage, body), chair_of(stage, body)
    with moment(day - timedelta(days=14), 9):
        meeting = _planned(stage, body, day, place)
    with moment(day - timedelta(days=7), 9):
        meeting = meetings.call(actor=stage.act_as(who), meeting=meeting)
    with moment(day, 18):
        runner = stage.act_as(who)
        meeting = meetings.hold(actor=runner, meeting=meeting)
        rows = Attendance.objects.filter(meeting=meeting).order_by("pk")
        without = Q(seat__substitute__isnull=True)
        lonely = set(rows.filter(without).values_list("pk", flat=True))
        presence = {row.public_id: PRESENCE[(row.pk + place) % len(PRESENCE)] for row in rows}
        for row in rows:
            if row.pk in lonely and presence[row.public_id] == "substitute":
                presence[row.public_id] = "online"
        meetings.record_attendance(actor=runner, meeting=meeting, presence=presence)
        _task(stage, code, body, day, place)
    is_last = place == stage.size.meetings - 1
    with moment(workday(day + timedelta(days=1)), 12):
        paper = minutes.draft(
            actor=stage.act_as(who), meeting=meeting, texts={"he": texts.MINUTES_HE, "en": texts.MINUTES_EN}
        )
    if is_last and code in {"measurement", "steering"}:
        return paper  # waits for its chair
    with moment(workday(day + timedelta(days=3)), 12):
        minutes.approve(actor=stage.act_as(chair), minutes=paper)
        paper.refresh_from_db()
        minutes.send(actor=stage.act_as(chair), minutes=paper)
    _decide(stage, code, body, day, place)
    return paper


def _decide(stage: Stage, code: str, body: Body, day: date, place: int) -> None:
    written = texts.DECISIONS[code]
    step = max(1, stage.size.meetings // (len(written) + 1))
    if place % step or place // step >= len(written):
        return
    he, en = written[place // step]
    chair = chair_of(stage, body)
    with moment(workday(day + timedelta(days=4)), 10):
        decision = decisions.propose(
            actor=stage.act_as(chair),
            body=body,
            values={"visibility": "partners", "rule": "majority", **names(he, en, "text")},
        )
        decision = decisions.table(
            actor=stage.act_as(chair), decision=decision, due_on=workday(day + timedelta(days=12))
        )
    with moment(workday(day + timedelta(days=8)), 11):
        for row in decision.responses.select_related("seat").order_by("pk"):
            name = next(key for key, person in stage.people.items() if person.pk == row.seat.person_id)
            responses.respond(actor=stage.act_as(name), response=row, answer="for")
    with moment(workday(day + timedelta(days=12)), 11):
        decision.refresh_from_db()
        decisions.decide(actor=stage.act_as(chair), decision=decision)


def _task(stage: Stage, code: str, body: Body, day: date, place: int) -> None:
    written = texts.TASKS[code]
    title = written[place % len(written)]
    rows = list(body.seats.filter(ends_on__isnull=True).select_related("participation", "person").order_by("pk"))
    seat = rows[(place + 2) % len(rows)]
    late = place == stage.size.meetings - 1
    due = workday(stage.today + timedelta(days=9)) if late and code != "teachers" else workday(day + timedelta(days=30))
    task = tasks.give(
        actor=stage.act_as(_runner(stage, body)),
        participation=seat.participation,
        person=seat.person,
        title=title,
        due_on=max(due, day),
        body=body,
        title_language="he",
    )
    name = next(key for key, person in stage.people.items() if person.pk == seat.person_id)
    if not late:
        with moment(workday(day + timedelta(days=20)), 16):
            tasks.finish(actor=stage.act_as(name), task=task)


def _coming(stage: Stage, code: str, body: Body, day: date, number: int) -> None:
    """The next meeting: some called, some still open for proposals."""
    with moment(stage.today - timedelta(days=6), 9):
        meeting = _planned(stage, body, day, number)
        if number % 2 == 0:
            meetings.call(actor=stage.act_as(_runner(stage, body)), meeting=meeting)
    if code == "steering":
        he, en = "אישור תוכנית העבודה לשנה הבאה", "Approve the work plan for the coming year"
        with moment(stage.today - timedelta(days=3), 9):
            chair = stage.act_as(chair_of(stage, body))
            decision = decisions.propose(
                actor=chair, body=body, values={"visibility": "partners", "rule": "majority", **names(he, en, "text")}
            )
            decisions.table(actor=chair, decision=decision, due_on=workday(stage.today + timedelta(days=5)))


def personal_tasks(stage: Stage) -> None:
    """The personas have something to do: the member, the ministry, the lead and the chair."""
    wanted = (
        ("member", "member", "periphery", "איסוף סיפור הצלחה אחד מבית ספר בפריפריה", 5),
        ("ministry", "ministry", "steering", "העברת נתוני שעות התגבור של המשרד", 7),
        ("shaked", "lead", "measurement", "בחינת ההגדרה החדשה עם שני בתי ספר", -3),
        ("shaked", "data", "measurement", "ריכוז שאלות על שיטת הספירה", 4),
    )
    with moment(stage.today - timedelta(days=8), 13):
        for code, who, body, title, days in wanted:
            if body in stage.bodies and code in stage.partners:
                tasks.give(
                    actor=stage.act_as("coordinator"),
                    participation=stage.partners[code],
                    person=stage.people[who],
                    title=title,
                    due_on=stage.today + timedelta(days=days),
                    body=stage.bodies[body],
                    title_language="he",
                )
