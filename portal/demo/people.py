"""The demo people. Each is named by function: no private person stands here.

CAST are the personas of the sign-in page (address before @demo.example); the others fill the organisations.
"""

from dataclasses import dataclass

PASSWORD = "shidra-demo"
DOMAIN = "demo.example"


@dataclass(frozen=True)
class Who:
    """One demo person: address, name by function in both languages, function, language, what the persona shows."""

    address: str
    he: str
    en: str
    function_he: str
    shows_he: str = ""
    shows_en: str = ""
    language: str = "he"


CAST = (
    Who(
        "director",
        "הנהלת ארגון השדרה",
        "Backbone director",
        "הנהלת ארגון השדרה",
        "מצב היוזמה כולה, פרסום ותפקידים",
        "The whole initiative, publication and roles",
    ),
    Who(
        "coordinator",
        "ריכוז היוזמה",
        "Initiative coordinator",
        "ריכוז הקבוצות והדיווח",
        "מחזור הדיווח, בדיקת דוחות והקבוצות",
        "The reporting cycle, reviews and groups",
    ),
    Who(
        "evaluator",
        "ייעוץ הערכה ומדידה",
        "Evaluation consultant",
        "הערכה ומדידה",
        "הגדרות מדדים ובדיקת ערכים",
        "Definitions of measures and checks of values",
    ),
    Who(
        "treasurer",
        "גזברות הקרן המשותפת",
        "Treasurer of the pooled fund",
        "גזברות",
        "כספי הקרן: תקבולים, תשלומים, התאמות ודוחות",
        "The fund's money: receipts, payments, reconciliation, reports",
    ),
    Who(
        "steering",
        "יושבת ראש ועדת ההיגוי",
        "Chair of the steering committee",
        "יו״ר ועדת ההיגוי",
        "לוח ועדת ההיגוי, החלטות ופרוטוקולים",
        "The steering dashboard, decisions and minutes",
    ),
    Who(
        "chair",
        "ראש קבוצת המדידה",
        "Chair of the measurement group",
        "ראש קבוצת עבודה",
        "הקבוצה שלי: מפגשים, משימות ומדדים",
        "My group: meetings, tasks and measures",
    ),
    Who(
        "lead",
        "הנהלת רשת שקד",
        "Head of Shaked Network",
        "הנהלת ארגון שותף",
        "מה מחכה לארגון, והערכים מול הכלל",
        "What waits for the organisation, its values and the whole",
    ),
    Who(
        "data",
        "ריכוז נתונים, רשת שקד",
        "Data officer of Shaked Network",
        "ריכוז נתונים",
        "הדוחות להגשה וטבלת ההזנה",
        "The reports owed and the entry grid",
    ),
    Who(
        "signatory",
        "זכות חתימה, רשת שקד",
        "Signatory of Shaked Network",
        "זכות חתימה",
        "המינוי שלי והדוחות של הארגון",
        "My mandate and our reports",
    ),
    Who(
        "funder",
        "נציגות קרן קשת",
        "Programme officer of Keshet Foundation",
        "נציגות קרן",
        "התקדמות המטרות וההחלטות של הוועדה",
        "Progress of the goals and the committee's decisions",
        "en",
    ),
    Who(
        "ministry",
        "נציגות המשרד הממשלתי",
        "Ministry representative",
        "נציגות משרד ממשלתי",
        "המשימות והמפגשים שלי",
        "My tasks and meetings",
    ),
    Who(
        "member",
        "חברי קבוצת הפריפריה",
        "Member of the periphery group",
        "חברי קבוצת עבודה",
        "המשימות שלי, פרוטוקולים והמפגש הבא",
        "My tasks, minutes and next meeting",
    ),
    Who(
        "applicant",
        "ארגון המבקש להצטרף",
        "Organisation that wants to join",
        "נציגות ארגון",
        "העמודים הציבוריים",
        "The public pages",
    ),
    Who(
        "admin",
        "ניהול המערכת",
        "System administrator",
        "ניהול המערכת",
        "חשבונות, עבודות רקע ודואר שנכשל",
        "Accounts, background work and failed mail",
    ),
)

# roles of the other organisations: suffix of the address, Hebrew and English pattern of the name
STAFF = (
    ("lead", "הנהלת %s", "Head of %s", "הנהלת ארגון", "representative"),
    ("data", "ריכוז נתונים, %s", "Data officer of %s", "ריכוז נתונים", "data_officer"),
)
COORDINATORS = (
    ("coordinator2", "ריכוז קבוצות הפריפריה", "Coordinator of the periphery groups"),
    ("coordinator3", "ריכוז קבוצות התעשייה", "Coordinator of the industry groups"),
)
