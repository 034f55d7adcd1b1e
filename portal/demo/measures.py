"""The demo's 25 measures of the 5x2 initiative.

The three population measures follow public series of the Ministry of Education (see figures.py); what partners report
is fictional.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class MeasureSeed:
    """A measure with its live definition. `typical` is a partner's usual value, `growth` its change a year."""

    code: str
    he: str
    en: str
    level: str
    direction: str
    goal: str
    aggregation: str
    unit_he: str
    unit_en: str
    formula_he: str
    formula_en: str
    counts_people: bool = True
    decimals: int = 0
    dimensions: tuple[str, ...] = ()
    frequency: str = "quarter"
    typical: float = 60
    growth: float = 0.12
    target_growth: float = 0.2
    purpose_he: str = ""
    purpose_en: str = ""
    tags: tuple[str, ...] = field(default=())


def _m(
    code: str, he: str, en: str, goal: str, unit: tuple[str, str], formula: tuple[str, str], **more: object
) -> MeasureSeed:
    base = {"level": "performance", "direction": "up", "aggregation": "sum"}
    return MeasureSeed(
        code=code,
        he=he,
        en=en,
        goal=goal,
        unit_he=unit[0],
        unit_en=unit[1],
        formula_he=formula[0],
        formula_en=formula[1],
        **(base | more),  # type: ignore[arg-type]
    )


PUPILS = ("תלמידים", "pupils")
TEACHERS = ("מורים", "teachers")
PERCENT = ("אחוזים", "per cent")

MEASURES = (
    _m(
        "math5",
        "נבחני חמש יחידות במתמטיקה, כיתות י״ב",
        "Pupils examined at five units in mathematics, grade 12",
        "excellence",
        ("נבחנים", "examinees"),
        ("סכום הנבחנים ברמת חמש יחידות בכל בתי הספר", "Sum of examinees at the five-unit level in all schools"),
        level="population",
        frequency="year",
    ),
    _m(
        "physics5",
        "נבחני חמש יחידות בפיזיקה",
        "Pupils examined at five units in physics",
        "excellence",
        ("נבחנים", "examinees"),
        ("סכום הנבחנים ברמת חמש יחידות", "Sum of examinees at the five-unit level"),
        level="population",
        frequency="year",
    ),
    _m(
        "chemistry5",
        "נבחני חמש יחידות בכימיה",
        "Pupils examined at five units in chemistry",
        "excellence",
        ("נבחנים", "examinees"),
        ("סכום הנבחנים ברמת חמש יחידות", "Sum of examinees at the five-unit level"),
        level="population",
        frequency="year",
    ),
    _m(
        "math5-enrolled",
        "תלמידים הלומדים חמש יחידות במתמטיקה",
        "Pupils who study mathematics at five units",
        "excellence",
        PUPILS,
        ("מספר התלמידים הרשומים ביום האחרון של התקופה", "Pupils enrolled on the last day of the period"),
        aggregation="latest",
        dimensions=("sex",),
        typical=88,
        growth=0.11,
    ),
    _m(
        "math5-new",
        "תלמידים שהצטרפו למסלול חמש יחידות",
        "Pupils who joined the five-unit track",
        "excellence",
        PUPILS,
        ("מספר המצטרפים במהלך התקופה", "Pupils who joined during the period"),
        dimensions=("sex",),
        typical=17,
        growth=0.15,
    ),
    _m(
        "math5-left",
        "תלמידים שעזבו את מסלול חמש יחידות",
        "Pupils who left the five-unit track",
        "excellence",
        PUPILS,
        ("מספר העוזבים במהלך התקופה", "Pupils who left during the period"),
        direction="down",
        typical=7,
        growth=-0.1,
        target_growth=-0.15,
    ),
    _m(
        "persistence",
        "שיעור ההתמדה במסלול חמש יחידות",
        "Persistence in the five-unit track",
        "excellence",
        PERCENT,
        (
            "מתמידים חלקי לומדים בתחילת התקופה, כפול 100",
            "Those who stayed divided by those who began the period, times 100",
        ),
        aggregation="ratio",
        counts_people=True,
        decimals=1,
        typical=82,
        growth=0.03,
        target_growth=0.05,
    ),
    _m(
        "physics5-enrolled",
        "תלמידים הלומדים חמש יחידות בפיזיקה",
        "Pupils who study physics at five units",
        "excellence",
        PUPILS,
        ("מספר התלמידים הרשומים ביום האחרון של התקופה", "Pupils enrolled on the last day of the period"),
        aggregation="latest",
        dimensions=("sex",),
        typical=45,
        growth=0.09,
    ),
    _m(
        "mentored",
        "תלמידים שקיבלו חונכות",
        "Pupils who were mentored",
        "equity",
        PUPILS,
        ("מספר התלמידים שנפגשו עם חונכים פעמיים לפחות", "Pupils who met a mentor at least twice"),
        dimensions=("sex", "stream"),
        typical=64,
        growth=0.18,
    ),
    _m(
        "extra-hours",
        "שעות תגבור שניתנו",
        "Extra teaching hours given",
        "excellence",
        ("שעות", "hours"),
        ("סכום שעות התגבור שניתנו בתקופה", "Sum of extra hours taught in the period"),
        counts_people=False,
        typical=240,
        growth=0.08,
    ),
    _m(
        "teachers-new",
        "מורים חדשים שנקלטו להוראת חמש יחידות",
        "New teachers of five units",
        "teachers",
        TEACHERS,
        ("מספר המורים שהחלו ללמד בתקופה", "Teachers who began in the period"),
        typical=6,
        growth=0.1,
    ),
    _m(
        "teachers-trained",
        "מורים שהשתתפו בהשתלמות",
        "Teachers who took part in training",
        "teachers",
        TEACHERS,
        ("מספר המורים שהשלימו 30 שעות לפחות", "Teachers who completed 30 hours at least"),
        typical=21,
        growth=0.14,
    ),
    _m(
        "teachers-staying",
        "שיעור ההתמדה של מורים",
        "Teachers who stay",
        "teachers",
        PERCENT,
        (
            "מורים שנשארו חלקי מורים בתחילת התקופה, כפול 100",
            "Teachers who stayed divided by those at the start, times 100",
        ),
        aggregation="ratio",
        decimals=1,
        typical=88,
        growth=0.02,
        target_growth=0.03,
    ),
    _m(
        "class-size",
        "ממוצע התלמידים בכיתת חמש יחידות",
        "Average size of a five-unit class",
        "teachers",
        ("תלמידים בכיתה", "pupils in a class"),
        ("ממוצע התלמידים בכיתה, משוקלל במספר הכיתות", "Mean pupils in a class, weighted by classes"),
        aggregation="mean",
        direction="down",
        counts_people=False,
        decimals=1,
        typical=22,
        growth=-0.04,
        target_growth=-0.06,
    ),
    _m(
        "industry-meetings",
        "מפגשים עם אנשי תעשייה",
        "Meetings with people from industry",
        "partnership",
        ("מפגשים", "meetings"),
        ("מספר המפגשים שנערכו בתקופה", "Meetings held in the period"),
        counts_people=False,
        typical=9,
        growth=0.2,
    ),
    _m(
        "volunteers",
        "מתנדבים פעילים מהתעשייה",
        "Active volunteers from industry",
        "partnership",
        ("מתנדבים", "volunteers"),
        ("מספר המתנדבים שפעלו פעמיים לפחות בתקופה", "Volunteers active at least twice in the period"),
        typical=28,
        growth=0.16,
    ),
    _m(
        "periphery-classes",
        "כיתות חמש יחידות חדשות בפריפריה",
        "New five-unit classes in the periphery",
        "equity",
        ("כיתות", "classes"),
        ("מספר הכיתות שנפתחו בתקופה", "Classes opened in the period"),
        counts_people=False,
        typical=3,
        growth=0.1,
        frequency="school_year",
    ),
    _m(
        "girls-share",
        "שיעור הנערות במסלול חמש יחידות בפיזיקה",
        "Share of girls in five-unit physics",
        "equity",
        PERCENT,
        ("נערות חלקי כלל הלומדים, כפול 100", "Girls divided by all, times 100"),
        aggregation="ratio",
        decimals=1,
        typical=35,
        growth=0.04,
        target_growth=0.06,
        frequency="school_year",
    ),
    _m(
        "satisfaction",
        "שביעות רצון של תלמידים",
        "Pupils' satisfaction",
        "excellence",
        ("ציון 1 עד 5", "score 1 to 5"),
        ("ממוצע התשובות בשאלון, משוקלל במספר המשיבים", "Mean of answers, weighted by respondents"),
        aggregation="mean",
        counts_people=False,
        decimals=2,
        typical=4,
        growth=0.02,
        target_growth=0.04,
        frequency="school_year",
    ),
    _m(
        "parents-nights",
        "הורים שהשתתפו בערבי חשיפה",
        "Parents at introduction evenings",
        "equity",
        ("הורים", "parents"),
        ("מספר המשתתפים בתקופה", "Participants in the period"),
        typical=75,
        growth=0.1,
        frequency="school_year",
    ),
    _m(
        "grade-average",
        "ממוצע הציון הסופי בחמש יחידות",
        "Average final grade at five units",
        "excellence",
        ("ציון", "grade"),
        ("ממוצע הציונים, משוקלל במספר הנבחנים", "Mean grade, weighted by examinees"),
        aggregation="mean",
        counts_people=False,
        decimals=1,
        typical=83,
        growth=0.01,
        target_growth=0.02,
        frequency="school_year",
    ),
    _m(
        "eligible",
        "זכאי בגרות בחמש יחידות",
        "Graduates with five units",
        "excellence",
        PUPILS,
        ("מספר הזכאים בסוף שנת הלימודים", "Graduates at the end of the school year"),
        dimensions=("sex",),
        typical=58,
        growth=0.1,
        frequency="school_year",
    ),
    _m(
        "budget-used",
        "ניצול התקציב הייעודי",
        "Use of the dedicated budget",
        "partnership",
        PERCENT,
        ("הוצאה בפועל חלקי התקציב, כפול 100", "Actual spending divided by budget, times 100"),
        aggregation="ratio",
        counts_people=False,
        decimals=1,
        typical=76,
        growth=0.03,
        frequency="school_year",
    ),
    _m(
        "joint-actions",
        "פעולות משותפות עם שותף אחר",
        "Actions shared with another partner",
        "partnership",
        ("פעולות", "actions"),
        ("מספר הפעולות שנערכו בתקופה", "Actions held in the period"),
        level="process",
        counts_people=False,
        typical=4,
        growth=0.2,
    ),
    _m(
        "data-on-time",
        "דוחות שהוגשו במועד",
        "Reports sent on time",
        "partnership",
        PERCENT,
        ("דוחות במועד חלקי דוחות שהתבקשו, כפול 100", "Reports on time divided by reports asked for, times 100"),
        level="process",
        aggregation="ratio",
        counts_people=False,
        decimals=0,
        typical=85,
        growth=0.02,
        frequency="school_year",
    ),
)
