"""Of whom a clause speaks: the kin words people use, and how long the last one named goes on being meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from doudi.gateways.letters.proposal import Whose
from doudi.gateways.letters.sentences import Clause, Sentence, clauses_of


@dataclass(frozen=True, slots=True)
class KinWord:
    """A group of words for one kind of kin: the relation, the sex where the word tells it, and the words."""

    person: Whose
    sex: str
    words: str


# Longer words first, since the first that fits is taken.
KIN: tuple[KinWord, ...] = (
    KinWord("spouse", "male", "(?:孩子|孩|娃)(?:他|的)?(?:爸爸?|爹|父亲)"),
    KinWord("spouse", "female", "(?:孩子|孩|娃)(?:他|的)?(?:妈妈?|娘|母亲)"),
    KinWord("other_relative", "", "公公|婆婆|岳父|岳母|女婿|儿媳妇?|侄[子女儿]|外甥女?|叔叔|伯伯|舅舅|姑姑|嫂子?|弟媳|姐夫|妹夫|娘家人?"),
    KinWord("grandchild", "", "外孙[子女]?|孙[子女]"),
    KinWord("grandparent", "", "爷爷|奶奶|外公|外婆|姥[姥爷]|祖[父母]"),
    KinWord("spouse", "male", "丈夫|老公|前夫|夫君|我夫"),
    KinWord("spouse", "female", "妻子|老婆|媳妇|前妻|我妻|其妻"),
    KinWord("spouse", "", "爱人|配偶|老伴|对象"),
    KinWord("child", "female", "(?:大|小|二|三|长|次|(?<![抚赡])养|继|独生)?女儿|长女|次女|幼女|独生女|小女|闺女|女孩"),
    KinWord("child", "male", "(?:大|小|二|三|(?<![抚赡])养|继)?儿子|长子|次子|幼子|独生子|独子|男孩|犬子"),
    KinWord("child", "", "孩子们?|子女|儿女|小孩|娃娃?"),
    KinWord("parent", "", "父母亲?|双亲|爹娘|爸妈|二老"),
    KinWord("parent", "male", "父亲|爸爸|老父"),
    KinWord("parent", "female", "母亲|妈妈|老母"),
    KinWord("sibling", "", "兄弟姐妹|哥哥|弟弟|姐姐|妹妹|大哥|大姐|兄弟"),
)  # fmt: skip

_OUTSIDERS = (
    "邻居|邻里|乡亲|村民们|村里人|村干部|亲戚|亲友|朋友|同事|同村|老乡|别人|他人|好心人|有的人|另一户|医生|大夫|司机"
)
_ALL_OF_US = r"全家|一家(?:人|老小|老少|[0-9一二两三四五六七八九]口)|我们家|我家|自家|家里|家中|家庭|我们[一二两三四五六七八九0-9]口|俺家"
_COUPLE = "夫妻(?:俩|二人|两人|双方)?|夫妇(?:俩|二人|两人)?|我们俩|俩口子|两口子|我(?:和|与|跟|同)(?:我?的?)(?:爱人|丈夫|妻子|老公|老婆|老伴)"
_SELF = "本人|自己|申请人|我(?!们)|俺(?!们)"
# As an object (靠邻居, 向亲戚, 无父母) kin are named and nothing is said of them.
_OBJECT = "(?<![靠向跟给由被把从无没着替让对为])(?<!没有)(?<!抚养)(?<!带着)(?<!照顾)(?<!供养)(?<!养育)"

_KIN_GROUPS = "|".join(f"(?P<kin{at}>{one.words})" for at, one in enumerate(KIN))
_SUBJECT = re.compile(
    f"(?P<couple>{_COUPLE})|{_OBJECT}(?:我|我的|本人的?|其|俺)?(?:{_KIN_GROUPS})"
    f"|(?P<outsider>^(?:但|而|由于|因)?(?:我的?)?(?:{_OUTSIDERS}))|(?P<all>{_ALL_OF_US})|(?P<self>{_SELF})"
)
_THIRD = re.compile("^(?:但|而|由于|因|后来|现在|目前)?[他她]")


@dataclass(frozen=True, slots=True)
class Subject:
    """Of whom something is said: who, with the word the letter has for them; `spouse` where the spouse is meant too, by the word for her or him.

    `carried` says that the clause itself names nobody, and goes on about whom a clause before it named.
    """

    person: Whose | None
    called: str = ""
    sex: str = ""
    spouse: str = ""
    carried: bool = False


APPLICANT = Subject("applicant")
HOUSEHOLD = Subject("household")
OUTSIDER = Subject(None)


def kin_named(text: str) -> Iterator[tuple[KinWord, re.Match[str]]]:
    """Every kin word of a text, subject or not."""
    for found in _ANY_KIN.finditer(text):
        yield KIN[int(str(found.lastgroup)[3:])], found


_ANY_KIN = re.compile(_KIN_GROUPS)


def subject_of(text: str) -> Subject | None:
    """Whom the words of a clause name as the one they speak of; None where they name nobody."""
    found = _SUBJECT.search(text)
    if found is None:
        return None
    match str(found.lastgroup):
        case "couple":
            spouse = next((one for one in kin_named(found[0]) if one[0].person == "spouse"), None)
            return Subject("applicant", spouse=spouse[1][0] if spouse is not None else "配偶")
        case "outsider":
            return OUTSIDER
        case "all":
            return HOUSEHOLD
        case "self":
            return APPLICANT
        case group:
            kin = KIN[int(group[3:])]
            return Subject(kin.person, found[group], kin.sex)


def spoken_of(sentence: Sentence) -> Iterator[tuple[Clause, Subject]]:
    """The clauses of a sentence with their subjects. A clause that names nobody goes on about the last person named.

    A household or an outsider named (`家里……`, `邻居……`) is meant in its own clause alone, since what follows is
    mostly of a person again.
    """
    person, third = APPLICANT, APPLICANT
    for clause in clauses_of(sentence):
        named = subject_of(clause.text)
        if named is None and _THIRD.match(clause.text):
            named = third
        if named is not None and named not in (HOUSEHOLD, OUTSIDER):
            person = named
            third = named if named.person not in ("applicant", None) else third
        yield clause, named or replace(person, carried=True)
