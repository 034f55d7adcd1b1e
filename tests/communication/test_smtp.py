"""Mails reach a real SMTP server: parsed in both languages, each ending of the line treated as what it is."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.utils import translation

from communication.digests import render
from communication.digests.content import Content, Group, Line
from communication.models import Digest, Mail, MailState
from communication.services import mails
from kernel import clock
from kernel.text import FSI, PDI
from tests.factories.accounts import PersonFactory
from tests.processes import free_port

pytestmark = pytest.mark.django_db
PLACE = 'יוזמת "5 פי 2" <b>'
NOW = datetime(2027, 3, 9, 8, 0, tzinfo=UTC)


class Server:
    """Keeps what it takes; `mode` says how it answers."""

    def __init__(self):
        self.mode = "take"
        self.taken = []

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        if self.mode in ("take", "cut"):
            self.taken.append(message)
        if self.mode == "cut":
            server.transport.close()
            return None
        return {"take": "250 taken", "later": "451 later", "never": "550 never"}[self.mode]


@pytest.fixture
def server(settings):
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.MAIL_TRANSPORT = "smtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", controller.port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield handler
    controller.stop()


@pytest.fixture(autouse=True)
def tuesday_morning():
    with clock.at(NOW):
        yield


def content():
    name = f"{FSI}דוח report_v2 (final).docx{PDI}"
    line = Line(
        "a", "act", f"השלמת {name} עד 17:30", "/he/a/", "המשך מילוי", "", "היום", "due", 15, 'יוזמת "5 פי 2" <b>'
    )
    line_2 = Line("b", "news", f"Decided: {name} & more", "/he/b/", "", "", "", "", 0, PLACE)
    group = Group("g", "קבוצה <script>", "/he/g/", (Line("c", "decided", f"{FSI}+5% ₪ 1,250.00{PDI}"),), True)
    return Content((line, line_2), (group,), "כי כך.")


def send(language):
    """A digest with names that turn lines round, through the row to the server."""
    person = PersonFactory(language=language)
    digest = Digest.objects.create(
        person=person, slot=NOW.date(), cadence="weekly", due_at=NOW, not_before=NOW, expires_at=NOW + timedelta(days=4)
    )
    with translation.override(language):
        letter = render.letter(digest, content())
    return mails.enqueue(message=letter, kind="test", person=person, message_id=f"<digest.{digest.public_id}@x>")


@pytest.mark.parametrize(("language", "direction", "align"), [("he", "rtl", "right"), ("en", "ltr", "left")])
def test_the_digest_arrives_whole_with_its_directions(server, language, direction, align):
    row = send(language)
    mails.send_due()
    message = server.taken[0]
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert message["Message-ID"] == row.message_id and message["Content-Language"] == language
    assert FSI in message["Subject"] and "5 פי 2" in message["Subject"]
    assert "דוח report_v2 (final).docx" in text and "<bdi>דוח report_v2 (final).docx</bdi>" in html
    assert f'lang="{language}" dir="{direction}"' in html
    cells = re.findall(r"<t(?:d|able)\b[^>]*>", html)
    assert cells and all(f'dir="{direction}"' in cell for cell in cells)
    assert html.count(f"text-align:{align}") + html.count(f"text-align: {align}") > 8
    assert "<script" not in html and "<b>" not in html and "&lt;script&gt;" in html
    assert all(line.startswith(("http", "\u200f", "\u200e", " ", "-- ")) for line in text.splitlines() if line)


def test_the_subject_and_the_senders_name_take_no_line_breaks(server):
    row = send("he")
    assert "\n" not in row.subject and "\n" not in row.sender and '"' not in row.sender[1:-30]


@pytest.mark.parametrize(
    ("mode", "state", "maybe_sent"),
    [
        ("later", MailState.QUEUED, False),
        ("never", MailState.FAILED, False),
        ("cut", MailState.QUEUED, True),
    ],
)
def test_each_ending_is_treated_as_what_it_is(server, mode, state, maybe_sent):
    row = send("he")
    server.mode = mode
    mails.send_due()
    row.refresh_from_db()
    assert (row.state, row.maybe_sent) == (state, maybe_sent)


def test_after_a_cut_the_same_mail_comes_again_under_the_same_message_id(server):
    row = send("he")
    server.mode = "cut"
    mails.send_due()
    server.mode = "take"
    with clock.at(NOW + timedelta(minutes=2)):
        mails.send_due()
    assert [message["Message-ID"] for message in server.taken] == [row.message_id] * 2
    assert Mail.objects.get(pk=row.pk).state == MailState.SENT


def test_a_server_that_is_down_costs_a_minute_and_no_mark(settings, server):
    settings.EMAIL_PORT = free_port()
    row = send("he")
    mails.send_due()
    row.refresh_from_db()
    assert (row.state, row.maybe_sent) == (MailState.QUEUED, False)
    assert row.not_before == NOW + timedelta(minutes=1)


def test_one_bad_mail_does_not_hold_up_the_next(server):
    bad, good = send("he"), send("en")
    Mail.objects.filter(pk=bad.pk).update(recipient="not an address")
    mails.send_due()
    good.refresh_from_db()
    assert good.state == MailState.SENT
