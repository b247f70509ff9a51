"""A procedure as a picture, drawn from its declared data: stages, moves, who takes them, on what, and their clocks.

    procedure_svg(PROCEDURES["dibao"], at_stage="under_publicity", passed=("draft", "submitted", "accepted"))

The stages stand one below another with their moves beside them as text, so nothing can lie over anything else; ways
that jump run in lanes at the left. We lay it out ourselves: graphviz is a program of its own that offices do not have,
and its labels on edges become unreadable with forty moves. Black and white; what a stage is, is said by words, borders
and marks, never by colour alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from doudi.documents import svg
from doudi.documents.diagram_layout import Way, in_order, lanes, moves_alike, steps_down, ways
from doudi.documents.diagram_words import COLUMNS, WORDS, clock_words, reasons, said
from doudi.policy.procedure.clocks import PROFILES
from doudi.policy.procedure.stages import DOCUMENTS, POSTS, STAGES, Move, Procedure

Language = Literal["zh", "en"]

_SIZE, _LEADING, _PAD, _GAP = 12, 16, 7, 22
_LANE, _BOX, _EDGE, _TOP = 12, 136, 16, 84
_WIDTHS = (176, 176, 158, 244)
_PORT = 11


@dataclass(frozen=True)
class _Row:
    """One move beside its stage: where it leads or comes from, and the lines of text in each column."""

    way: list[str]
    told: tuple[list[str], ...]

    @property
    def columns(self) -> list[list[str]]:
        return [self.way + self.told[0], *self.told[1:]]

    @property
    def height(self) -> int:
        return max(map(len, self.columns)) * _LEADING + _PAD


@dataclass(frozen=True)
class _Box:
    """One stage where it stands, with its moves beside it."""

    stage: str
    top: int
    height: int
    rows: tuple[_Row, ...]

    @property
    def bottom(self) -> int:
        return self.top + self.height


def procedure_svg(
    procedure: Procedure,
    *,
    at_stage: str | None = None,
    passed: Collection[str] = (),
    profile: str = "anhui",
    on: date | None = None,
    language: Language = "zh",
) -> str:
    """The diagram as an SVG element, to be put into a page or a file.

    `at_stage` is where a case stands, `passed` the stages it has been through. Clocks are those of the profile, in the
    edition in force `on` a day (None: the latest). Raises `KeyError` for a stage or a profile there is not.
    """
    for stage in (*passed, *([at_stage] if at_stage else [])):
        if stage not in procedure.stages:
            raise KeyError(stage)
    return _drawn(procedure, at_stage, frozenset(passed), profile, on, language)


# The same few hundred ways through the procedures are looked at again and again; each picture is some 30 kB.
@lru_cache(maxsize=512)
def _drawn(
    procedure: Procedure,
    at_stage: str | None,
    passed: frozenset[str],
    profile: str,
    on: date | None,
    language: Language,
) -> str:
    return _Drawing(procedure, at_stage, passed, profile, on, language).whole()


class _Drawing:
    """One diagram while it is drawn: what stands where is worked out first, then everything is told from top to bottom."""

    def __init__(
        self,
        procedure: Procedure,
        at_stage: str | None,
        passed: frozenset[str],
        profile: str,
        on: date | None,
        language: Language,
    ) -> None:
        self.procedure, self.at_stage, self.passed = procedure, at_stage, passed
        self.profile, self.on, self.language = profile, on, language
        self.order = in_order(procedure)
        self.ways = ways(procedure, self.order)
        self.alike = moves_alike(procedure)
        self.boxes = self._placed()
        self.ports = self._ports()
        self.lanes = lanes({way: self._span(way) for way in self.ways})
        self.left = _EDGE + _LANE * (max(self.lanes.values(), default=-1) + 2)
        self.width = self.left + _BOX + 14 + sum(_WIDTHS) + _EDGE

    def whole(self) -> str:
        """The picture."""
        foot = self._foot(self.boxes[self.order[-1]].bottom + 34)
        name = f"procedure-{self.procedure.name}"
        title, told = self._title(), self._description()
        body = [
            *self._head(),
            *self._all_ways(),
            *(part for stage in self.order for part in self._stage(stage)),
            *foot[0],
        ]
        opening = svg.attributes(
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {self.width} {foot[1]}",
            width=self.width,
            height=foot[1],
            role="group",
            lang="zh-CN" if self.language == "zh" else "en",
            aria_labelledby=f"{name}-title {name}-desc",
            font_family=svg.FONT,
            font_size=_SIZE,
            fill="#000",
        )
        ground = svg.shape("rect", width=self.width, height=foot[1], fill="#fff")
        labels = f'<title id="{name}-title">{title}</title>\n<desc id="{name}-desc">{told}</desc>'
        return f"<svg{opening}>\n{labels}\n" + "\n".join([ground, *body]) + "\n</svg>\n"

    def _title(self) -> str:
        return f"{said(self.procedure.label, self.language)} · {WORDS['diagram'][self.language]}"

    def _description(self) -> str:
        """What the picture shows, for those who cannot see it."""
        ends = self._list(self.procedure.terminals)
        words = [
            WORDS["described"][self.language].format(count=len(self.order), first=self._name(self.order[0]), ends=ends)
        ]
        if self.at_stage:
            words.append(WORDS["at"][self.language].format(self._name(self.at_stage)))
        if self.passed:
            words.append(
                WORDS["been"][self.language].format(self._list([one for one in self.order if one in self.passed]))
            )
        return " ".join(words)

    def _name(self, stage: str) -> str:
        return said(STAGES[stage], self.language)

    def _list(self, stages: Sequence[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(map(self._name, stages))

    def _placed(self) -> dict[str, _Box]:
        boxes: dict[str, _Box] = {}
        top = _TOP
        for stage in self.order:
            rows = (*self._rows_in(stage), *self._rows_out(stage))
            lines = sum(way.target == stage for way in self.ways) + sum(stage in way.sources for way in self.ways)
            height = max(40, sum(row.height for row in rows), (lines + 1) * _PORT)
            boxes[stage] = _Box(stage, top, height, rows)
            top += height + _GAP
        return boxes

    def _rows_in(self, stage: str) -> list[_Row]:
        """Moves that many stages have alike, such as a withdrawal, are told once, where they lead to."""
        return [
            self._row(
                moves[0], f"← {self._list([one for one in self.order if one in {move.source for move in moves}])}"
            )
            for moves in self.alike
            if moves[0].target == stage
        ]

    def _rows_out(self, stage: str) -> list[_Row]:
        told_elsewhere = [move for moves in self.alike for move in moves]
        return [
            self._row(move, WORDS["stays"][self.language] if move.target == stage else f"→ {self._name(move.target)}")
            for move in self.procedure.moves
            if move.source == stage and move not in told_elsewhere
        ]

    def _row(self, move: Move, way: str) -> _Row:
        posts = ("、" if self.language == "zh" else ", ").join(said(POSTS[post], self.language) for post in move.by)
        words = (
            [posts + WORDS[f"route_{move.route}"][self.language]],
            [said(move.ground, self.language)],
            [said(DOCUMENTS[move.document], self.language)] if move.document else [],
            clock_words(self.procedure, move, profile=self.profile, on=self.on, language=self.language),
        )
        cells = [
            [line for told in column for line in svg.wrapped(told, width - 12, _SIZE)]
            for column, width in zip(words, _WIDTHS, strict=True)
        ]
        return _Row(svg.wrapped(way, _WIDTHS[0] - 12, _SIZE), tuple(cells))

    def _ports(self) -> dict[tuple[str, Way], int]:
        """Where at its stage's left side each line ends or begins, lines from above first."""
        ports: dict[tuple[str, Way], int] = {}
        for stage, box in self.boxes.items():
            lines = sorted(
                (way for way in self.ways if way.target == stage or stage in way.sources),
                key=lambda way: (self._goes_down(stage, way), way.target == stage),
            )
            step = box.height / (len(lines) + 1)
            ports |= {(stage, way): round(box.top + step * at) for at, way in enumerate(lines, start=1)}
        return ports

    def _goes_down(self, stage: str, way: Way) -> bool:
        """Whether the line leaves the stage downward, or comes to it from below."""
        return way.upward if way.target == stage else not way.upward

    def _span(self, way: Way) -> tuple[int, int]:
        ends = [self.ports[stage, way] for stage in (way.target, *way.sources)]
        return min(ends), max(ends)

    def _head(self) -> list[str]:
        profile = said(PROFILES[self.profile], self.language)
        never = WORDS["never_posted"][self.language] if self.procedure.never_posted else ""
        parts = [
            svg.text(self._title(), _EDGE, 30, font_size=18, font_weight="bold"),
            svg.text(WORDS["profile"][self.language].format(profile) + never, _EDGE, 50),
            svg.text(WORDS["stage"][self.language], self.left, _TOP - 10, font_weight="bold"),
        ]
        for x, words in zip(self._columns(), COLUMNS, strict=True):
            parts.append(svg.text(words[self.language], x, _TOP - 10, font_weight="bold"))
        return parts

    def _columns(self) -> list[int]:
        start = self.left + _BOX + 14
        return [start + sum(_WIDTHS[:at]) for at in range(len(_WIDTHS))]

    def _stage(self, stage: str) -> list[str]:
        return [*self._box(self.boxes[stage]), *self._moves(self.boxes[stage]), *self._step_down(stage)]

    def _box(self, box: _Box) -> list[str]:
        here, been, last = box.stage == self.at_stage, box.stage in self.passed, box.stage in self.procedure.terminals
        fill = "#000" if here else "#ddd" if been else "#fff"
        parts = [self._frame(box, 0, fill, 3 if here else 1.4)]
        if last:
            parts.append(self._frame(box, 3, "none", 1))
        mark = WORDS["here"][self.language] if here else "✓ " if been else ""
        lines = svg.wrapped(mark + self._name(box.stage), _BOX - 16, 13)
        first = box.top + box.height / 2 - (len(lines) - 1) * _LEADING / 2 + 5
        for at, line in enumerate(lines):
            parts.append(
                svg.text(
                    line,
                    self.left + _BOX / 2,
                    first + at * _LEADING,
                    text_anchor="middle",
                    font_size=13,
                    font_weight="bold" if here or box.stage == self.order[0] else None,
                    fill="#fff" if here else None,
                )
            )
        return parts

    def _frame(self, box: _Box, inset: int, fill: str, width: float) -> str:
        return svg.shape(
            "rect",
            x=self.left + inset,
            y=box.top + inset,
            width=_BOX - 2 * inset,
            height=box.height - 2 * inset,
            rx=6 if not inset else 4,
            fill=fill,
            stroke="#fff" if fill == "none" and box.stage == self.at_stage else "#000",
            stroke_width=width,
        )

    def _moves(self, box: _Box) -> list[str]:
        parts, top = [], box.top
        for number, row in enumerate(box.rows):
            if number:
                parts.append(svg.path((self._columns()[0], top), (self.width - _EDGE, top), width=0.4))
            for at, (x, lines) in enumerate(zip(self._columns(), row.columns, strict=True)):
                for line, words in enumerate(lines):
                    weight = "bold" if at == 0 and line < len(row.way) else None
                    parts.append(svg.text(words, x, top + _LEADING * (line + 1), font_weight=weight))
            top += row.height
        return parts

    def _step_down(self, stage: str) -> list[str]:
        place = self.order.index(stage)
        if place + 1 == len(self.order) or (stage, self.order[place + 1]) not in steps_down(self.procedure, self.order):
            return []
        middle, below = self.left + _BOX / 2, self.boxes[self.order[place + 1]].top
        return [
            svg.path((middle, self.boxes[stage].bottom), (middle, below - 6), width=1.6),
            svg.arrow_down(middle, below),
        ]

    def _all_ways(self) -> list[str]:
        return [part for way in self.ways for part in self._way(way)]

    def _way(self, way: Way) -> list[str]:
        x = self.left - _LANE * (self.lanes[way] + 1) - 4
        target, (top, bottom) = self.ports[way.target, way], self._span(way)
        parts = [svg.path((x, top), (x, bottom), dashed=way.upward)]
        parts.append(svg.path((x, target), (self.left - 6, target), dashed=way.upward))
        parts.append(svg.arrow_right(self.left, target))
        for source in way.sources:
            y = self.ports[source, way]
            parts.append(svg.path((x, y), (self.left, y), dashed=way.upward))
            parts.append(svg.shape("circle", cx=x, cy=y, r=2.2))
        return parts

    def _foot(self, top: float) -> tuple[list[str], int]:
        """The key to the marks, then why a clock is provisional; and where the picture ends."""
        notes = [WORDS["key"][self.language], *reasons(self.procedure, self.profile, self.on, self.language)]
        lines = [line for note in notes for line in svg.wrapped(note, self.width - 2 * _EDGE, _SIZE)]
        parts = [svg.text(line, _EDGE, top + at * (_LEADING + 2)) for at, line in enumerate(lines)]
        return parts, round(top + len(lines) * (_LEADING + 2))
