"""Public figures of the demo: real, with their sources. Conflicting figures of the press stand beside the series."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext_noop as _

from kernel import languages
from measurement.models import Definition
from measurement.services import definitions, dimensions, figures, measures
from measurement.services.figures import Figure
from portal.demo import stories
from portal.demo.stage import Stage, moment, names

PLACE = Path(__file__).resolve().parent / "five_unit_examinees.csv"
MINISTRY = _("Ministry of Education, school files of matriculation examinations, released under freedom of information")
ADDRESS = "https://www.gov.il/he/departments/ministry_of_education"
RETRIEVED = date(2026, 11, 1)
DISTRICTS = (
    ("centre", "מרכז", "Centre"),
    ("haifa", "חיפה", "Haifa"),
    ("haredi", "חרדי", "Haredi"),
    ("jerusalem", "ירושלים", "Jerusalem"),
    ("manhi", "מנח״י", "Jerusalem municipality (MANHI)"),
    ("north", "צפון", "North"),
    ("rural", "חינוך התיישבותי", "Rural education"),
    ("south", "דרום", "South"),
    ("tel_aviv", "תל אביב", "Tel Aviv"),
    ("unmatched", "לא שויך", "Not matched"),
)
STREAMS = (
    ("arab", "ערבי", "Arab"),
    ("bedouin", "בדואי", "Bedouin"),
    ("druze", "דרוזי", "Druze"),
    ("jewish", "יהודי", "Jewish"),
    ("unmatched", "לא שויך", "Not matched"),
)


def national(stage: Stage) -> int:
    """The three population measures of 5x2, by district and population group, and what the press said."""
    with moment(stage.began + timedelta(days=45), 12):
        coordinator = stage.act_as("coordinator")
        for code, he, en, categories in (
            ("district", "מחוז", "District", DISTRICTS),
            ("population", "קבוצת אוכלוסייה", "Population group", STREAMS),
        ):
            dimensions.create(
                actor=coordinator,
                initiative=stage.initiative,
                columns={"code": code, "is_complete": True, **names(he, en)},
                categories=[{"code": one, **names(one_he, one_en)} for one, one_he, one_en in categories],
            )
        made = figures.record(actor=coordinator, initiative=stage.initiative, figures=list(_official()))
        made += figures.record(actor=coordinator, initiative=stage.initiative, figures=list(_press()))
        definition = Definition.objects.get(measure__initiative=stage.initiative, measure__code="math5")
        measures.set_target(actor=stage.act_as("director"), definition=definition, period="2019", number=Decimal(18000))
    return made


def _official():  # type: ignore[no-untyped-def]
    with PLACE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            parts = []
            if row["district"]:
                parts.append(f"district={row['district']}")
            if row["stream"]:
                parts.append(f"population={row['stream']}")
            yield Figure(
                measure=row["measure"],
                period=row["period"],
                number=Decimal(row["number"]),
                combination=";".join(parts),
                series=row["series"],
                source=MINISTRY,
                url=ADDRESS,
                retrieved_on=RETRIEVED,
            )


def _press():  # type: ignore[no-untyped-def]
    for series, period, number, source, url in stories.PRESS:
        yield Figure(
            measure="math5",
            period=period,
            number=Decimal(number),
            series=series,
            source=source,
            url=url,
            quality="estimated",
            retrieved_on=RETRIEVED,
            is_headline=False,
        )


VOLUNTEERED = {
    "code": "volunteered",
    "level": "population",
    "direction": "up",
    **names("שיעור המבוגרים שהתנדבו בשנה האחרונה", "Share of adults who volunteered in the last year"),
    **names("לעקוב אחר היקף ההתנדבות בישראל", "To follow the extent of volunteering in Israel", "purpose"),
}
HOW_VOLUNTEERED = {
    "aggregation": "latest",
    "frequency": "year",
    "counts_people": False,
    "decimals": 1,
    "minutes": 0,
    "lowest": Decimal(0),
    "highest": Decimal(100),
    **names(
        "אחוז בני 20 ומעלה שהתנדבו ב־12 החודשים האחרונים",
        "Per cent of people aged 20 and over who volunteered in the last 12 months",
        "text",
    ),
    **names("אחוזים", "per cent", "unit"),
    **names("הסקר החברתי, הלשכה המרכזית לסטטיסטיקה", "Social Survey, Central Bureau of Statistics", "source"),
}


def volunteering(stage: Stage, initiative: object) -> None:
    """The survey series of the volunteering venture: the share of adults who volunteered."""
    stage.forget()
    with moment(stage.began + timedelta(days=60), 12):
        director = stage.act_as("director")
        measure = measures.create(actor=director, initiative=initiative, columns=dict(VOLUNTEERED))
        definition = definitions.draft(actor=director, measure=measure, columns=dict(HOW_VOLUNTEERED))
        for language in languages.codes():
            definitions.approve(actor=director, definition=definition, language=language)
        definitions.agree(actor=director, definition=definitions.pilot(actor=director, definition=definition))
        definitions.enact(actor=director, definition=definition)
        figures.record(
            actor=director,
            initiative=initiative,
            figures=[
                Figure(
                    measure="volunteered",
                    period=period,
                    number=Decimal(number),
                    series="survey",
                    source=_("Social Survey, Central Bureau of Statistics"),
                    url=url,
                    retrieved_on=RETRIEVED,
                )
                for period, number, url in stories.VOLUNTEERING_SURVEY
            ],
        )
