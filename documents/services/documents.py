"""Bringing files in: a document with its version, and what it is attached to."""

import contextlib
import hashlib
import logging
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from documents import policies
from documents.models import Document, Link, Version
from documents.services import pictures
from documents.validation import clean_name, look, look_at_picture
from kernel import clock, languages, writing
from kernel.actor import Actor
from kernel.errors import Invalid, NoRoom
from kernel.permissions import require

log = logging.getLogger(__name__)


def add(
    *,
    actor: Actor,
    file: File,
    title: str = "",
    language: str | None = None,
    owner: models.Model | None = None,
) -> Document:
    """Keep a file under a title, attached to its owner. Whoever is signed in; the act above asks its own policy.

    The act above also records it: bringing a file is never all that somebody does. Refuses empty, large and foreign
    files, those that are not what their name says, and any file that the store has no room for.
    """
    require(policies.may_add(actor))
    name, media_type, kept = _looked_at(file)
    spoken = language if language in languages.codes() else actor.language
    values = writing.cleaned({"title": title or name})
    document = Document(title=values["title"][:200], title_language=spoken, by_id=actor.user_id, at=clock.now())
    writing.validate(document)
    with transaction.atomic():
        document.save(force_insert=True)
        if owner is not None:
            attach(document=document, owner=owner)
        _store(actor, document, kept, name, media_type, spoken)
    return document


def add_logo(*, actor: Actor, file: File, title: str, owner: models.Model) -> Document:
    """Keep a picture as the logo of its owner; the act that owns it asks its own policy and records the change.

    Refuses what `add` refuses, other kinds than PNG and JPEG, and pictures above 1 MB.
    """
    refusal = look_at_picture(file.name or "", file.size)
    if refusal is not None:
        raise Invalid(refusal.sentence, refusal.code, fields={"logo": [refusal.sentence]})
    return add(actor=actor, file=file, title=title, owner=owner)


def attach(*, document: Document, owner: models.Model) -> Link:
    """Attach a document to what owns it; the act that owns the thing records it."""
    link, _made = Link.objects.get_or_create(
        document=document, content_type=ContentType.objects.get_for_model(type(owner)), object_id=owner.pk
    )
    return link


def detach(*, document: Document, owners: Iterable[models.Model]) -> int:
    """Take a document away from what owned it; the act that owns the thing records it. The versions stay."""
    return sum(Link.objects.of(owner).filter(document=document).delete()[0] for owner in owners)


def _looked_at(file: File) -> tuple[str, str, File]:
    name = clean_name(file.name or "")
    file.seek(0)
    media_type, refusal = look(name, file.size, file.read(8192))
    if refusal is not None:
        raise Invalid(refusal.sentence, refusal.code, fields={"file": [refusal.sentence]})
    return name, media_type, _bare(file, media_type)


def _bare(file: File, media_type: str) -> File:
    """The file as it is kept: of a picture only the picture, without place, camera, time and names."""
    if media_type not in (pictures.JPEG, pictures.PNG):
        return file
    file.seek(0)
    try:
        return ContentFile(pictures.bare(file.read(), media_type), name=file.name)
    except pictures.Broken:
        sentence = _("The picture is broken: save it again in its own program.")
        raise Invalid(sentence, "broken", fields={"file": [sentence]}) from None


def fingerprint(file: File) -> str:
    """The SHA-256 of a file's bytes, by which the same file is known again; the file stands at its beginning after."""
    file.seek(0)
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _store(actor: Actor, document: Document, file: File, name: str, media_type: str, language: str) -> Version:
    version = Version(
        document=document,
        number=1,
        name=name,
        media_type=media_type,
        hash=fingerprint(file),
        size=file.size,
        language=language,
        by_id=actor.user_id,
        at=clock.now(),
    )
    _write(version, file, name)
    return writing.inserted(version, _("This document is here already."), "moved_on")  # type: ignore[no-any-return]


def _write(version: Version, file: File, name: str) -> None:
    """The bytes, before the row that names them. A store that breaks off leaves a part behind: it is taken away."""
    field = Version._meta.get_field("file")
    place = field.generate_filename(version, name)
    try:
        version.file = field.storage.save(place, file, max_length=field.max_length)
    except OSError as error:
        with contextlib.suppress(OSError):
            field.storage.delete(place)
        log.error("A file could not be kept: %s", error.strerror)
        sentence = _("The file could not be kept: the portal has no room left for it. Nothing was changed; try later.")
        raise NoRoom(sentence, "no_room") from error
