"""How the demo's initiatives came to be: administrator, backbone, partners, people and their mandates."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password

from accounts.models import Person
from accounts.services import admins, people
from initiative.models import Factor, Goal
from initiative.services import goals, stages
from kernel.actor import Actor
from partners.models import MandateKind, Participation, ParticipationKind
from partners.services import interests, mandates, openings, organisations, participations
from portal.demo import agenda as agenda_texts
from portal.demo import organisations as texts
from portal.demo import people as people_texts
from portal.demo.organisations import Org
from portal.demo.stage import Stage, address, moment, names

SYSTEM = Actor.system()


def found(stage: Stage) -> None:
    """The initiative 5x2 with everybody in it."""
    with moment(stage.began, 9):
        _cast(stage)
        _open(
            stage,
            "5x2",
            "initiative",
            "5 פי 2: מצוינות במתמטיקה ובמדעים",
            "5x2: Excellence in Mathematics and Science",
            "5 פי 2",
            "5x2",
        )
        _staff(stage)
        _agenda(stage)
    with moment(stage.began + timedelta(days=14), 11):
        chosen = texts.PARTNERS[: stage.size.partners]
        for org in chosen:
            stage.partners[org.code] = _join(stage, org, ParticipationKind.PARTNER)
        for org in texts.FUNDERS if stage.size.others else texts.FUNDERS[:1]:
            stage.partners[org.code] = _join(stage, org, ParticipationKind.FUNDER)
        stage.partners["ministry"] = _join(stage, texts.MINISTRY, ParticipationKind.GUEST)
        _cast_mandates(stage)
        _individual(stage)
    _stages(stage)


def _person(stage: Stage, who: str, he: str, en: str, function: str, language: str = "he") -> None:
    row = people.ensure(
        actor=SYSTEM, email=address(who), name={"he": he, "en": en}, language=language, function=function
    )
    if row.joined_at is None:
        row = people.join(actor=SYSTEM, person=row)
    stage.people[who] = row


def _cast(stage: Stage) -> None:
    for who in people_texts.CAST:
        _person(stage, who.address, who.he, who.en, who.function_he, who.language)
    # One hash for all: the demo's one password is no secret, and Argon2 is slow on purpose.
    hashed = make_password(people_texts.PASSWORD)
    Person.objects.filter(email__in=[address(who.address) for who in people_texts.CAST]).update(password=hashed)
    admins.grant(actor=SYSTEM, person=stage.people["admin"], starts_on=stage.began)
    for who, he, en in people_texts.COORDINATORS:
        _person(stage, who, he, en, he)


def _open(stage: Stage, slug: str, kind: str, he: str, en: str, short_he: str, short_en: str, **more: object) -> None:
    director = people_texts.CAST[0]
    stage.initiative = openings.open_initiative(
        actor=stage.act_as("admin"),
        slug=slug,
        kind=kind,
        backbone=stage.organisations.get("backbone") or _columns(texts.BACKBONE),
        director={"email": address("director"), "name": {"he": director.he, "en": director.en}},
        starts_on=stage.began,
        is_public=True,
        **names(he, en),
        **names(short_he, short_en, "short_name"),
        **more,
    )
    stage.backbone = Participation.objects.get(initiative=stage.initiative, kind=ParticipationKind.BACKBONE)
    stage.organisations["backbone"] = stage.backbone.organisation
    stage.forget()


def _columns(org: Org) -> dict[str, object]:
    size = next(
        word for most, word in ((10, "small"), (50, "medium"), (250, "large"), (10**9, "huge")) if org.size <= most
    )
    return {
        "is_demo": True,
        "sector": org.sector,
        "kind": org.kind,
        "district": org.district,
        "size": size,
        **names(org.he, org.en),
    }


def _staff(stage: Stage) -> None:
    director = stage.act_as("director")
    held = [("coordinator", MandateKind.COORDINATOR), ("evaluator", MandateKind.EVALUATOR)]
    held.append(("treasurer", MandateKind.TREASURER))
    held += [(who, MandateKind.COORDINATOR) for who, _he, _en in people_texts.COORDINATORS]
    for who, kind in held:
        mandates.grant(actor=director, participation=stage.backbone, person=stage.people[who], kind=kind)
    stage.forget()


def _agenda(stage: Stage) -> None:
    coordinator = stage.act_as("coordinator")
    for model, items in ((Goal, agenda_texts.GOALS), (Factor, agenda_texts.FACTORS)):
        for place, item in enumerate(items):
            goals.add(
                actor=coordinator, model=model, initiative=stage.initiative, position=place, **names(item.he, item.en)
            )


def _join(stage: Stage, org: Org, kind: str) -> Participation:
    """Invite an organisation, give it its people, let it accept, make it active."""
    coordinator = stage.act_as("coordinator")
    row = stage.organisations.get(org.code)
    if row is None:
        row = organisations.create(actor=coordinator, initiative=stage.initiative, **_columns(org))
        stage.organisations[org.code] = row
    part = participations.invite(
        actor=coordinator, initiative=stage.initiative, organisation=row, kind=kind, starts_on=stage.began
    )
    for suffix, he, en, function, mandate in people_texts.STAFF:
        who = _staff_of(org.code, suffix)
        if who not in stage.people:
            _person(stage, who, he % org.he, en % org.en, function)
        if suffix == "lead" or kind == ParticipationKind.PARTNER:
            mandates.grant(actor=coordinator, participation=part, person=stage.people[who], kind=mandate)
    lead = _staff_of(org.code, "lead")
    stage.forget(*(_staff_of(org.code, suffix) for suffix, *_more in people_texts.STAFF))
    part = participations.accept(actor=stage.act_as(lead), participation=part, privacy_notice=True)
    return participations.activate(actor=coordinator, participation=part)


def _staff_of(code: str, suffix: str) -> str:
    """Shaked's people are personas; so are the leads of the first funder, of the ministry and of two partners."""
    personas = {
        ("shaked", "lead"): "lead",
        ("shaked", "data"): "data",
        ("keshet", "lead"): "funder",
        ("ministry", "lead"): "ministry",
    }
    return personas.get((code, suffix), f"{code}-{suffix}")


def staff_of(code: str, suffix: str = "lead") -> str:
    """Who acts for a partner."""
    return _staff_of(code, suffix)


def _cast_mandates(stage: Stage) -> None:
    """The personas who chair sit there for partners of their own; the signatory is Shaked's."""
    coordinator = stage.act_as("coordinator")
    codes = list(stage.partners)
    chairs = (("steering", "mishor", MandateKind.ALTERNATE), ("chair", "technoda", MandateKind.ALTERNATE))
    for who, code, kind in chairs:
        part = stage.partners.get(code) or stage.partners[codes[2]]
        mandates.grant(actor=coordinator, participation=part, person=stage.people[who], kind=kind)
    mandates.grant(
        actor=coordinator,
        participation=stage.partners["shaked"],
        person=stage.people["signatory"],
        kind=MandateKind.SIGNATORY,
        ends_on=stage.today + timedelta(days=24),
    )
    stage.forget()
    interests.declare(
        actor=stage.act_as("funder"),
        person=stage.people["funder"],
        organisation=stage.organisations["shaked"],
        kind="funding",
        initiative=stage.initiative,
    )
    interests.declare(
        actor=stage.act_as("evaluator"),
        person=stage.people["evaluator"],
        organisation=stage.organisations[codes[1]],
        kind="contract",
        initiative=stage.initiative,
    )


def _individual(stage: Stage) -> None:
    """The member takes part by itself, without an organisation."""
    coordinator = stage.act_as("coordinator")
    part = participations.invite(
        actor=coordinator, initiative=stage.initiative, person=stage.people["member"], starts_on=stage.began
    )
    stage.forget("member")
    part = participations.accept(actor=stage.act_as("member"), participation=part, privacy_notice=True)
    stage.partners["member"] = participations.activate(actor=coordinator, participation=part)
    stage.forget("member")


def _stages(stage: Stage) -> None:
    """The initiative went through its first stages and is in the one before the last."""
    rows = list(stage.initiative.stages.order_by("position"))[:4]
    reasons = (
        "התקיימו שיחות עם בעלי העניין ומופו הנתונים.",
        "ועדת היגוי הוקמה וגובשה הגדרה משותפת של הבעיה.",
        "הוקמו קבוצות העבודה ונקבע סט המדדים המשותף.",
        "השותפים פועלים ומדווחים, והתוכנית מתעדכנת לפי הנתונים.",
    )
    total = (stage.today - stage.began).days - 60
    for place, (row, reason) in enumerate(zip(rows, reasons, strict=False)):
        day = stage.began + timedelta(days=20 + place * total // 5)
        with moment(day, 12):
            stages.enter(actor=stage.act_as("director"), stage=row, on=day, reason=reason, reason_language="he")


OTHERS = (
    (
        "volunteering",
        ("initiative", "התנדבות כאורח חיים", "Volunteering as a Way of Life", "התנדבות", "Volunteering"),
        texts.VOLUNTEERING,
        {"accent": "plum", "group_word": "forum"},
    ),
    (
        "sphere",
        (
            "sphere",
            "מרחב השפעה: קהילה וזהות",
            "Impact Sphere: Community and Identity",
            "קהילה וזהות",
            "Community and Identity",
        ),
        texts.SPHERE,
        {"accent": "forest", "group_word": "team"},
    ),
)


def found_others(stage: Stage) -> None:
    """The volunteering venture and a small sphere, each with its partners."""
    first, first_backbone = stage.initiative, stage.backbone
    for slug, named, orgs, branding in OTHERS:
        with moment(stage.began + timedelta(days=40), 9):
            _open(stage, slug, *named, **branding)
            mandates.grant(
                actor=stage.act_as("director"),
                participation=stage.backbone,
                person=stage.people["coordinator2"],
                kind=MandateKind.COORDINATOR,
            )
            stage.forget()
            helper = stage.people["coordinator"]
            stage.people["coordinator"] = stage.people["coordinator2"]
            for org in orgs:
                stage.partners[f"{slug}/{org.code}"] = _join(stage, org, ParticipationKind.PARTNER)
            stage.people["coordinator"] = helper
            stage.forget()
    stage.initiative, stage.backbone = first, first_backbone


__all__ = ["found", "found_others", "staff_of"]
