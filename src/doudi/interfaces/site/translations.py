"""`python -m doudi.interfaces.site.translations [extract|check]`: the English of the pages.

The msgids are the Chinese texts themselves; the one catalogue is English. `extract` brings it up to what the pages
say, `check` tells what is missing: a text without its English, and a Chinese text no reader of English would get.
"""

import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

HERE = Path(__file__).parent
INTERFACES = HERE.parent
LOCALE = HERE / "locale"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"
EXTENSIONS = ["jinja2.ext.i18n", "jinja2.ext.loopcontrols"]
METHODS = [
    ("**/templates/**.html", "jinja2"),
    ("site/**.py", "python"),
    ("staff/**.py", "python"),
    ("citizen/**.py", "python"),
]
OPTIONS = {"**/templates/**.html": {"extensions": ",".join(EXTENSIONS), "silent": "false", "newstyle_gettext": "true"}}
KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "N_"), None) | {"ngettext": (1, 2)}
HAN = re.compile(r"[㐀-鿿豈-﫿]")
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
# The name of a language stands in that language on every page; the sign of the brand is a picture.
SPOKEN = ("中文", "切换到中文", "兜")
SAID = re.compile("|".join(rf"(?<=[>\"]){one}(?=[<\"])" for one in SPOKEN))


def extract() -> int:
    """Bring the English catalogue up to what the pages say, keeping what is translated; how many texts lack English."""
    fresh = Catalog(locale="en", project="Doudi", charset="utf-8")
    for text in _messages():
        fresh.add(text)
    kept, declared = catalogue(), labels()
    for message in fresh:
        if message.id and (old := kept.get(message.id)) is not None and old.pluralizable == message.pluralizable:
            message.string = old.string
        if message.id and not message.string:
            message.string = declared.get(str(message.id), "")
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_bytes(_written(fresh))
    return len(untranslated())


def untranslated() -> list[str]:
    """The texts of the pages that have no English, or one whose placeholders differ."""
    known = catalogue()
    return sorted({_singular(text) for text in _messages() if not _is_whole(text, known)})


def bare_chinese() -> list[str]:
    """Where a template shows Chinese that does not go through gettext, as `file:line: text`."""
    found: list[str] = []
    for folder in (HERE / "templates", INTERFACES / "staff" / "templates", INTERFACES / "citizen" / "templates"):
        for path in sorted(folder.rglob("*.html")):
            found += _bare_in_template(path)
    return found


def labels() -> dict[str, str]:
    """The declared words and their English; Django has to be set up."""
    from doudi.interfaces.site.labels import labels as declared

    return declared()


def compile_catalogues() -> bool:
    """Write the catalogues Django reads, where they are older than what they are made from; whether any was."""
    written = False
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            compiled = BytesIO()
            write_mo(compiled, read_po(BytesIO(source.read_bytes()), locale=source.parts[-3]))
            target.write_bytes(compiled.getvalue())
            written = True
    return written


def catalogue() -> Catalog:
    """The English catalogue as it stands; an empty one where there is none yet."""
    if not ENGLISH.exists():
        return Catalog(locale="en")
    return read_po(BytesIO(ENGLISH.read_bytes()), locale="en")


def _messages() -> Iterator[str | tuple[str, ...]]:
    """Every text of the pages, once: what they say themselves (counted ones as a pair), then the labels they show."""
    seen: set[str] = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        str(INTERFACES), METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=()
    ):
        text = _singular(message)
        if text and text not in seen and HAN.search(text):
            seen.add(text)
            yield message
    yield from (text for text in labels() if text not in seen and HAN.search(text))


def _singular(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def _is_whole(text: str | tuple[str, ...], known: Catalog) -> bool:
    """Whether a text has its English, a counted one for one and for many, with the placeholders of the Chinese."""
    message = known.get(_singular(text))
    if message is None or message.pluralizable != isinstance(text, tuple):
        return False
    asked = sorted(PLACEHOLDER.findall(_singular(text)))
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(form and sorted(PLACEHOLDER.findall(form)) == asked for form in forms)


def _written(fresh: Catalog) -> bytes:
    """The catalogue sorted and without the lines that change at every writing."""
    out = BytesIO()
    write_po(out, fresh, width=0, no_location=True, sort_output=True, omit_header=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: en\\n"\n\n'
    return head.encode() + out.getvalue()


def _bare_in_template(path: Path) -> list[str]:
    tree = Environment(extensions=EXTENSIONS).parse(path.read_text(encoding="utf-8"))
    return [
        f"{path.relative_to(INTERFACES)}:{line}: {text.strip()[:40]}"
        for line, text in _shown(tree)
        if HAN.search(SAID.sub("", text))
    ]


def _shown(node: nodes.Node) -> Iterator[tuple[int, str]]:
    """The texts of a template that are not asked of gettext; what is compared with is not shown."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in KEYWORDS:
        for argument in [*node.args[1:], *node.kwargs]:
            yield from _shown(argument)
        return
    if isinstance(node, nodes.Compare):
        return
    if isinstance(node, nodes.TemplateData):
        yield node.lineno, node.data
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.lineno, node.value
    for child in node.iter_child_nodes():
        yield from _shown(child)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.interfaces.site.settings")
    django.setup()
    if sys.argv[1:] == ["extract"]:
        print(f"{ENGLISH.relative_to(INTERFACES)}: {extract()} untranslated")
    else:
        faults = [f"no English: {text}" for text in untranslated()] + bare_chinese()
        print("\n".join(faults))
        raise SystemExit(bool(faults))
