"""What a picture tells besides the picture: place, camera, time, names. It is taken off before the bytes are kept.

Pure, and without decoding: a JPEG is segments, a PNG is chunks. What the eye needs stays as it is: the image, its
colours and which side is up. Whatever follows the picture's end goes too: cameras put films and second pictures there.
"""

import struct
from collections.abc import Iterator

JPEG, PNG = "image/jpeg", "image/png"
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
# The image, its transparency, colours and size, and its moves; text, time, EXIF and private chunks are not named here.
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)
_SOI, _EOI, _SOS, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_JFIF, _EXIF, _ICC, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_UPRIGHT, _ORIENTATION = 1, 0x0112


class Broken(ValueError):
    """The bytes are not the picture that their beginning promises."""


def bare(data: bytes, media_type: str) -> bytes:
    """The same picture without what it tells besides; other kinds of files come back as they are."""
    try:
        if media_type == JPEG:
            return b"".join(_jpeg(data))
        if media_type == PNG:
            return b"".join(_png(data))
    except (struct.error, IndexError):
        raise Broken from None
    return data


def _png(data: bytes) -> Iterator[bytes]:
    if not data.startswith(_PNG_HEAD):
        raise Broken
    yield _PNG_HEAD
    place, kind = len(_PNG_HEAD), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data):
            raise Broken
        if kind in _PNG_KEPT:
            yield data[place:end]
        place = end


def _jpeg(data: bytes) -> Iterator[bytes]:
    if not data.startswith(b"\xff\xd8\xff"):
        raise Broken
    yield data[:2]
    place, side = 2, _UPRIGHT
    while True:
        while data[place] == 0xFF and data[place + 1] == 0xFF:  # fill bytes
            place += 1
        if data[place] != 0xFF:
            raise Broken
        marker = data[place + 1]
        if marker == _EOI:
            yield data[place : place + 2]
            return
        (length,) = struct.unpack_from(">H", data, place + 2)
        end = place + 2 + length
        if length < 2 or end > len(data):
            raise Broken
        segment = data[place:end]
        if marker == _EXIF and segment[4:10] == b"Exif\0\0":
            side = _side(segment[10:])
            if side != _UPRIGHT:
                yield _exif_of(side)
        elif _is_picture(marker, segment):
            yield segment
        place = end
        if marker == _SOS:
            end = _end_of_scan(data, place)
            yield data[place:end]
            place = end


def _is_picture(marker: int, segment: bytes) -> bool:
    """Whether a segment is needed to show the picture: of the applications' only size, colours and their order."""
    if marker == _ICC:
        return segment[4:16] == b"ICC_PROFILE\0"
    if marker == _JFIF:
        return segment[4:9] == b"JFIF\0"
    if 0xE0 <= marker <= 0xEF:
        return marker == _ADOBE and segment[4:9] == b"Adobe"
    return marker != _COMMENT


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the coded image stops: at a marker that is neither a stuffed zero nor a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise Broken
        following = data[place + 1]
        if following not in (0x00, 0xFF) and not 0xD0 <= following <= 0xD7:
            return place
        place += 1 if following == 0xFF else 2


def _side(tiff: bytes) -> int:
    """Which side is up, of an EXIF block; upright where it does not say or cannot be read."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, _kind, _many, value = struct.unpack_from(order + "HHIH", tiff, entry)
            if tag == _ORIENTATION and 1 <= value <= 8:
                return int(value)
    except (KeyError, struct.error):
        pass
    return _UPRIGHT


def _exif_of(side: int) -> bytes:
    """An EXIF segment that says which side is up and nothing else."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, side, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
