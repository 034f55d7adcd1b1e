"""A picture is kept without what it tells besides: place, camera, time, names, and what hides behind its end."""

import struct
import zlib

import pytest
from django.core.files.base import ContentFile

from documents.models import Document, Version
from documents.services import documents, pictures
from kernel.errors import Invalid

SECRET = b"32.0853N 34.7818E Noa's telephone"


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(side=1, order=">"):
    mark = b"MM" if order == ">" else b"II"
    head = struct.pack(order + "HI", 42, 8)
    entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, side, 0)
    camera = struct.pack(order + "HHII", 0x010F, 2, len(SECRET), 38)
    return segment(0xE1, b"Exif\0\0" + mark + head + struct.pack(order + "H", 2) + camera + entry + bytes(4) + SECRET)


PICTURE = [
    segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
    segment(0xE2, b"ICC_PROFILE\0\x01\x01colours"),
    segment(0xEE, b"Adobe\0d\0\0\0\0\1"),
    segment(0xDB, b"\0" + bytes(64)),
    segment(0xC0, b"\x08\0\x01\0\x01\x01\x01\x11\0"),
    segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56",
]


def jpeg(*told, behind=b""):
    return b"\xff\xd8" + b"".join([PICTURE[0], *told, *PICTURE[1:]]) + b"\xff\xd9" + behind


def chunk(kind, body=b""):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*told, behind=b""):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    image = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(told) + chunk(b"tRNS", b"\0\1") + image + behind


@pytest.mark.parametrize(
    "told",
    [
        exif(),
        exif(order="<"),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
        segment(0xED, b"Photoshop 3.0\0" + SECRET),
        segment(0xE2, b"MPF\0" + SECRET),
        segment(0xFE, SECRET),
    ],
)
def test_a_jpeg_keeps_its_image_and_its_colours_and_nothing_else(told):
    assert pictures.bare(jpeg(told, behind=SECRET), pictures.JPEG) == jpeg()


@pytest.mark.parametrize("order", [">", "<"])
def test_a_jpeg_that_lies_on_its_side_still_says_so(order):
    kept = pictures.bare(jpeg(exif(side=6, order=order)), pictures.JPEG)
    assert SECRET not in kept and pictures._side(kept[kept.index(b"Exif\0\0") + 6 :]) == 6


@pytest.mark.parametrize("kind", [b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME", b"prVt"])
def test_a_png_keeps_its_image_and_its_colours_and_nothing_else(kind):
    assert pictures.bare(png(chunk(kind, SECRET), behind=SECRET), pictures.PNG) == png()


@pytest.mark.parametrize("whole", [jpeg(exif()), png(chunk(b"tEXt", SECRET))])
def test_a_picture_cut_anywhere_is_broken(whole):
    kind = pictures.PNG if whole.startswith(b"\x89PNG") else pictures.JPEG
    for length in range(len(whole)):
        with pytest.raises(pictures.Broken):
            pictures.bare(whole[:length], kind)


def test_other_files_stay_as_they_are():
    assert pictures.bare(b"%PDF-1.7 " + SECRET, "application/pdf") == b"%PDF-1.7 " + SECRET


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "whole", "kept"), [("a.jpg", jpeg(exif()), jpeg()), ("a.png", png(chunk(b"eXIf", SECRET)), png())]
)
@pytest.mark.parametrize("door", [documents.add, documents.add_logo])
def test_every_door_keeps_pictures_bare(cast, settings, tmp_path, name, whole, kept, door):
    file = ContentFile(whole, name=name)
    door(actor=cast.actor("lead"), file=file, title="Logo", owner=cast.partner)
    version = Version.objects.get()
    with version.file.open() as file:
        assert (file.read(), version.size) == (kept, len(kept))
    assert version.hash == documents.fingerprint(ContentFile(kept))


@pytest.mark.django_db
def test_a_broken_picture_is_refused_with_a_sentence(cast):
    with pytest.raises(Invalid) as refusal:
        documents.add(actor=cast.actor("lead"), file=ContentFile(jpeg()[:-40], name="a.jpg"), owner=cast.partner)
    assert refusal.value.code == "broken" and not Document.objects.exists()
