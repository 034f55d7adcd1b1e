"""Files as they really arrive: each with its name, its bytes and a piece of the sentence owed ("" if it is read)."""

import io
import zipfile

from openpyxl import Workbook

HEAD = ["ארגון", "מדד", "תקופה", "ערך"]
ROW = ["רשת אלון", "נבחנים", "2026-03", 12]
TEXT = "\r\n".join(",".join(str(cell) for cell in line) for line in (HEAD, ROW)) + "\r\n"


def book(*rows, change=None):
    """A workbook of these rows, changed by a function of its sheet."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if change:
        change(made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def archive(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def rewritten(data, member, change):
    """A workbook with one of its members changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return out.getvalue()


def _put(address, value):
    return lambda sheet: sheet.__setitem__(address, value)


def _hide(sheet):
    sheet.row_dimensions[2].hidden = True


def _per_cent(sheet):
    sheet["D2"] = 0.125
    sheet["D2"].number_format = "0.0%"


def _no_address(data):
    return data.replace(b' r="A1"', b"").replace(b' r="B1"', b"")


SHEET = "xl/worksheets/sheet1.xml"
GOOD = book(HEAD, ROW)
PEOPLE = "name,number\n" + "".join(f"x,{number}\n" for number in ("000000018", "123456782", "000000026"))

FILES = {
    "empty.csv": (b"", "file is empty"),
    "blank.csv": (b" \r\n,,\r\n", "file is empty"),
    "header_only.csv": (",".join(HEAD).encode(), "no row below"),
    "empty.xlsx": (b"", "file is empty"),
    "no_cells.xlsx": (book(), "file is empty"),
    "header_only.xlsx": (book(HEAD), "no row below"),
    "portable.xlsx": (b"%PDF-1.4", "is a PDF"),
    "text.xlsx": (TEXT.encode(), "send it as CSV"),
    "book.csv": (GOOD, "ending .xlsx"),
    "half.xlsx": (GOOD[: len(GOOD) // 2], "is damaged"),
    "bits.xlsx": (GOOD[:300] + b"\xff\x00\xff" + GOOD[303:], "is damaged"),
    "old.xls": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(900), "Old Excel"),
    "just.xlsx": (archive(a=b"x"), "is a ZIP"),
    "letter.xlsx": (archive(**{"word/document.xml": b"<a/>"}), "Word document"),
    "other.xlsx": (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "another kind"),
    "bomb.xlsx": (archive(**{SHEET: bytes(210_000_000)}), "larger inside"),
    "ratio.xlsx": (archive(**{SHEET: bytes(11_000_000)}), "larger inside"),
    "many.xlsx": (archive(**{f"m{place}": b"" for place in range(2001)}), "larger inside"),
    "doctype.xlsx": (rewritten(GOOD, SHEET, lambda old: b'<!DOCTYPE x [<!ENTITY y "z">]>' + old[55:]), "is damaged"),
    "torn.xlsx": (rewritten(GOOD, SHEET, lambda old: old[:-60]), "is damaged"),
    "no_sheet.xlsx": (archive(**{"xl/workbook.xml": b"<workbook/>"}), ""),
    "hidden_sheet.xlsx": (
        rewritten(book(HEAD, ROW), "xl/workbook.xml", lambda data: data.replace(b'"visible"', b'"hidden"')),
        "no sheet that shows",
    ),
    "picture.xlsx": (b"\x89PNG\r\n\x1a\n", "is a picture"),
    "page.xlsx": (b"<html><table></table></html>", "web page"),
    "page.csv": (b"\xef\xbb\xbf <!DOCTYPE html><html>", "web page"),
    "run.exe": (b"MZ", "Only .xlsx and .csv"),
    "run.xlsx": (b"MZ\x90\0" + b"\0" * 1000, "save it again in its own program"),
    "far_row.xlsx": (book(HEAD, ROW, change=_put("D1048576", 1)), None),
    "far_column.xlsx": (book(HEAD, ROW, change=_put("XFD9999", 1)), "reaches down to XFD9999"),
    "merged.xlsx": (book(HEAD, ROW, change=lambda sheet: sheet.merge_cells("A1:B1")), "A1:B1"),
    "merged_values.xlsx": (
        book(HEAD, ROW, ROW, change=lambda sheet: sheet.merge_cells("D2:D3")),
        "D2:D3 are merged: unmerge them",
    ),
    "formula.xlsx": (book(HEAD, ROW, change=_put("D2", "=1+1")), "D2: The formula holds no saved result"),
    "error.xlsx": (book(HEAD, [*ROW[:3], "#REF!"]), "D2: ⁨#REF!⁩ is an error"),
    "date.xlsx": (book(HEAD, [*ROW[:2], "31/02/2026", 1]), "C2: there is no 31 February 2026."),
    "hidden.xlsx": (book(HEAD, ROW, change=_hide), None),
    "per_cent.xlsx": (book(HEAD, ROW, change=_per_cent), None),
    "no_address.xlsx": (rewritten(GOOD, SHEET, _no_address), None),
    "good.xlsx": (GOOD, None),
    "double_title.csv": (("ערך," + TEXT).encode(), "twice (A1, E1)"),
    "no_title.csv": (TEXT.replace("מדד", "").encode(), "Column B has values and no title"),
    "missing.csv": ("ארגון,מדד\nא,ב\n".encode(), "are missing"),
    "missing_one.csv": (TEXT.replace("ערך", "אחר").encode(), "is missing"),
    "double_row.csv": ((TEXT + TEXT.split("\r\n")[1]).encode(), "Rows 2 and 3"),
    "mark.csv": (TEXT.encode("utf-8-sig"), None),
    "wide.csv": (TEXT.encode("utf-16"), None),
    "windows.csv": (TEXT.encode("cp1255"), None),
    "half_letters.csv": (TEXT.encode()[:-30] + b"\xd7", "Row 2: broken letters"),
    "no_letters.csv": (b"\xff\x81,b\n1,2\n", ""),
    "semicolons.csv": (TEXT.replace(",", ";").encode(), None),
    "tabs.csv": (TEXT.replace(",", "\t").encode(), None),
    "old_mac.csv": (TEXT.replace("\r\n", "\r").encode(), None),
    "nul.csv": (TEXT.replace("12", "1\x002").encode(), "D2: an unreadable character"),
    "quotes_inside.csv": (TEXT.replace("אלון", 'צה"ל').encode(), None),
    "open_quote.csv": (TEXT.replace("רשת", '"רשת').encode(), "Row 2: a quotation mark"),
    "long_line.csv": (TEXT.encode() + b"x" * 2_000_000, "Row 3 is longer"),
    "people.csv": (PEOPLE.encode(), "column B: identity numbers"),
    "people.xlsx": (book(["a", "b"], *([1, number] for number in (123456782, 12345674, 39337423))), "identity numbers"),
    "named_people.csv": ("ת״ז,ערך\n99999,1\n".encode(), "identity numbers"),
}  # fmt: skip
