"""Pictures from outside: opened within limits, decoded to the end, and kept without what a telephone put in.

A photograph keeps its picture data as they were taken (decision 0015) and how the camera was held; every other picture is
turned upright and written anew. Either way nothing stays of where and when it was taken, the maker's notes, or whatever was
hung on behind.
"""

import base64
import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps

from doudi.documents.jpeg import without_notes

PICTURE_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
LARGEST_PIXELS = 64_000_000
_LARGEST_KEPT = 4000
# A larger file of no more pixels was written with a care that nobody sees on a paper: written anew it is half as large.
_LARGEST_AS_TAKEN = 4 * 1024 * 1024
_ORIENTATION = 0x0112
_LARGEST_PRINTED = 2000
_TOO_LARGE = f"图片像素过多（超过{LARGEST_PIXELS // 10_000}万像素）；请调低分辨率后重新拍照或扫描"
# Pillow raises, or warns, any of these on damaged files; which one depends on where the damage lies.
_DAMAGED = (
    *(OSError, SyntaxError, ValueError, EOFError, MemoryError, OverflowError, TypeError, KeyError, IndexError),
    *(Warning, struct.error, zlib.error),
)


class PictureRefused(ValueError):
    """A picture that cannot be opened, or that nobody should open; the message, in Chinese, says why."""


def picture_format(data: bytes) -> str:
    """The media type of a still JPEG, PNG or WebP picture of at most 64 million pixels; raises `PictureRefused`."""
    with _opened(data) as picture:
        form = _form(picture)
        if form != "JPEG" and getattr(picture, "n_frames", 1) > 1:
            raise PictureRefused("图片是动图，请改用静态图片（JPG 或 PNG）")
        return PICTURE_FORMATS[form]


def cleaned_image(data: bytes) -> bytes:
    """The same picture in the same format, at most 4000 pixels a side, without any metadata but how the camera was held.

    Raises `PictureRefused`.
    """
    return cleaned_and_small(data, 1)[0]


def upright_image(data: bytes) -> bytes:
    """The same picture in the same format, upright, at most 4000 pixels a side, written anew; raises `PictureRefused`."""
    with _opened(data) as picture:
        return _written(_upright(picture, _LARGEST_KEPT), _form(picture))


def cleaned_and_small(data: bytes, side: int) -> tuple[bytes, bytes]:
    """`cleaned_image` and `small_picture` of one picture, which is decoded once: that is most of the work.

    Raises `PictureRefused`.
    """
    with _opened(data) as picture:
        as_taken = _as_taken(data, picture)
        if as_taken is not None:
            # What is kept is what is decoded: to the end, though at an eighth of its size.
            return as_taken, small_picture(as_taken, side)
        upright = _upright(picture, _LARGEST_KEPT)
        cleaned = _written(upright, _form(picture))
        upright.thumbnail((side, side))
        return cleaned, _small(upright)


def small_picture(data: bytes, side: int) -> bytes:
    """The picture as a PNG of at most `side` pixels either way, upright and without metadata; raises `PictureRefused`."""
    with _opened(data) as picture:
        return _small(_upright(picture, side))


def picture_for_print(data: bytes) -> str:
    """The picture as an SVG text for a page, a JPEG inside; raises `PictureRefused`.

    A text, because the compiler of pages takes no bytes but in files, and private papers do not go into files.
    """
    with _opened(data) as picture:
        upright = _upright(picture, _LARGEST_PRINTED)
    width, height = upright.size
    text = base64.b64encode(_written(_on_white(upright), "JPEG")).decode()
    size = f'width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:image/jpeg;base64,{text}"/></svg>'


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """The picture, not yet decoded; whatever Pillow thinks of it comes out as `PictureRefused`."""
    try:
        with Image.open(io.BytesIO(data), formats=list(PICTURE_FORMATS)) as picture:
            _refuse_large(picture)
            yield picture
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(_TOO_LARGE) from None
    except _DAMAGED:
        raise PictureRefused("图片已损坏，无法打开；请重新拍照或扫描") from None


def _as_taken(data: bytes, picture: Image.Image) -> bytes | None:
    """A photograph of a usual size without its notes; None for every other picture."""
    if _form(picture) != "JPEG" or max(picture.size) > _LARGEST_KEPT or len(data) > _LARGEST_AS_TAKEN:
        return None
    held = picture.getexif().get(_ORIENTATION, 1)
    return without_notes(data, held if held in range(1, 9) else 1)


def _form(picture: Image.Image) -> str:
    """The format it is kept in; telephones hang further pictures on a JPEG, which Pillow then calls MPO."""
    return "JPEG" if picture.format == "MPO" else str(picture.format)


def _refuse_large(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > LARGEST_PIXELS:
        raise PictureRefused(_TOO_LARGE)


def _upright(picture: Image.Image, side: int) -> Image.Image:
    """The pixels, at most `side` of them either way, turned as the camera was held."""
    # A JPEG can be decoded at half or a quarter of its size, which spares most of the memory.
    picture.draft("RGB", (side, side))
    picture.load()
    wanted = "RGBA" if _see_through(picture) else "RGB"
    simple = picture if picture.mode == wanted else picture.convert(wanted)
    simple.thumbnail((side, side))
    ImageOps.exif_transpose(simple, in_place=True)
    return simple


def _see_through(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _small(picture: Image.Image) -> bytes:
    # Of a small photograph the usual level 6 makes no smaller file, in more than twice the time.
    return _written(picture, "PNG", compress_level=3)


def _written(picture: Image.Image, form: str, **how: int) -> bytes:
    """The pixels and nothing else, in one of the three formats."""
    # What is written beside the pixels (comment, EXIF, profile, text) Pillow takes from here alone.
    picture.info.clear()
    into = io.BytesIO()
    if form == "JPEG":
        _on_white(picture).save(into, "JPEG", quality=85)
    else:
        picture.save(into, form, **how)
    return into.getvalue()
