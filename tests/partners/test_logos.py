"""Logos of initiatives and organisations, and the letter of a mandate: small pictures, private files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Entry
from documents.models import Document
from kernel import clock
from partners.models import Mandate
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def png(name="logo.png", more=b""):
    return SimpleUploadedFile(name, PNG + more, content_type="image/png")


def form_of(client, address):
    form = client.get(address).context["form"]
    return {name: value for name, value in form.initial.items() if value not in (None, "")}


def test_a_director_gives_the_initiative_a_logo_that_visitors_of_a_public_one_see(cast, signed_in):
    type(cast.initiative).objects.filter(pk=cast.initiative.pk).update(is_public=True)
    client, address = signed_in(cast.director), reverse("initiative:settings", args=[cast.initiative.slug])
    answer = client.post(address, {**form_of(client, address), "logo": png()})
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    cast.initiative.refresh_from_db()
    got = signed_in(None).get(cast.initiative.logo.get_absolute_url())
    assert got.status_code == 200 and got["Content-Type"] == "image/png" and got.getvalue()
    assert cast.initiative.logo.get_absolute_url() in client.get(address).content.decode()


@pytest.mark.parametrize(
    "file", [("logo.pdf", b"%PDF-1.7"), ("logo.svg", b"<svg/>"), ("big.png", PNG + b"0" * 1_000_001)]
)
def test_what_is_no_small_picture_is_refused_and_nothing_is_changed(cast, signed_in, file):
    client = signed_in(cast.lead)
    address = reverse("partners:organisation-edit", args=[cast.partner.organisation.public_id])
    answer = client.post(address, {**form_of(client, address), "logo": SimpleUploadedFile(*file)})
    assert answer.status_code == 422 and not Document.objects.exists()
    assert answer.context["form"].errors["logo"]


def test_a_representative_gives_the_organisation_a_logo_by_page_and_api(cast, signed_in):
    client, organisation = signed_in(cast.lead), cast.partner.organisation
    address = reverse("partners:organisation-edit", args=[organisation.public_id])
    assert client.post(address, {**form_of(client, address), "logo": png()}).status_code == 302
    assert client.get(reverse("partners:organisation", args=[organisation.public_id])).content.count(b"<img") == 1
    api = f"/api/v1/organisations/{organisation.public_id}/logo/"
    assert client.post(api, {"file": png("other.png")}).status_code == 200
    assert signed_in(cast.member).post(api, {"file": png()}).status_code in {403, 404}
    assert Document.objects.count() == 2


@pytest.mark.parametrize("place", ["organisation", "partner", "settings"])
def test_a_profile_that_changes_with_its_logo_is_one_act_with_one_entry(cast, signed_in, place):
    client, slug = signed_in(cast.director if place == "settings" else cast.lead), cast.initiative.slug
    address = {
        "organisation": reverse("partners:organisation-edit", args=[cast.partner.organisation.public_id]),
        "partner": reverse("partners:partner-edit", args=[slug, cast.partner.public_id]),
        "settings": reverse("initiative:settings", args=[slug]),
    }[place]
    sent = form_of(client, address)
    before = set(Entry.objects.values_list("pk", flat=True))
    assert client.post(address, {**sent, "name_en": "Renamed", "logo": png()}).status_code == 302
    made = Entry.objects.exclude(pk__in=before).get()
    assert {"name_en", "logo"} <= set(made.changes)


def test_the_letter_of_a_mandate_is_kept_with_it_and_seen_as_the_mandate(cast, signed_in):
    client = signed_in(cast.lead)
    address = reverse("partners:mandate-new", args=[cast.initiative.slug, cast.partner.public_id])
    person = PersonFactory()
    sent = {
        "kind": "data_officer", "email": person.email, "name_he": "נועה", "language": "he",
        "starts_on": clock.today().isoformat(),
        "document": SimpleUploadedFile("letter.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
    }  # fmt: skip
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    letter = Mandate.objects.get(person=person).document
    listed = reverse("partners:mandates", args=[cast.initiative.slug, cast.partner.public_id])
    assert letter.get_absolute_url() in client.get(listed).content.decode()
    assert client.get(letter.get_absolute_url()).getvalue().startswith(b"%PDF")
    assert signed_in(cast.stranger).get(letter.get_absolute_url()).status_code == 404
