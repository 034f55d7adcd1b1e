"""Every kind of mail in both languages, through a real SMTP server: its direction, why it came, how to stop it."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from allauth.core.context import request_context
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.adapters import AccountAdapter
from accounts.services import invitations
from communication import notices, outbox
from communication.digests import build, plan
from communication.models import Delivery, Preference
from communication.services import mails
from kernel import clock
from kernel.text import FSI, PDI
from tests.communication.test_smtp import server  # noqa: F401
from tests.factories.accounts import NotJoinedFactory, PersonFactory
from tests.factories.working_groups import MeetingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOON = datetime(2027, 3, 9, 10, 0, tzinfo=UTC)
MARKS = {"he": "\u200f", "en": "\u200e"}
ODD_NAME = 'Dana "דנה" <b>'


def invitation(language, cast):
    """From somebody whose name begins in the other letters."""
    inviter = PersonFactory(name_he=ODD_NAME, name_en=f"ש {ODD_NAME}")
    cast.director.name_he, cast.director.name_en = inviter.name_he, inviter.name_en
    cast.director.save()
    person = NotJoinedFactory(language=language)
    with translation.override(language):
        invitations.invite(actor=cast.actor("director"), person=person)


def code(language, cast):
    person = PersonFactory(language=language)
    Client().post(reverse("account_request_login_code"), {"email": person.email})


def reset(language, cast):
    person = PersonFactory(language=language)
    Client().post(reverse("account_reset_password"), {"email": person.email})


def change_of_sign_in(language, cast, rf):
    person = PersonFactory(language=language)
    request = rf.get("/")
    request.user = person
    with request_context(request):
        AccountAdapter(request).send_notification_mail("account/email/password_changed", person)


def _told(language, cast):
    for person in (cast.member, cast.chair):
        person.language, person.calendar = language, "none"
        person.save()
    return cast.member


def notice(language, cast):
    person = _told(language, cast)
    _something_new(cast, person, "now")
    notices.write_due()


def digest(language, cast):
    person = _told(language, cast)
    _something_new(cast, person, "digest")
    Preference.objects.create(person=person, kind="digest", choice="weekly")
    plan.plan()
    for key in build.due():
        build.build(key)


def _something_new(cast, person, choice):
    from audit import services as audit

    Preference.objects.create(person=person, kind="meetings", choice=choice)
    meeting = MeetingFactory(body=cast.group)
    audit.record(
        actor=cast.actor("coordinator"),
        kind="working_groups.meeting.called",
        subject=meeting,
        initiative=cast.initiative,
        about={"body": cast.group.pk},
    )
    while outbox.dispatch():
        pass
    assert Delivery.objects.filter(person=person).exists()


KINDS = {f.__name__: f for f in (invitation, code, reset, change_of_sign_in, notice, digest)}
OPTIONAL = {"notice", "digest"}


class Directions(HTMLParser):
    """What the elements say of direction and language."""

    def __init__(self):
        super().__init__()
        self.seen, self.links = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in {"html", "table", "td"} or given.get("role") == "main":
            self.seen.append((tag, given))
        if tag == "a":
            self.links.append(given.get("href", ""))


@pytest.fixture
def letter_of(server, cast, rf, django_capture_on_commit_callbacks):  # noqa: F811
    """The mail of that kind as a mail program receives it."""

    def send(kind, language):
        with clock.at(NOON):
            extra = {"rf": rf} if kind == "change_of_sign_in" else {}
            with translation.override(language), django_capture_on_commit_callbacks(execute=False):
                KINDS[kind](language, cast, **extra)
            mails.send_due()
        mine = [one for one in server.taken if one["Content-Language"] == language]
        assert mine, f"no mail of kind {kind} in {language} left"
        return mine[0]

    return send


@pytest.mark.parametrize("language", ["he", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_mail_reads_in_its_direction_and_says_why_it_came(letter_of, kind, language):
    letter = letter_of(kind, language)
    direction = "rtl" if language == "he" else "ltr"
    plain = letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
    html = letter.get_body(("html",)).get_content()
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]

    read = Directions()
    read.feed(html)
    assert read.seen[0] == ("html", {"lang": language, "dir": direction})
    assert all(given.get("dir") == direction for _tag, given in read.seen)
    main = next(given for _tag, given in read.seen if given.get("role") == "main")
    assert main["lang"] == language and f"direction:{direction}" in main["style"].replace(": ", ":")
    assert "<script" not in html and "<b>" not in html

    lines = [line for line in plain.splitlines() if " " in line.strip() and line != "-- "]
    assert all(line.startswith((MARKS[language], "  http")) for line in lines), plain
    body, _dashes, why = plain.partition("\n-- \n")
    assert body.strip() and why.strip(), "a mail says why it came below its own text"

    has_hebrew = re.search("[\u05d0-\u05ea]", re.sub(f"{FSI}[^{PDI}]*{PDI}", "", letter["Subject"] + plain))
    assert bool(has_hebrew) is (language == "he")


@pytest.mark.parametrize("language", ["he", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_optional_mail_stops_with_one_click_and_a_code_has_nothing_to_stop(letter_of, kind, language):
    letter = letter_of(kind, language)
    if kind not in OPTIONAL:
        assert letter["List-Unsubscribe"] is None
        return
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Auto-Submitted"] == "auto-generated" and letter["Precedence"] == "bulk"
    address = re.fullmatch(r"<https?://[^/]+(/u/[^>]+)>", letter["List-Unsubscribe"])[1]
    assert address in letter.get_body(("html",)).get_content()
    program = Client(enforce_csrf_checks=True)
    assert program.get(address).status_code == 200
    assert not Preference.objects.filter(choice="off").exists()
    answer = program.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and not answer.cookies
    assert Preference.objects.filter(choice="off").count() == 1


def test_a_name_in_other_letters_turns_neither_subject_nor_line(letter_of):
    letter = letter_of("invitation", "he")
    assert f'{FSI}Dana "דנה" <b>{PDI}' in letter["Subject"]
    assert "<bdi>Dana &quot;דנה&quot;" in letter.get_body(("html",)).get_content()


def test_nothing_is_sent_when_there_is_nothing_to_say(server, cast):  # noqa: F811
    with clock.at(NOON):
        _told("he", cast)
        Preference.objects.create(person=cast.member, kind="digest", choice="weekly")
        plan.plan()
        assert {build.build(key) for key in build.due()} <= {"skipped_empty", "suppressed"}
        mails.send_due()
    assert server.taken == []
