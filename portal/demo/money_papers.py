"""The small papers of the demo's fund: the invoice that a grantee attaches to what it asks for."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from documents.services import documents
from documents.typesetting import typeset
from funding.models import Grant, Payment, Tranche
from funding.services import payments
from kernel import clock
from kernel.formatting import amount as money

_PAGE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(lang: "he", dir: rtl, font: "Heebo", size: 11pt)
#set page(paper: "a5", margin: 18mm)
#heading(level: 1, data.title)
#for line in data.lines { block(above: 1em, line) }
"""


def invoice(grant: Grant, number: str, amount: str, at: datetime) -> bytes:
    """One page: from whom, for which grant, how much."""
    lines = [str(grant.participation), f"עבור המענק: {grant.title}", f"לתשלום: {amount}", f"{at:%d.%m.%Y}"]
    return typeset(_PAGE.encode(), {"title": f"חשבונית {number}", "lines": lines}, at)


def ask(actor: Any, grant: Grant, tranche: Tranche) -> Payment:
    """The request for a whole tranche with its invoice, both by one act, as the page makes them."""
    number = f"{grant.number}-{tranche.number}"
    told = money(tranche.remaining, grant.allocation.restriction.currency)
    file = ContentFile(invoice(grant, number, told, clock.now()), name=f"invoice-{number}.pdf")
    document = documents.add(actor=actor, file=file, title=f"חשבונית {number}", language="he")
    payment = payments.request(
        actor=actor, tranche=tranche, amount=tranche.remaining, invoice=number, document=document
    )
    documents.attach(document=document, owner=payment)
    return payment
