"""Sentences of the demo's loop: narratives, questions on cells, answers, reasons, press figures beside the series."""

from django.utils.translation import gettext_noop as _

NARRATIVES = (
    "ברבעון הזה נפתחו שתי קבוצות תגבור חדשות, ומספר המצטרפים עלה בעקבות ימי החשיפה.",
    "הירידה בשעות התגבור נובעת מחופשת החגים. ברבעון הבא השעות יושלמו.",
    "מורה חדשה לפיזיקה נקלטה בתחילת הרבעון, ולכן נפתחה קבוצה נוספת.",
    "השתתפנו בשני מפגשים עם אנשי תעשייה, והתגובות של התלמידים היו טובות מאוד.",
    "שני בתי ספר הצטרפו לרשת באמצע התקופה. הערכים כוללים אותם מיום הצטרפותם.",
)
QUESTIONS = (
    ("הערך גבוה בהרבה מהתקופה הקודמת. האם נוספו בתי ספר?", "כן, שני בתי ספר הצטרפו בתחילת הרבעון."),
    ("האם המספר כולל תלמידים שעזבו במהלך התקופה?", "לא. נספרו רק תלמידים רשומים ביום האחרון, לפי ההגדרה."),
    ("סכום הנערות והנערים אינו שווה לסך הכול. מה המקור להפרש?", "נפלה טעות בהקלדה, והערך תוקן."),
)
WARNING_REASON = "נבדק מול רשימות בתי הספר; הערך נכון."
CORRECTION_REASON = "בבדיקה חוזרת נמצאו רישומים כפולים בבית ספר אחד."
NOT_APPLICABLE_REASON = "הפעילות לא התקיימה ברבעון הזה."

# (series code, period, number, source, address); the catalogue holds each source in Hebrew
PRESS = (
    ("press-haaretz", "2013", 9000, _("Haaretz, press"), "https://www.haaretz.com/2015-08-31"),
    ("press-kotar", "2013", 9100, _("Kotar, CET"), "https://kotar.cet.ac.il"),
    (
        "press-haaretz",
        "2014",
        9350,
        _("Haaretz, August 2015"),
        "https://www.haaretz.com/2015-08-31",
    ),
    ("press-jpost", "2016", 12800, _("The Jerusalem Post"), "https://www.jpost.com"),
    (
        "press-intel",
        "2017",
        16000,
        _("Intel Israel's site"),
        "https://www.intel.co.il/content/www/il/he/education/intel-education.html",
    ),
    (
        "press-minister",
        "2018",
        18000,
        _("Minister's statement, press"),
        "https://www.meirpanim.org/education-minister-weve-saved-israel/",
    ),
)

# the share of adults (20 and over) who volunteered in the last 12 months: the Central Bureau's Social Survey
VOLUNTEERING_SURVEY = (
    ("2013", "19.9", "https://www.jointvolunteering.co.il/volunteering-day"),
    ("2014", "23.1", "https://www.jointvolunteering.co.il/volunteering-day"),
    ("2016", "20.0", "https://www.cbs.gov.il"),
    ("2018", "21.0", "https://www.20il.co.il"),
    ("2020", "21.0", "https://newsru.co.il"),
)

VOLUNTEERING_FORUMS = (
    ("infrastructure", "פורום חיזוק ופיתוח תשתיות בשטח", "Forum for Field Infrastructure"),
    ("awareness", "פורום העלאת מודעות וטכנולוגיה", "Forum for Awareness and Technology"),
    ("training", "פורום הכשרה והתמקצעות", "Forum for Training and Professional Standards"),
    ("work", "פורום התנדבות בעולם העבודה", "Forum for Volunteering at Work"),
    ("research", "פורום מדידה, ידע ומחקר", "Forum for Measurement, Knowledge and Research"),
    ("regulation", "פורום חקיקה ואסדרה (שם משוער)", "Forum for Legislation and Regulation (inferred name)"),
)
