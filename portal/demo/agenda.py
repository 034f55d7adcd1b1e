"""The demo's goals, the factors of its road map, and the dimensions that its measures are broken down by."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """A goal or a factor: code, Hebrew, English."""

    code: str
    he: str
    en: str


GOALS = (
    Item(
        "excellence",
        "הכפלת מספר המסיימים חמש יחידות במתמטיקה ובמדעים",
        "Double the number who finish five units in mathematics and science",
    ),
    Item("teachers", "מורים טובים ומספיקים למתמטיקה ולמדעים", "Enough good teachers of mathematics and science"),
    Item(
        "equity",
        "צמצום פערים בין מרכז לפריפריה ובין קבוצות באוכלוסייה",
        "Narrow the gaps between centre and periphery and between groups",
    ),
    Item("partnership", "שותפות פעילה של שלושת המגזרים", "An active partnership of the three sectors"),
)

FACTORS = (
    Item("middle-school", "היערכות בחטיבות הביניים", "Readiness in middle school"),
    Item("teacher-supply", "הכשרה וקליטה של מורים", "Training and induction of teachers"),
    Item("motivation", "הנעה ועידוד של תלמידים והורים", "Motivation of pupils and parents"),
    Item("small-classes", "כיתות קטנות ושעות תגבור", "Small classes and extra hours"),
    Item("mentoring", "חונכות וחשיפה לתעשייה", "Mentoring and meeting industry"),
    Item("policy", "מדיניות ותמריצים של המשרד", "Policy and incentives of the ministry"),
)

# dimension: code, he, en, ((category code, he, en), …), complete
DIMENSIONS = (
    ("sex", "מגדר", "Sex", (("f", "נערות", "Girls"), ("m", "נערים", "Boys")), True),
    (
        "stream",
        "זרם חינוך",
        "Education stream",
        (
            ("state", "ממלכתי", "State"),
            ("religious", "ממלכתי־דתי", "State religious"),
            ("arab", "חברה ערבית", "Arab society"),
        ),
        True,
    ),
)
