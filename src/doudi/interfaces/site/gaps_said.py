"""What an application still wants, in the reader's language. Gaps and notices keep it in Chinese, as it was told."""

from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from doudi.engine.dated import published_parameters
from doudi.engine.telling import WHOLE
from doudi.policy.facts import FACTS
from doudi.vocabulary.codes import load_list

# What the records say of papers and signatures: whose they are, what is done with them, where they are to be had.
WORDS = (
    N_("申请人及家庭成员"), N_("核对授权书"), N_("诚信承诺书"), N_("委托书"), N_("本人签字按手印"),
    N_("申请人签字"), N_("委托人、受托人签字"), N_("更正后再受理"), N_("受理窗口领取"), N_("本人保管；遗失的到派出所补领"),
    N_("本人保管；遗失的到户籍派出所补领"), N_("县残联办理或换证"), N_("就诊医院病案室"),
    N_("就诊医院、医保经办窗口"), N_("就读学校教务处"),
)  # fmt: skip


def gap_said(text: str) -> str:
    """A gap's `what`, `bring` or `where` in the reader's language; `what` may say first whose it is."""
    if not _in_english():
        return text
    for mark in ("，", "："):
        whose, found, label = text.rpartition(mark)
        if found and _said(text) == text and _said(label) != label:
            return f"{_said(whose)}: {_said(label)}"
    return _said(text)


def standard_said(path: str) -> str:
    """A standard nobody has published, named as `parameter:…`, in the reader's language."""
    found = published_parameters().definition(path.removeprefix("parameter:"))
    return found.en if _in_english() else found.zh


def _in_english() -> bool:
    return (translation.get_language() or "").startswith("en")


def _said(text: str) -> str:
    return _declared().get(text) or _(text)


@cache
def _declared() -> dict[str, str]:
    """The English of facts and of kinds of documents, and of the family itself where it is whose they are."""
    kinds = {one.zh: one.en for one in load_list("document_type").by_identifier.values()}
    return kinds | {fact.zh: fact.en for fact in FACTS.values()} | dict(WHOLE.values()) | {"家庭": "family"}
