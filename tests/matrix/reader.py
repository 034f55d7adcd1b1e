"""Reads a page as its reader does: which texts stand there, and in which language each is said to be. Not a test."""

import re
from html.parser import HTMLParser

HEBREW, WORDS = re.compile("[\u05d0-\u05ea]{2}"), re.compile(r"[A-Za-z]{3,}")
SKIPPED = {"script", "style", "svg", "code"}
ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "data-confirm", "value")
BUTTONS = {"submit", "button", "reset"}
OWN_NAMES = {"עברית", "English"}  # a language is named in its own letters
VOID = frozenset(("meta", "link", "input", "br", "img", "hr", "use", "path", "source", "wbr", "col", "circle", "line"))


class Reader(HTMLParser):
    """Collects the texts of a page that are not in the language they are said to be in.

    Typed texts (dir="auto") are their writers'; pieces of Latin (dir="ltr", bdi) are names and numbers.
    """

    def __init__(self):
        super().__init__()
        self.stack, self.wrong, self.lang, self.dir = [("", False, False)], [], "", ""
        self.typed, self.titles = set(), []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "html":
            self.lang, self.dir = given.get("lang"), given.get("dir")
        lang, typed, skipped = self.stack[-1]
        is_piece = tag == "bdi" or (tag not in {"html", "body"} and given.get("dir") in {"auto", "ltr"})
        here = (given.get("lang", lang), typed or is_piece, skipped or tag in SKIPPED)
        for name in ATTRIBUTES:
            if name in given and (name != "value" or given.get("type") in BUTTONS):
                is_ours = name != "value" and tag in {"input", "textarea", "select"}
                self.judge(given[name] or "", (here[0], typed if is_ours else here[1], here[2]))
        if tag not in VOID:
            self.stack.append(here)

    def handle_endtag(self, tag):
        if tag not in VOID and len(self.stack) > 1:
            self.stack.pop()

    def handle_data(self, data):
        lang, typed, skipped = self.stack[-1]
        if self.lasttag == "title" and not skipped:
            self.titles += [(part, lang) for part in data.split(" · ")]
        else:
            self.judge(data, (lang, typed, skipped))

    def close(self):
        """A title says again what was typed; nothing else in it may be of the other language."""
        super().close()
        for part, lang in self.titles:
            self.judge(part, (lang, part.strip() in self.typed, False))

    def judge(self, data, place):
        """Keep the text if it is in the other language."""
        lang, typed, skipped = place
        text = data.strip()
        if typed:
            self.typed.add(text)
        if not text or typed or skipped or text in OWN_NAMES or "@" in text or "/" in text:
            return
        if lang == "he" and not HEBREW.search(text) and len(WORDS.findall(text)) > 1:
            self.wrong.append(text[:60])
        if lang == "en" and HEBREW.search(text):
            self.wrong.append(text[:60])


def read(html):
    """The page, read."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader
