"""Everything that some of the cast can read of an initiative, address by address. Not a test."""

import io
import zipfile

from django.core.cache import cache

from tests.matrix.addresses import all_addresses
from tests.matrix.objects import Filler
from tests.matrix.visitor import quick
from tests.matrix.walk import is_walked, path_of
from tests.matrix.world import own

FORMATS = ("csv", "xlsx")


def said(answer):
    """All that an answer says: headers and body, a workbook unpacked."""
    body = answer.streamed if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"\n".join(parts.read(name) for name in parts.namelist())
    return answer.serialize_headers() + b"\n" + body


def answers(cast, every=1, queries=None):
    """(name of the address, reader, path, answer) of each so many-th address that is read, and as files by the first.

    `queries(address)` tells what else to put behind the question mark.
    """
    filler, first = Filler(own()), next(iter(cast))
    with quick(renders=True):
        for address in list(filter(is_walked, all_addresses()))[::every]:
            if "get" not in address.methods:
                continue
            path = path_of(address, filler.arguments(address))
            more = list(queries(address)) if queries else []
            for name, visitor in cast.items():
                files = [f"{path}?format={one}" for one in FORMATS if name == first]
                for asked in (path, *files, *(f"{path}?{one}" for one in more)):
                    cache.clear()  # so many files an hour are nobody's
                    yield address.name, name, asked, visitor.ask("get", asked)
