"""Steps of the fund's flow as people take them: forms filled, buttons pressed, each by its own hand in its own tab."""

from datetime import timedelta

from django.test import Client
from playwright.sync_api import expect

from kernel import clock
from tests.browser.loop import act
from tests.conftest import made_fresh

PDF = b"%PDF-1.4\n%%EOF\n"


def iso(days=0):
    """A day as the browser's field for days takes it."""
    return (clock.today() + timedelta(days=days)).isoformat()


def cookies_of(person, origin):
    """The cookies of a sign-in of its own."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    made_fresh(client, person)
    return [{"name": name, "value": morsel.value, "url": origin} for name, morsel in client.cookies.items()]


class Hand:
    """One person's tab inside one fund."""

    def __init__(self, tab, language, fund):
        self.tab, self.language = tab, language
        self.root = f"/{language}/{fund.initiative.slug}/funds/{fund.public_id}/"
        self.initiative = f"/{language}/{fund.initiative.slug}/"

    def read(self, address, *texts):
        """Open a page of the fund; it says this."""
        self.tab.goto(address if address.startswith("/") else self.root + address)
        for text in texts:
            expect(self.tab.locator("main")).to_contain_text(str(text))
        return self

    def fill(self, address, **values):
        """Open a form, fill it in, send it."""
        self.read(address)
        for name, value in values.items():
            field = self.tab.locator(f"main [name='{name}']").first
            kind = field.evaluate("one => one.tagName + ':' + one.type")
            if kind.startswith("SELECT"):
                field.select_option(str(value))
            elif kind.endswith((":radio", ":checkbox")):
                self.tab.locator(f"main [name='{name}'][value='{value}']").check()
            elif kind.endswith(":file"):
                field.set_input_files(value)
            else:
                field.fill(str(value))
        return self.send()

    def send(self):
        """Send the form of the page; it was taken."""
        before = self.tab.url
        self.tab.locator("main form .btn--primary:visible, main form .btn--danger:visible").first.click()
        self.tab.wait_for_load_state()
        found = self.tab.locator("main .errors")
        assert not found.count(), found.first.inner_text()
        assert self.tab.url != before or "upload" not in before
        return self

    def press(self, name, address=None):
        """Press the button of an act."""
        if address is not None:
            self.read(address)
        act(self.tab, name)
        return self

    def status(self, address):
        """What the address answers."""
        return self.tab.request.get(self.root + address).status


def paper(name):
    """A small file."""
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


def statement(*lines):
    """The bank's file: reference, days ago, amount, payer."""
    rows = [f"{reference},{iso(0)},{amount},{payer}" for reference, amount, payer in lines]
    text = "\n".join(["reference,date,amount,payer", *rows]) + "\n"
    return {"name": "bank.csv", "mimeType": "text/csv", "buffer": text.encode()}
