"""Helpers of the reporting loop: pressing acts, the other partners' reports, the worker's round, the mail that came."""

import re
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from accounts.models import Person
from communication import notices, outbox
from communication.digests import build, plan
from communication.services import mails
from kernel import actor as actors
from kernel import clock
from measurement.models import ReportingRequest
from measurement.selectors.sheets import cell_name
from measurement.services import reviews, submissions
from measurement.services.drafts import Change

TUESDAY = 2


def act(tab, name):
    """Press the button of an act, and its confirmation where there is one."""
    opener = tab.locator(f"button[data-dialog]:has(+ dialog form[action$='/{name}/'])")
    if opener.count():
        opener.first.click()
    tab.locator(f"form[action$='/{name}/'] button[type=submit]").first.click()
    tab.wait_for_load_state()


def where_it_is_noon():
    """A time zone in which mails may leave now, whenever the suite runs."""
    return min(
        (f"Etc/GMT{hours:+d}" for hours in range(-12, 13)),
        key=lambda name: abs(clock.now().astimezone(ZoneInfo(name)).hour - 13),
    )


def report_the_others(cycle, but):
    """The other partners send their numbers, and another coordinator accepts them."""
    reviewer = actors.for_user(Person.objects.get(email="coordinator2@demo.example").pk)
    for request in ReportingRequest.objects.filter(cycle=cycle).exclude(pk=but.pk):
        officer = request.participation.mandates.get(kind="data_officer").person
        changes = [
            Change(cell_name(code, ""), {"number": Decimal(number), "blank": ""})
            for code, number in (("extra-hours", 200), ("volunteers", 30))
        ]
        sending = submissions.report(actor=actors.for_user(officer.pk), request=request, changes=changes)
        reviews.accept(actor=reviewer, submission=sending.submission)


def tell_at_once():
    """What the worker does each minute: hand out the log, write what leaves at once, hand it over."""
    while outbox.dispatch():
        pass
    notices.write_due()
    while sum(mails.send_due().values()):
        pass


def tell_on_tuesday(person):
    """What beat and the worker do on the next Tuesday morning."""
    zone = ZoneInfo(person.time_zone)
    today = clock.now().astimezone(zone).date()
    day = today + timedelta(days=(TUESDAY - today.isoweekday()) % 7 or 7)
    with clock.at(datetime.combine(day, time(12), tzinfo=zone)):
        tell_at_once()
        plan.plan()
        for key in build.due():
            build.build(key)
        tell_at_once()


def open_newest_mail(tab, language, subject):
    """Open the mail of that subject in the persona's mailbox; gives the frame that shows it."""
    tab.goto(f"/{language}/me/mailbox/")
    tab.get_by_role("link", name=re.compile(subject)).first.click()
    tab.wait_for_load_state()
    frame = tab.frame_locator("iframe")
    expect(frame.locator("html")).to_have_attribute("lang", language)
    expect(frame.locator("html")).to_have_attribute("dir", "rtl" if language == "he" else "ltr")
    return frame


def pages_behind(tab, frame):
    """Open every link of a mail as its reader would; gives the address where each led."""
    found = []
    for href in dict.fromkeys(link.get_attribute("href") for link in frame.locator("a[href]").all()):
        answer = tab.request.get(href)
        assert answer.status == 200, f"{href} answers {answer.status}"
        found.append(answer.url)
    return found
