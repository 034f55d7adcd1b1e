"""The forms of a page as a browser sees them, filled with something that each field may take. Not a test."""

from html.parser import HTMLParser

TYPED = {
    "number": "1",
    "date": "2027-03-01",
    "datetime-local": "2027-03-01T10:00",
    "time": "10:00",
    "month": "2027-03",
    "email": "somebody@example.org",
    "url": "https://example.org/",
    "tel": "03-5550100",
}
WORD = "מילה"
UNSENT = {"submit", "button", "reset", "image", "file"}


class Forms(HTMLParser):
    """`found`: (method, action, {name: value}) of each form; a choice is its first, a text that is empty a word."""

    def __init__(self):
        super().__init__()
        self.found, self._form, self._select, self._area = [], None, "", None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name", "")
        if tag == "form":
            self._form = {}
            self.found.append((given.get("method", "get").lower(), given.get("action", ""), self._form))
        elif self._form is None:
            return
        elif tag == "input" and name and given.get("type", "text") not in UNSENT:
            self._input(name, given)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            value = given.get("value", "")
            if "selected" in given and value or (value and not self._form.get(self._select)):
                self._form[self._select] = value
            self._form.setdefault(self._select, "")
        elif tag == "textarea" and name:
            self._area, self._form[name] = name, ""
        elif tag == "button" and name:
            self._form.setdefault(name, given.get("value", ""))

    def _input(self, name, given):
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in {"checkbox", "radio"}:
            if "checked" in given or (kind == "radio" and name not in self._form):
                self._form[name] = value or "on"
        else:
            self._form[name] = value if value or kind == "hidden" else TYPED.get(kind, WORD)

    def handle_data(self, data):
        if self._area is not None:
            self._form[self._area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area is not None:
            self._form[self._area] = self._form[self._area].strip() or WORD
            self._area = None
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = None


def forms_of(html):
    """The forms of a page."""
    read = Forms()
    read.feed(html)
    read.close()
    return read.found
