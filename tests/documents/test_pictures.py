"""Pictures from outside: upright, small enough, and nothing left of what the telephone wrote into them."""

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageOps

from documents.household import picture
from doudi.documents.jpeg import without_notes
from doudi.documents.pictures import (
    PictureRefused,
    cleaned_and_small,
    cleaned_image,
    picture_for_print,
    picture_format,
    small_picture,
    upright_image,
)

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def photograph(form: str = "JPEG", *, orientation: int = 1, size: tuple[int, int] = (300, 200)) -> bytes:
    """A picture with a place, a maker and a way the camera was held; its left upper corner is red."""
    taken = Image.new("RGB", size, "white")
    taken.paste("red", (0, 0, size[0] // 3, size[1] // 3))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, "SecretMaker"
    exif.get_ifd(GPS)[2] = (31.0, 51.0, 40.0)
    into = io.BytesIO()
    taken.save(into, form, exif=exif, quality=95)
    return into.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def huge_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is very large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_cleaned_picture_keeps_its_format_and_loses_its_metadata(form: str) -> None:
    cleaned = cleaned_image(photograph(form))
    assert opened(cleaned).format == form
    assert not opened(cleaned).getexif() and b"SecretMaker" not in cleaned and b"Exif" not in cleaned


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("use", [cleaned_image, upright_image])
def test_cleaned_picture_stands_upright(form: str, use: Callable[[bytes], bytes]) -> None:
    cleaned = ImageOps.exif_transpose(opened(use(photograph(form, orientation=6))))
    assert cleaned.size == (200, 300)
    red, green, _ = cleaned.convert("RGB").getpixel((190, 10))  # type: ignore[misc]
    assert red > 200 and green < 80


def test_what_is_hung_on_behind_is_lost() -> None:
    assert b"behind" not in cleaned_image(photograph() + b"behind" * 100)


@pytest.mark.parametrize("orientation", range(10))
def test_photograph_keeps_its_pixels_and_only_how_the_camera_was_held(orientation: int) -> None:
    data = photograph(orientation=orientation)
    kept = opened(cleaned_image(data))
    assert ImageChops.difference(opened(data), kept).getbbox() is None
    assert dict(kept.getexif()) == ({ORIENTATION: orientation} if 2 <= orientation <= 8 else {})


@pytest.mark.parametrize(
    "how", [{}, {"progressive": True}, {"subsampling": 0}, {"restart_marker_rows": 1}, {"keep_rgb": True}]
)
def test_photograph_of_any_coding_is_the_same_to_look_at(how: dict[str, object]) -> None:
    into = io.BytesIO()
    Image.effect_noise((320, 200), 60).convert("RGB").save(
        into, "JPEG", comment=b"secret", icc_profile=b"secret" * 20, **how
    )
    data = into.getvalue()
    kept = cleaned_image(data)
    assert b"secret" in data and b"secret" not in kept
    assert ImageChops.difference(opened(data), opened(kept)).getbbox() is None


def test_photograph_loses_the_small_picture_of_its_jfif_head() -> None:
    data = photograph()
    with_small = (
        data[:2] + b"\xff\xe0" + struct.pack(">H", 16 + 12) + b"JFIF\0\1\1\0\0\1\0\1\2\2" + b"tiny" * 3 + data[2:]
    )
    kept = cleaned_image(with_small)
    assert b"tiny" not in kept and b"JFIF\0\1\1\0\0\1\0\1\0\0" in kept


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: data[:2] + b"\xff" + data[2:], id="filled up"),
        pytest.param(lambda data: data[:-2] + b"\xff\xdc\0\x04\0\xc8" + data[-2:], id="its height told afterwards"),
    ],
)
def test_photograph_built_otherwise_is_written_anew(change: Callable[[bytes], bytes]) -> None:
    data = change(photograph(orientation=6))
    assert opened(data).size == (300, 200) and without_notes(data, 6) is None
    assert cleaned_image(data) == upright_image(data)


def test_file_larger_than_it_has_to_be_is_written_anew() -> None:
    into = io.BytesIO()
    Image.effect_noise((3000, 2500), 120).convert("RGB").save(into, "JPEG", quality=98, subsampling=0)
    assert len(into.getvalue()) > 4 * 1024**2 and len(cleaned_image(into.getvalue())) < 0.6 * len(into.getvalue())


def test_picture_of_a_very_good_camera_is_made_smaller() -> None:
    assert max(opened(cleaned_image(photograph(size=(6000, 3000)))).size) == 4000


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_colour_is_read(mode: str) -> None:
    into = io.BytesIO()
    Image.new(mode, (40, 30)).save(into, "TIFF" if mode == "CMYK" else "PNG")
    if mode == "CMYK":
        into = io.BytesIO()
        Image.new(mode, (40, 30)).save(into, "JPEG")
    assert opened(cleaned_image(into.getvalue())).size == (40, 30)
    assert picture_for_print(into.getvalue()).startswith("<svg")


def test_small_picture_fits_and_is_a_png() -> None:
    small = opened(small_picture(photograph(orientation=6, size=(3000, 2000)), 240))
    assert small.format == "PNG" and small.size == (160, 240)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_picture_decoded_once_is_cleaned_as_alone_and_small_upright(form: str) -> None:
    data = photograph(form, orientation=6, size=(3000, 2000))
    cleaned, small = cleaned_and_small(data, 240)
    assert cleaned == cleaned_image(data) and opened(small).format == "PNG" and opened(small).size == (160, 240)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"text" * 50])
def test_what_is_no_picture_is_refused_in_chinese(data: bytes) -> None:
    for use in (cleaned_image, picture_format, picture_for_print):
        with pytest.raises(PictureRefused, match="图片"):
            use(data)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_cut_picture_is_refused(form: str, kept: float) -> None:
    whole = photograph(form, size=(900, 600))
    with pytest.raises(PictureRefused):
        cleaned_image(whole[: int(len(whole) * kept)])


@pytest.mark.parametrize(("width", "height"), [(10_000, 6_401), (12_000, 8_000), (60_000, 60_000)])
def test_picture_of_too_many_pixels_is_refused_before_it_is_decoded(width: int, height: int) -> None:
    with pytest.raises(PictureRefused, match="像素"):
        picture_format(huge_png(width, height))


def test_picture_of_the_largest_size_is_opened() -> None:
    assert picture_format(huge_png(8_000, 8_000)) == "image/png"


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_moving_picture_is_refused(form: str) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    into = io.BytesIO()
    frames[0].save(into, form, save_all=True, append_images=frames[1:])
    with pytest.raises(PictureRefused, match="动图"):
        picture_format(into.getvalue())


def test_telephone_picture_with_a_second_one_inside_is_a_jpeg() -> None:
    into = io.BytesIO()
    Image.new("RGB", (60, 40)).save(into, "MPO", save_all=True, append_images=[Image.new("RGB", (30, 20))])
    assert picture_format(into.getvalue()) == "image/jpeg"
    assert opened(cleaned_image(into.getvalue())).format == "JPEG"


def test_see_through_picture_is_printed_on_white() -> None:
    into = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(into, "PNG")
    assert picture_for_print(into.getvalue()) == picture_for_print(_white(40, 30))


def _white(width: int, height: int) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(into, "PNG")
    return into.getvalue()


def test_plain_picture_has_its_media_type() -> None:
    assert [picture_format(picture(form=form)) for form in ("JPEG", "PNG")] == ["image/jpeg", "image/png"]
