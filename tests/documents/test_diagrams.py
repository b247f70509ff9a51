"""A procedure's picture shows all of its stages and moves, nothing over anything else, and asks nothing of the page."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from doudi.documents.diagram_layout import in_order, lanes, moves_alike, steps_down, ways
from doudi.documents.diagrams import procedure_svg
from doudi.documents.svg import width_of, wrapped
from doudi.policy.procedure.clocks import DEADLINES, PROFILES, clocks_of
from doudi.policy.procedure.stages import DOCUMENTS, POSTS, PROCEDURES, STAGES, Procedure

SVG = "{http://www.w3.org/2000/svg}"
EVERY = list(PROCEDURES.values())
LANGUAGES = ("zh", "en")


def named(procedure: Procedure) -> str:
    return procedure.name


def drawn(procedure: Procedure, **asked: object) -> ElementTree.Element:
    return ElementTree.fromstring(procedure_svg(procedure, **asked))  # type: ignore[arg-type]


def all_text(picture: ElementTree.Element) -> str:
    return re.sub(r"\s", "", "".join(part.text or "" for part in picture.iter(f"{SVG}text")))


def frames(picture: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    """The stages' boxes, as left, top, right, bottom; without the ground and the inner frames of ends."""
    boxes = [part.attrib for part in picture.iter(f"{SVG}rect") if part.get("rx") == "6"]
    return [
        (float(at["x"]), float(at["y"]), float(at["x"]) + float(at["width"]), float(at["y"]) + float(at["height"]))
        for at in boxes
    ]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("procedure", EVERY, ids=named)
def test_every_stage_post_ground_document_and_clock_is_told(procedure: Procedure, language: str, profile: str) -> None:
    text = all_text(drawn(procedure, language=language, profile=profile))
    words = [STAGES[stage] for stage in procedure.stages]
    words += [move.ground for move in procedure.moves]
    words += [DOCUMENTS[move.document] for move in procedure.moves if move.document]
    words += [POSTS[post] for move in procedure.moves for post in move.by]
    recorded = {move.records for move in procedure.moves}
    words += [DEADLINES[one.name] for one in clocks_of(procedure.name, profile) if recorded & set(one.starts)]
    for word in words:
        assert re.sub(r"\s", "", getattr(word, language)) in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("procedure", EVERY, ids=named)
def test_no_box_lies_over_another_and_no_text_leaves_the_picture(procedure: Procedure, language: str) -> None:
    picture = drawn(procedure, language=language)
    width, height = float(picture.attrib["width"]), float(picture.attrib["height"])
    assert len(frames(picture)) == len(procedure.stages)
    for (_, top, _, bottom), (_, other_top, _, other_bottom) in combinations(frames(picture), 2):
        assert bottom < other_top or other_bottom < top
    for part in picture.iter(f"{SVG}text"):
        size = float(part.get("font-size", "12"))
        if part.get("text-anchor") is None:
            assert float(part.attrib["x"]) + width_of(part.text or "", size) <= width
        assert size < float(part.attrib["y"]) < height


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("procedure", EVERY, ids=named)
def test_no_two_lines_of_text_lie_over_each_other(procedure: Procedure, language: str) -> None:
    rows: dict[float, list[tuple[float, float]]] = {}
    for part in drawn(procedure, language=language).iter(f"{SVG}text"):
        wide = width_of(part.text or "", float(part.get("font-size", "12")))
        left = float(part.attrib["x"]) - (wide / 2 if part.get("text-anchor") else 0)
        rows.setdefault(float(part.attrib["y"]), []).append((left, left + wide))
    for stretches in rows.values():
        for (left, right), (other_left, other_right) in combinations(stretches, 2):
            assert right <= other_left or other_right <= left


@pytest.mark.parametrize("procedure", EVERY, ids=named)
def test_a_page_with_a_strict_policy_takes_it(procedure: Procedure) -> None:
    picture = procedure_svg(procedure, at_stage=procedure.first, passed=procedure.stages[1:3])
    assert not re.search(r"\bstyle=|<style|<script|\bon[a-z]+=|url\(|href", picture)
    assert {part.tag.removeprefix(SVG) for part in ElementTree.fromstring(picture).iter()} <= {
        *("svg", "title", "desc", "rect", "text", "polyline", "polygon", "circle")
    }


@pytest.mark.parametrize("procedure", EVERY, ids=named)
def test_nothing_is_told_by_colour(procedure: Procedure) -> None:
    picture = procedure_svg(procedure, at_stage=procedure.first, passed=procedure.stages[1:3])
    colours = set(re.findall("#[0-9a-f]{3,6}", picture))
    assert colours <= {"#000", "#fff", "#ddd"}


def test_the_picture_says_what_it_is_and_where_the_case_stands() -> None:
    picture = drawn(PROCEDURES["dibao"], at_stage="under_publicity", passed=("draft", "submitted"))
    label, told = picture.attrib["aria-labelledby"].split()
    parts = {part.get("id"): part.text or "" for part in picture}
    assert "最低生活保障" in parts[label]
    assert "现处于“公示中”" in parts[told] and "已经过：拟申请、已提交" in parts[told]
    assert "▶公示中" in all_text(picture) and "✓拟申请" in all_text(picture)


def test_a_stage_the_procedure_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError, match="relieved"):
        procedure_svg(PROCEDURES["dibao"], at_stage="relieved")
    with pytest.raises(KeyError, match="relieved"):
        procedure_svg(PROCEDURES["dibao"], passed=("relieved",))


def test_the_profiles_have_their_own_clocks() -> None:
    anhui, national = (all_text(drawn(PROCEDURES["tekun"], profile=one)) for one in ("anhui", "national"))
    assert "完成调查核实并提出初审意见：10个工作日" in anhui
    assert "完成调查核实并提出初审意见：15个工作日" in national


def test_children_s_pictures_say_that_nothing_is_posted() -> None:
    for procedure in EVERY:
        assert ("从不公示" in all_text(drawn(procedure))) == procedure.never_posted


@pytest.mark.parametrize("procedure", EVERY, ids=named)
def test_every_move_is_a_line_or_a_short_arrow(procedure: Procedure) -> None:
    order = in_order(procedure)
    assert sorted(order) == sorted(procedure.stages)
    shown = steps_down(procedure, order) | {
        (source, way.target) for way in ways(procedure, order) for source in way.sources
    }
    assert shown == {(move.source, move.target) for move in procedure.moves if move.source != move.target}


@pytest.mark.parametrize("procedure", EVERY, ids=named)
def test_moves_told_together_differ_in_nothing_but_their_stage(procedure: Procedure) -> None:
    for moves in moves_alike(procedure):
        assert len({(one.target, one.by, one.ground, one.document, one.records, one.route) for one in moves}) == 1


def test_lines_that_overlap_have_lanes_of_their_own() -> None:
    some = ways(PROCEDURES["dibao"], in_order(PROCEDURES["dibao"]))
    given = lanes({way: (index, index + 100) for index, way in enumerate(some)})
    assert len(set(given.values())) == len(some)
    apart = lanes({way: (index * 200, index * 200 + 100) for index, way in enumerate(some)})
    assert set(apart.values()) == {0}


def test_text_is_wrapped_where_a_reader_expects_it() -> None:
    assert wrapped("一二三四五", 36, 12) == ["一二三", "四五"]
    assert wrapped("一二三，四", 36, 12) == ["一二三，", "四"]
    assert wrapped("told in writing", 60, 12) == ["told in", "writing"]
