"""Making somebody anonymous, and taking along what the portal holds about a person."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from accounts.models import ApiToken, Person
from accounts.selectors import personal
from accounts.services import erasure, people, tokens
from audit.models import Entry
from communication.models import Mail, MailState
from communication.services import mails
from kernel import clock
from kernel.actor import Actor, for_user
from kernel.errors import Conflict, DomainError
from partners.models import Contact, Mandate
from partners.services import participations
from portal import erased
from tests.actors import actor_of
from tests.factories.accounts import AdminTermFactory, NotJoinedFactory, PersonFactory
from tests.factories.partners import IndividualFactory
from tests.factories.working_groups import DecisionFactory, ResponseFactory, SeatFactory
from working_groups.models import Seat

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def admins():
    return [AdminTermFactory().person, AdminTermFactory().person]


def erase(person, admins, reason="The person asked for it."):
    return erasure.erase(actor=SYSTEM, person=person, reason=reason, by=admins[0], confirmed_by=admins[1])


def test_erasing_takes_name_address_and_ways_in_and_leaves_the_row(cast, admins):
    person = cast.chair
    was = (person.email, person.name_he, person.name_en)
    _token, _secret = tokens.make(
        actor=for_user(person.pk), name="My laptop", scopes=["read"], expires_on=clock.today()
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True)
    erase(person, admins)
    row = Person.objects.get(pk=person.pk)
    assert not row.is_active and row.erased_at and not row.has_usable_password()
    assert row.public_id[:4].upper() in row.name_he and row.email.endswith("@erased.invalid")
    assert not {row.email, row.name_he, row.name_en} & set(was)
    assert not EmailAddress.objects.filter(user=row).exists()
    assert not ApiToken.objects.filter(person=row, revoked_at__isnull=True).exists()
    assert for_user(row.pk).grants == {}


def test_the_log_holds_no_name_and_no_address_of_anybody(cast, admins):
    erase(cast.lead, admins)
    log = "".join(f"{entry.subject_title}{entry.changes}{entry.about}" for entry in Entry.objects.all())
    assert cast.lead.name_he not in log and cast.lead.email not in log
    assert Entry.objects.filter(kind="accounts.person.erased").count() == 1


def test_an_invitation_and_a_term_leave_no_name_in_the_log(admins):
    from accounts.services import admins as terms
    from accounts.services import invitations

    person = NotJoinedFactory(name_he="נועה בדיקה")
    terms.grant(actor=SYSTEM, person=person)
    invitations.invite(actor=SYSTEM, person=person)
    people.join(actor=SYSTEM, person=person)
    assert not any("נועה" in entry.subject_title for entry in Entry.objects.all())


def test_what_others_rely_on_stays_and_every_role_ends_by_its_own_act(cast, admins):
    mandates = Mandate.objects.filter(person=cast.chair).count()
    erase(cast.chair, admins)
    assert Mandate.objects.filter(person=cast.chair).count() == mandates
    assert not Seat.objects.filter(person=cast.chair, ends_on__isnull=True).exists()
    assert Entry.objects.filter(kind="working_groups.seat.ended", by__isnull=True).exists()


def test_a_seat_and_a_substitute_s_place_end_though_their_last_day_is_known(cast, admins):
    later, yesterday = clock.today() + timedelta(days=30), clock.today() - timedelta(days=1)
    seat = Seat.objects.get(body=cast.group, person=cast.chair)
    Seat.objects.filter(pk=seat.pk).update(ends_on=later)
    beside = SeatFactory(body=cast.group, ends_on=later, substitute=cast.chair)
    erase(cast.chair, admins)
    assert Seat.objects.get(pk=seat.pk).ends_on == yesterday
    assert Seat.objects.get(pk=beside.pk).substitute is None


def test_the_log_tells_that_a_job_title_changed_and_not_which(cast):
    people.change(actor=actor_of(cast.lead), person=cast.lead, function="ראשת אגף ייחודי")
    changes = Entry.objects.get(kind="accounts.person.changed").changes
    assert "function" in changes and "ייחודי" not in str(changes)


def test_a_person_s_own_answers_are_told(cast):
    decision = DecisionFactory(body=cast.group)
    ResponseFactory(
        decision=decision, seat=Seat.objects.get(body=cast.group, person=cast.chair), answer="for", by=cast.chair
    )
    (part,) = [part for part in personal.everything(cast.chair) if part.name == "working_groups.Response"]
    assert [row["answer"] for row in part.rows] == ["for"]


def test_an_individual_s_participation_and_contact_rows_go_too(cast, admins):
    individual = IndividualFactory(initiative=cast.initiative, state="active")
    person = individual.person
    Contact.objects.create(organisation=cast.partner.organisation, name_he="קשר", mail=person.email)
    erase(person, admins)
    individual.refresh_from_db()
    assert individual.state == "ended"
    assert not Contact.objects.filter(name_he="קשר").exists()
    assert participations.title_of(individual) == str(cast.initiative)


def test_mails_are_emptied_and_those_that_wait_never_leave(admins):
    from django.core.mail import EmailMessage

    person = PersonFactory()
    mails.enqueue(message=EmailMessage("Subject", "Body", "from@example.org", [person.email]), kind="test")
    erase(person, admins)
    mail = Mail.objects.get(person=person)
    assert (mail.recipient, mail.subject, mail.text, mail.state) == ("", "", "", MailState.EXPIRED)


@pytest.mark.parametrize("case", ["alone", "not_admin", "oneself", "no_reason"])
def test_erasing_needs_two_administrators_and_a_reason(case, admins):
    person, signers, reason = PersonFactory(), admins, "Asked for it."
    if case == "alone":
        signers = [admins[0], admins[0]]
    elif case == "not_admin":
        signers = [admins[0], PersonFactory()]
    elif case == "oneself":
        person = admins[1]
    else:
        reason = " "
    with pytest.raises(DomainError):
        erase(person, signers, reason)
    assert Person.objects.get(pk=person.pk).erased_at is None


def test_erasing_twice_is_erasing_once(admins):
    person = PersonFactory()
    erase(person, admins)
    with pytest.raises(Conflict):
        erase(person, admins)


def test_erasures_are_repeated_after_an_older_backup(admins):
    person = PersonFactory()
    assert erasure.again(actor=SYSTEM, public_ids=[person.public_id]) == 1
    assert erasure.again(actor=SYSTEM, public_ids=[person.public_id]) == 0
    assert Person.objects.get(pk=person.pk).email.endswith("@erased.invalid")


def test_the_command_erases_once_and_keeps_the_id_apart(admins, settings, tmp_path, capsys):
    settings.ERASED_LIST = tmp_path / "erased.txt"
    person = PersonFactory()
    words = [person.email, "--by", admins[0].email, "--confirmed-by", admins[1].email, "--reason", "Asked for it."]
    call_command("erase_person", *words)
    assert erased.all_ids() == [person.public_id]
    call_command("erase_person", person.public_id, *words[1:])
    assert "already" in capsys.readouterr().out and erased.all_ids() == [person.public_id]
    with pytest.raises(CommandError):
        call_command("erase_person", "nobody@example.org", *words[1:])


def test_everything_about_a_person_is_told_and_nothing_about_others(cast, tmp_path):
    tokens.make(actor=for_user(cast.lead.pk), name="My laptop", scopes=["read"], expires_on=clock.today())
    call_command("export_person", cast.lead.email, "--to", str(tmp_path / "one.zip"))
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        data, page = packed.read("data.json").decode(), packed.read("data.html").decode()
    told = json.loads(data)
    assert told["accounts.Person"][0]["email"] == cast.lead.email
    assert told["partners.Mandate"] and told["accounts.ApiToken"][0]["name"] == "My laptop"
    for other in Person.objects.exclude(pk=cast.lead.pk):
        assert not any(f'"{name}"' in data for name in (other.email, other.name_he, other.name_en))
        assert other.email not in page
    assert "password" not in data and "token_hash" not in data
    assert (tmp_path / "one.zip").stat().st_mode & 0o077 == 0


def test_nobody_takes_the_data_of_somebody_else(cast):
    with pytest.raises(DomainError):
        people.take_data(actor=actor_of(cast.director), person=cast.lead)
    token = for_user(cast.lead.pk, scopes=["read", "write"])
    with pytest.raises(DomainError):
        people.take_data(actor=token, person=cast.lead)
    assert zipfile.is_zipfile(io.BytesIO(people.take_data(actor=actor_of(cast.lead), person=cast.lead)))
