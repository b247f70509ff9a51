"""How the cases of the demonstration are told: short lines, and the runs of steps that every case has."""

from doudi.synthetic.demonstration.days import Move, steps
from doudi.synthetic.demonstration.shapes import StoryApplication

Programmes = tuple[tuple[str, int | None], ...]


def ask(
    household: str, programmes: Programmes, rests: str | dict[str, str], *moves: Move, **rest: str
) -> StoryApplication:
    """An application; `rests` is the stage of all its cases, or of each by programme."""
    where = dict.fromkeys((key for key, _ in programmes), rests) if isinstance(rests, str) else rests
    return StoryApplication(household, programmes, steps(*moves), where, **rest)


def accepted(ago: int, who: str = "") -> tuple[Move, ...]:
    """Applied for a day before it was accepted, so many working days ago."""
    at = f" {who}" if who else ""
    return f"apply {ago + 1}{at}", f"accept {ago}{at}"


def surveyed(ago: int, who: str = "") -> tuple[Move, ...]:
    """Accepted, and visited by two the day after."""
    return *accepted(ago, who), f"visit {ago - 1}"


def checked(ago: int, who: str = "") -> tuple[Move, ...]:
    """Accepted, visited, and the data check asked for and answered within four days."""
    return *surveyed(ago, who), f"ask_check {ago - 1}", f"check {ago - 3}"


def assessed(ago: int) -> tuple[Move, ...]:
    """Tekun: accepted, visited, and how far the person can look after themselves assessed."""
    return *surveyed(ago), f"assess {ago - 1}"


def compared(ago: int) -> tuple[Move, ...]:
    """Children: accepted, and what the departments know compared; nothing is posted."""
    return *accepted(ago), f"compare {ago - 2}"


def posted(ago: int, of: str = "") -> tuple[Move, ...]:
    """The first opinion, and its notice the day after."""
    return f"opinion {ago + 1} {of}", f"post {ago} {of}"


def sent(ago: int, of: str = "") -> tuple[Move, ...]:
    """The notice taken down and the file sent to the county."""
    return f"take_down {ago} {of}", f"send {ago} {of}"
