"""Fictional partner organisations of the three sectors. Any likeness to a real organisation is chance."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Org:
    """One organisation: code for the demo's own use, names, sector, kind, district, number of employees."""

    code: str
    he: str
    en: str
    sector: str
    kind: str
    district: str
    size: int


BACKBONE = Org(
    "backbone", "מרכז מצפן – ארגון שדרה", "Matzpen Centre, backbone organisation", "third", "ngo", "tel_aviv", 24
)
MINISTRY = Org(
    "ministry",
    "משרד ממשלתי לחינוך (הדגמה)",
    "Government education ministry (demo)",
    "public",
    "ministry",
    "jerusalem",
    900,
)

FUNDERS = (
    Org("keshet", "קרן קשת לחינוך", "Keshet Education Foundation", "third", "foundation", "tel_aviv", 14),
    Org("ayalon", "קרן איילון", "Ayalon Foundation", "third", "foundation", "centre", 9),
    Org("nofim", "קרן נופים", "Nofim Foundation", "third", "foundation", "jerusalem", 11),
    Org("tamar", "קרן תמר המשפחתית", "Tamar Family Fund", "third", "foundation", "haifa", 5),
    Org(
        "migdal",
        "מגדל טכנולוגיות – השקעה חברתית",
        "Migdal Technologies, social investment",
        "business",
        "company",
        "centre",
        2100,
    ),
)

PARTNERS = (
    Org("shaked", "רשת החינוך שקד", "Shaked School Network", "third", "school_network", "centre", 1850),
    Org(
        "ramat-hashikma", "רשות מקומית רמת השקמה", "Ramat HaShikma Municipality", "public", "authority", "tel_aviv", 640
    ),
    Org("gvanim", "רשת בתי הספר גוונים", "Gvanim Schools", "third", "school_network", "north", 1240),
    Org("ofek-darom", "אופק דרום", "Ofek Darom", "third", "ngo", "south", 86),
    Org("emek-hazait", "מועצה אזורית עמק הזית", "Emek HaZait Regional Council", "public", "authority", "north", 410),
    Org("galim", "עמותת גלים להוראת מדעים", "Galim Science Teaching", "third", "ngo", "haifa", 52),
    Org("barkan-chips", "ברקן שבבים", "Barkan Semiconductors", "business", "company", "haifa", 1320),
    Org("tlamim", "רשת תלמים", "Tlamim Network", "third", "school_network", "south", 930),
    Org("har-hashaked", "רשות מקומית הר השקד", "Har HaShaked Municipality", "public", "authority", "jerusalem", 520),
    Org("noga-software", "נוגה תוכנה", "Noga Software", "business", "company", "tel_aviv", 780),
    Org("anaf", "ענף – מורים למחר", "Anaf, Teachers for Tomorrow", "third", "ngo", "tel_aviv", 64),
    Org("nahal-arugot", "רשות מקומית נחל ערוגות", "Nahal Arugot Municipality", "public", "authority", "south", 380),
    Org("al-manara", "עמותת אל־מנארה לחינוך", "Al-Manara for Education", "third", "ngo", "north", 47),
    Org("mifras", "מפרש – מכללה להוראה", "Mifras College of Teaching", "public", "college", "haifa", 310),
    Org("lavi-systems", "לביא מערכות", "Lavi Systems", "business", "company", "centre", 2650),
    Org("bina", "בינה צעירה", "Young Minds", "third", "ngo", "jerusalem", 38),
    Org("kfar-alon", "מועצה מקומית כפר אלון", "Kfar Alon Local Council", "public", "authority", "centre", 190),
    Org("orot", "רשת אורות הצפון", "Orot HaTzafon Network", "third", "school_network", "north", 1100),
    Org("technoda", "מרכז המדע תכנודע", "Technodah Science Centre", "third", "museum", "centre", 73),
    Org("shoham-labs", "מעבדות שוהם", "Shoham Laboratories", "business", "company", "jerusalem", 260),
    Org("wadi-amal", "רשות מקומית ואדי אמל", "Wadi Amal Municipality", "public", "authority", "north", 330),
    Org("tsameret", "צמרת – קידום נערות במדע", "Tzameret, Girls in Science", "third", "ngo", "tel_aviv", 29),
    Org("rimonim", "רשת רימונים", "Rimonim Network", "third", "school_network", "jerusalem", 870),
    Org("keren-or", "קרן אור לפריפריה", "Keren Or for the Periphery", "third", "ngo", "south", 41),
    Org("mishor", "מישור – אוניברסיטה", "Mishor University", "public", "university", "south", 2900),
    Org("gefen-data", "גפן נתונים", "Gefen Data", "business", "company", "tel_aviv", 410),
    Org("sela", "סלע – חונכות אקדמית", "Sela Academic Mentoring", "third", "ngo", "haifa", 33),
    Org(
        "beit-hakerem-ezori", "אשכול רשויות הכרם", "HaKerem Cluster of Authorities", "public", "authority", "north", 75
    ),
    Org("negev-robotics", "רובוטיקה לנגב", "Negev Robotics", "business", "company", "south", 190),
    Org("tarbut-mada", "תרבות המדע", "Culture of Science", "third", "ngo", "centre", 26),
    Org("maagalim", "מעגלים – הורים לחינוך", "Maagalim, Parents for Education", "third", "ngo", "centre", 18),
    Org("yeda-patuah", "ידע פתוח", "Open Knowledge", "third", "ngo", "tel_aviv", 22),
    Org("ramat-tavor", "רשות מקומית רמת תבור", "Ramat Tavor Municipality", "public", "authority", "north", 290),
    Org("hadarim", "רשת הדרים", "Hadarim Network", "third", "school_network", "centre", 760),
    Org("mitzpe-cloud", "מצפה ענן", "Mitzpe Cloud", "business", "company", "north", 350),
    Org("nitzanim", "ניצנים – מרכז מחוננים", "Nitzanim Gifted Centre", "third", "ngo", "south", 31),
    Org("yozmot-carmel", "יוזמות כרמל", "Carmel Initiatives", "third", "ngo", "haifa", 44),
    Org("kiryat-hadekel", "רשות מקומית קריית הדקל", "Kiryat HaDekel Municipality", "public", "authority", "south", 460),
    Org("zohar-optics", "זוהר אופטיקה", "Zohar Optics", "business", "company", "haifa", 540),
    Org("gesher-halimud", "גשר הלימוד", "Learning Bridge", "third", "ngo", "jerusalem", 57),
)

VOLUNTEERING = (
    Org("lev-hakehila", "לב הקהילה", "Heart of the Community", "third", "ngo", "centre", 60),
    Org("yad-benadiv", "יד נדיבה לקהילה", "Open Hand for the Community", "third", "ngo", "haifa", 34),
    Org("ir-mitnadevet", "רשות מקומית גני אורן", "Ganei Oren Municipality", "public", "authority", "centre", 420),
    Org("kav-mashve", "קו משווה ביטוח", "Kav Mashveh Insurance", "business", "company", "tel_aviv", 3100),
    Org("machon-medida", "המכון למדידה חברתית", "Institute for Social Measurement", "third", "ngo", "jerusalem", 19),
    Org("noar-poel", "נוער פועל יחד", "Youth Acting Together", "third", "ngo", "south", 28),
    Org(
        "sherut-ezrahi",
        "רשות השירות האזרחי (הדגמה)",
        "Civic Service Authority (demo)",
        "public",
        "ministry",
        "jerusalem",
        240,
    ),
    Org("delek-hevra", "אנרגיית הרים", "Harim Energy", "business", "company", "north", 900),
)

SPHERE = (
    Org("shorashim", "שורשים – מרכז קהילתי", "Shorashim Community Centre", "third", "ngo", "south", 21),
    Org("gshamim", "גשמים ראשונים", "First Rains", "third", "ngo", "centre", 17),
    Org("derech-hamashi", "דרך המשי", "Silk Road", "third", "ngo", "haifa", 12),
    Org("tikva-hadasha", "תקווה ומעש", "Hope and Action", "third", "ngo", "north", 25),
    Org("kolot", "קולות מהקהילה", "Voices of the Community", "third", "ngo", "jerusalem", 15),
    Org("even-pina", "אבן פינה", "Cornerstone", "third", "ngo", "tel_aviv", 30),
)
