"""Building digests: claim, gather, freeze, queue; asked again before they leave; settled by what became of the mail.

The row (person, slot) exists before this begins. A worker that dies leaves it in building, and after ten minutes it is
taken up again, at most three times. The mail's Message-ID is the digest's own, so that a second hand-over can be known.
"""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Max
from django.utils import translation

from audit.models import Entry
from communication import outbox, schedule
from communication.audience import reachable
from communication.digests import groups, render, sections
from communication.digests.content import Content, thawed
from communication.models import Delivery, Digest, DigestState, Mail, MailState
from communication.selectors import preferences
from communication.services import mails
from kernel import actor as actors
from kernel import clock, languages
from kernel.actor import Actor

KIND = "digest"
STUCK = timedelta(minutes=10)
ATTEMPTS = 3


def due(limit: int = 500) -> Sequence[int]:
    """The keys of digests to build now."""
    rows = Digest.objects.filter(state=DigestState.PLANNED, not_before__lte=clock.now())
    return list(rows.order_by("not_before", "pk").values_list("pk", flat=True)[:limit])


def take_back() -> None:
    """What a dead worker held is planned again; what killed three of them waits for staff."""
    stuck = Digest.objects.filter(state=DigestState.BUILDING, claimed_at__lt=clock.now() - STUCK)
    stuck.filter(attempts__gte=ATTEMPTS).update(state=DigestState.FAILED)
    stuck.update(state=DigestState.PLANNED, claimed_at=None)


def build(pk: int, shared: groups.Shared | None = None) -> str:
    """Build one digest; returns its state after. Whoever loses the claim leaves it alone.

    `shared` is what the digests of one run have in common.
    """
    digest = Digest.objects.select_related("person").filter(pk=pk).first()
    if digest is None or not _claim(digest):
        return ""
    if not reachable().filter(pk=digest.person_id).exists():
        return _end(digest, DigestState.SUPPRESSED)
    language = language_of(digest)
    with translation.override(language):
        actor = actors.for_user(digest.person_id, language=language)
        choices = outbox.chosen([digest.person_id])[digest.person_id]
        if preferences.cadence(actor, choices) is None:
            return _end(digest, DigestState.SUPPRESSED)
        later = Digest.objects.filter(
            person=digest.person_id, slot__gt=digest.slot, state=DigestState.PLANNED, not_before__lte=clock.now()
        )
        if later.exists():
            return _end(digest, DigestState.MERGED)
        return _build(digest, actor, choices, shared or groups.Shared())


def language_of(digest: Digest) -> str:
    """The language of its person."""
    language = str(digest.person.language)
    return language if language in languages.codes() else languages.default()


def _claim(digest: Digest) -> bool:
    won = Digest.objects.filter(pk=digest.pk, state=DigestState.PLANNED, attempts=digest.attempts).update(
        state=DigestState.BUILDING, attempts=F("attempts") + 1, claimed_at=clock.now()
    )
    digest.state, digest.attempts = DigestState.BUILDING, digest.attempts + 1
    return bool(won)


def _end(digest: Digest, state: str, **changes: object) -> str:
    Digest.objects.filter(pk=digest.pk, state=DigestState.BUILDING, attempts=digest.attempts).update(
        state=state, claimed_at=None, built_at=clock.now(), **changes
    )
    return state


def _build(digest: Digest, actor: Actor, choices: dict[str, str], shared: groups.Shared) -> str:
    last = last_act()
    state = state_of_log(actor, last)
    shared.renew(last)
    window = groups.window(digest) if choices.get("groups") != "off" else None
    content = gather(digest, actor, window, shared)
    told = {"window_from": window.begins, "window_to": window.ends} if window else {}
    if not content.is_worth_sending:
        return _end(digest, DigestState.SKIPPED_EMPTY, **told)
    with transaction.atomic():
        letter = render.letter(digest, content)
        mail = mails.enqueue(
            message=letter,
            kind=KIND,
            person=digest.person,
            message_id=f"<digest.{digest.public_id}@{mails.host()}>",
            not_before=schedule.next_open(clock.now(), digest.person),
            expires_at=digest.expires_at,
        )
        Delivery.objects.filter(pk__in=content.deliveries, digest__isnull=True).update(digest=digest)
        won = Digest.objects.filter(pk=digest.pk, state=DigestState.BUILDING, attempts=digest.attempts).update(
            state=DigestState.QUEUED,
            content={**content.frozen(), "state": state},
            content_hash=content.hash,
            built_at=clock.now(),
            claimed_at=None,
            mail=mail,
            **told,
        )
        if not won:  # taken back meanwhile: the other worker's build counts
            transaction.set_rollback(True)
            return ""
    return str(DigestState.QUEUED)


def last_act() -> int | None:
    """The key of the last entry of the log."""
    last: int | None = Entry.objects.aggregate(last=Max("pk"))["last"]
    return last


def state_of_log(actor: Actor, last: int | None) -> str:
    """What all content hangs on: the last act of all, and what this person holds today.

    Every act leaves an entry, so while this word is the same nobody's content can have changed.
    """
    held = sorted((name, sorted(keys)) for name, keys in actor.grants.items())
    return sha256(f"{last} {clock.today()} {held}".encode()).hexdigest()


def gather(digest: Digest, actor: Actor, window: groups.Window | None, shared: groups.Shared | None = None) -> Content:
    """The content of a digest as it would be now."""
    block = groups.gather(actor, window, shared) if window is not None else ()
    return sections.gather(actor, digest.person, digest, block)


def still_wanted(mail: Mail) -> bool:
    """Asked just before a digest leaves: what its person may see no more, or has seen, is taken out.

    Nothing is added: what was frozen is what is sent, less that.
    """
    digest = Digest.objects.select_related("person").filter(mail=mail).first()
    if digest is None or not reachable().filter(pk=digest.person_id).exists():
        return False
    language = language_of(digest)
    with translation.override(language):
        actor = actors.for_user(digest.person_id, language=language)
        if preferences.cadence(actor, outbox.chosen([digest.person_id])[digest.person_id]) is None:
            return False
        frozen = thawed(digest.content)
        if state_of_log(actor, last_act()) == digest.content.get("state"):
            return True
        window = groups.Window(digest.window_from, digest.window_to) if digest.window_to else None
        left = frozen.only(gather(digest, actor, window).keys())
        if not left.is_worth_sending:
            return False
        if left != frozen:
            letter = render.letter(digest, left)
            mail.subject, mail.text, mail.html = str(letter.subject), str(letter.body), str(letter.alternatives[0][0])
            Mail.objects.filter(pk=mail.pk).update(subject=mail.subject, text=mail.text, html=mail.html)
            content = {**left.frozen(), "state": digest.content.get("state")}
            Digest.objects.filter(pk=digest.pk).update(content=content, content_hash=left.hash)
    return True


def settle() -> None:
    """Write down what became of the mails of queued digests; what was not told after all may be told again."""
    queued = Digest.objects.filter(state=DigestState.QUEUED)
    queued.filter(mail__state=MailState.SENT).update(state=DigestState.SENT)
    for state, end in ((MailState.FAILED, DigestState.FAILED), (MailState.EXPIRED, DigestState.EXPIRED)):
        keys = list(queued.filter(mail__state=state).values_list("pk", flat=True))
        if keys:
            Delivery.objects.filter(digest__in=keys).update(digest=None)
            Digest.objects.filter(pk__in=keys, state=DigestState.QUEUED).update(state=end)
