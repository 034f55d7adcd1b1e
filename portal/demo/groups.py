"""The demo's bodies: the steering committee and six groups, what they decide, do and ask of others."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BodySeed:
    """A body: code, kind, name, topic, goal, the partners that sit in it (the first one chairs)."""

    code: str
    kind: str
    he: str
    en: str
    topic_he: str
    topic_en: str
    goal: str
    members: tuple[str, ...]
    measures: tuple[str, ...] = ()


STEERING = BodySeed(
    "steering",
    "steering",
    "ועדת ההיגוי",
    "Steering Committee",
    "קביעת הכיוון, החלטות משותפות ומעקב אחר התוצאות",
    "Direction, shared decisions and follow-up of results",
    "",
    (
        "mishor",
        "shaked",
        "ramat-hashikma",
        "barkan-chips",
        "anaf",
        "gvanim",
        "lavi-systems",
        "al-manara",
        "emek-hazait",
    ),
)

GROUPS = (
    BodySeed(
        "measurement",
        "group",
        "קבוצת מדידה",
        "Measurement Group",
        "הגדרות, איכות הנתונים ולמידה מהם",
        "Definitions, quality of data and learning from it",
        "excellence",
        ("technoda", "shaked", "gvanim", "gefen-data", "ramat-hashikma", "mishor", "tlamim"),
        ("math5-enrolled", "persistence", "data-on-time"),
    ),
    BodySeed(
        "periphery",
        "group",
        "קבוצת פריפריה",
        "Periphery Group",
        "פתיחת מסלולים ביישובים רחוקים וצמצום פערים",
        "Opening tracks in distant places and narrowing gaps",
        "equity",
        (
            "ofek-darom",
            "tlamim",
            "nahal-arugot",
            "keren-or",
            "negev-robotics",
            "wadi-amal",
            "al-manara",
            "kiryat-hadekel",
        ),
        ("periphery-classes", "mentored"),
    ),
    BodySeed(
        "teachers",
        "group",
        "קבוצת מורים",
        "Teachers Group",
        "הכשרה, קליטה והתמדה של מורים",
        "Training, induction and staying of teachers",
        "teachers",
        ("mifras", "anaf", "orot", "rimonim", "galim", "har-hashaked"),
        ("teachers-new", "teachers-trained", "teachers-staying"),
    ),
    BodySeed(
        "industry",
        "group",
        "קבוצת תעשייה",
        "Industry Group",
        "מתנדבים, חונכות וחשיפה לתעשייה",
        "Volunteers, mentoring and meeting industry",
        "partnership",
        ("lavi-systems", "barkan-chips", "noga-software", "gefen-data", "zohar-optics", "mitzpe-cloud", "sela"),
        ("volunteers", "industry-meetings"),
    ),
    BodySeed(
        "middle-school",
        "group",
        "קבוצת חטיבות הביניים",
        "Middle School Group",
        "היערכות מוקדמת בכיתות ז׳ עד ט׳",
        "Early readiness in grades 7 to 9",
        "excellence",
        ("gvanim", "ramat-tavor", "hadarim", "kfar-alon", "nitzanim", "maagalim"),
        ("math5-new", "math5-left"),
    ),
    BodySeed(
        "girls",
        "group",
        "קבוצת נערות ומדע",
        "Girls and Science Group",
        "שילוב נערות בפיזיקה ובטכנולוגיה",
        "Girls in physics and technology",
        "equity",
        ("tsameret", "bina", "shoham-labs", "tarbut-mada", "beit-hakerem-ezori", "yozmot-carmel"),
        ("girls-share", "physics5-enrolled"),
    ),
)

AGENDA = (
    ("learning", "מה מלמדים הנתונים של הרבעון", 20),
    ("focus", "תוכנית העבודה לחודשים הקרובים", 40),
    ("partner", "שותף מספר: מה עבד אצלנו", 15),
    ("tasks", "מעקב אחר המשימות", 15),
)

MINUTES_HE = (
    "הקבוצה עברה על נתוני הרבעון. העלייה במספר המצטרפים נמשכת, אך ההתמדה ביישובים הקטנים עדיין נמוכה.\n\n"
    "הוסכם לבדוק עם שלושה בתי ספר מה הניע תלמידים לעזוב, ולהציג את הממצאים במפגש הבא.\n\n"
    "המשימות מהמפגש הקודם נסקרו; שתיים הושלמו ואחת קיבלה מועד חדש."
)
MINUTES_EN = (
    "The group went through the quarter's figures. The number who join keeps rising, yet fewer stay in small places.\n\n"
    "It was agreed to ask three schools why pupils left, and to show the findings at the next meeting.\n\n"
    "Tasks of the last meeting were reviewed; two are done and one has a new date."
)

DECISIONS = {
    "steering": (
        ("אימוץ סט הליבה של המדדים לשנה הקרובה", "Adopt the core set of measures for the coming year"),
        (
            "מיקוד השנה: התמדה במסלול חמש יחידות בפריפריה",
            "This year's focus: staying in the five-unit track in the periphery",
        ),
        ("פרסום נתוני הרבעון באתר הציבורי", "Publish the quarter's figures on the public site"),
    ),
    "measurement": (("ספירת תלמידים לפי יום אחרון של התקופה", "Count pupils on the last day of the period"),),
    "periphery": (("פתיחת שלושה מסלולים משותפים לכמה יישובים", "Open three tracks shared by several places"),),
    "teachers": (("מדריך אחיד לקליטת מורים חדשים", "One guide for the induction of new teachers"),),
    "industry": (("יעד של שני מפגשים לכל בית ספר ברבעון", "A target of two meetings a school in a quarter"),),
    "middle-school": (("מבחן מיפוי משותף בתחילת כיתה ח׳", "A shared mapping test at the start of grade 8"),),
    "girls": (("חונכות של סטודנטיות בכל בית ספר שותף", "Mentoring by women students in every partner school"),),
}

TASKS = {
    "steering": ("הכנת טיוטה להחלטה על יעדי השנה הבאה", "תיאום פגישה עם המשרד בנושא שעות תגבור"),
    "measurement": (
        "בדיקת ההבדלים בין שתי שיטות הספירה",
        "עדכון דף ההסבר למרכזי הנתונים",
        "ריכוז שאלות חוזרות על ההגדרות",
    ),
    "periphery": (
        "מיפוי ההסעות בין היישובים",
        "איתור מורה לפיזיקה משותף לשלושה יישובים",
        "סיכום הביקור בבתי הספר בדרום",
    ),
    "teachers": ("כתיבת פרק הקליטה במדריך", "איסוף משוב ממורים בשנה הראשונה"),
    "industry": ("גיוס עשרים מתנדבים נוספים", "הכנת ערכה למפגש ראשון עם תלמידים"),
    "middle-school": ("תרגום מבחן המיפוי לערבית", "תיאום מועד המבחן עם הרשתות"),
    "girls": ("הפקת סרטון קצר עם סטודנטיות", "קביעת ימי ביקור במעבדות"),
}

PLACES = ("רמת השקמה, בית התרבות", "מקוון", "מרכז המדע תכנודע", "קמפוס מישור, בניין 4")
