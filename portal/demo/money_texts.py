"""The demo fund's texts and amounts. All amounts are fictional; the match of the volunteering venture alone is sourced."""

from dataclasses import dataclass

FUND = ("הקרן המשותפת 5 פי 2", "5x2 Pooled Fund")
BACKBONE_FUND = ("מימון ארגון השדרה", "Backbone Funding")
GUIDELINES = (
    "הקרן תומכת בפעילות שמקדמת את מטרות היוזמה לפי מפת הדרכים.\nועדת ההיגוי מחליטה על כל הקצאה. מי שיש להם עניין בארגון אינם "
    "רואים את ההצעה, אינם מצביעים ואינם נספרים במניין.\nכל תשלום מאושר בידי שני אנשים; מעל ₪150,000 נדרשת החלטה. "
    "חמישה אחוזים מכל תקציב שמורים ללמידה. מקבלי מענק מדווחים פעם בחצי שנה.",
    "The fund supports activity that serves the goals of the initiative by its road map.\nThe steering committee decides "
    "about each allocation. Whoever has an interest in an organisation does not see its proposal, does not vote and is not "
    "counted.\nEach payment is approved by two people; above ₪150,000 it names a decision. Five per cent of each budget are "
    "kept for learning. Grantees report twice a year.",
)
CRITERIA = (
    (3, "התאמה למפת הדרכים", "Fit with the road map"),
    (2, "יכולת ביצוע", "Ability to carry it out"),
    (1, "שותפות בין מגזרים", "Partnership across sectors"),
)


@dataclass(frozen=True)
class Gives:
    """A funder: code, role, what others may know, and its promise in whole units of its currency."""

    code: str
    role: str
    visibility: str
    amount: int
    parts: int
    currency: str = "ILS"
    match: int = 0
    shares: int = 0  # for how many goals it shares the responsibility


FUNDERS = (
    Gives("keshet", "pooled", "amount", 1_500_000, 3, shares=2),
    Gives("ayalon", "pooled", "band", 600_000, 3, shares=1),
    Gives("nofim", "pooled", "name", 300_000, 3),
    Gives("tamar", "pooled", "anonymous", 60_000, 2, "USD"),
    Gives("migdal", "pooled", "amount", 400_000, 1, match=100),
)


@dataclass(frozen=True)
class Gets:
    """A grant: grantee, title in both languages, amount, and how far it is."""

    code: str
    he: str
    en: str
    amount: int
    state: str


GRANTS = (
    Gets("shaked", "תגבור מתמטיקה בשעות אחר הצהריים", "Afternoon mathematics support", 180_000, "active"),
    Gets("emek-hazait", "הכשרת מורים למסלולי פיזיקה", "Training teachers for physics tracks", 120_000, "closed"),
    Gets("ofek-darom", "חונכות של עובדי תעשייה", "Mentoring by people of industry", 90_000, "suspended"),
    Gets("galim", "מעבדות ניידות", "Mobile laboratories", 75_000, "terminated"),
    Gets("al-manara", "פתיחת מסלול חמש יחידות", "Opening a five-unit track", 60_000, "agreement_sent"),
    Gets("ramat-hashikma", "מרכז למידה שכונתי", "A neighbourhood learning centre", 40_000, "approved"),
)
SECOND_ROUND = ("סבב שני: מסלולים חדשים בפריפריה", "Second round: new tracks in the periphery")
ROUND = ("סבב הקצאה לפריפריה", "Allocation round for the periphery")


@dataclass(frozen=True)
class Asks:
    """A proposal of the second round: who asks, for what, how much."""

    code: str
    he: str
    amount: int


PROPOSALS = (
    Asks("al-manara", "מסלול פיזיקה של חמש יחידות", 90_000),
    Asks("shaked", "תגבור בקיץ לעולים לתיכון", 120_000),
    Asks("ramat-hashikma", "הסעות לקבוצות תגבור אזוריות", 45_000),
)
NARRATIVE = (
    "נפתחו שבע קבוצות תגבור בחמישה בתי ספר. הנוכחות יציבה, ושתי קבוצות עברו לימי שישי לבקשת התלמידים. למדנו שקשר קבוע עם ההורים "
    "מעלה את ההתמדה."
)
VENTURE = (
    "ממשלה: 5 מיליון ₪ לשלוש שנים מול השתתפות זהה",
    "https://ivolunteer.org.il/",
)
