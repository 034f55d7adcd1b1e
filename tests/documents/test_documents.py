"""Files: known kinds only, private, handed out to whoever may see the owner."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from audit.models import Entry
from documents.models import Document
from documents.services import documents
from kernel.errors import Invalid

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


def pdf(name="minutes.pdf", more=b""):
    return ContentFile(PDF + more, name=name)


@pytest.fixture(autouse=True)
def _private_place(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


def add(cast, role="lead", file=None, **more):
    return documents.add(actor=cast.actor(role), file=file or pdf(), owner=cast.partner, **more)


def test_a_file_is_kept_with_its_hash_under_a_name_that_says_nothing(cast):
    document = add(cast, title="כתב מינוי")
    version = document.versions.get()
    assert (version.number, version.size, len(version.hash)) == (1, len(PDF), 64)
    assert "minutes" not in version.file.name
    assert not Entry.objects.exists()  # the act above records it


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.pdf", b"", "empty"),
        ("page.html", b"<script>", "kind"),
        ("drawing.svg", b"<svg/>", "kind"),
        ("no-ending", PDF, "kind"),
        ("picture.png", PDF, "disagrees"),
        ("text.txt", b"a\0b", "disagrees"),
        ("fake.pdf", b"MZ\x90\0", "disagrees"),
    ],
)
def test_a_foreign_file_is_refused_with_a_sentence(cast, name, content, code):
    with pytest.raises(Invalid) as refusal:
        add(cast, file=ContentFile(content, name=name))
    assert refusal.value.code == code
    assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "a\\b\\c.pdf", "invoice\u202efdp.pdf", "x" * 300 + ".pdf"])
def test_a_name_never_moves_in_a_path(cast, name):
    try:
        document = add(cast, file=pdf(name))
    except Invalid:
        return
    kept = document.versions.get().name
    assert "/" not in kept and "\\" not in kept and "\u202e" not in kept and len(kept) <= 200


def test_the_owner_decides_who_opens_a_file(cast, signed_in):
    document = add(cast)
    url = reverse("documents:document-download", args=[document.public_id])
    answer = signed_in(cast.member).get(url)
    assert (answer.status_code, answer.getvalue()) == (200, PDF)
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    for role in ("ministry", "stranger", "admin"):
        assert signed_in(cast.person(role)).get(url).status_code == 404, role
    assert signed_in(None).get(url).status_code == 302


def test_a_document_of_nothing_is_its_bringers_alone(cast):
    document = documents.add(actor=cast.actor("lead"), file=pdf())
    assert Document.objects.visible_to(cast.actor("lead")).get() == document
    assert not Document.objects.visible_to(cast.actor("director")).exists()
