"""What happened, as a line of the household's history: in the reader's language, masked where the facts are."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from doudi.interfaces.site.jinja import code, either
from doudi.interfaces.staff.households.words import a_month, named, programme_name, said_of, shown_value, topic_name
from doudi.records.evidence.sight import Sight
from doudi.records.evidence.timeline import Happening
from doudi.records.territory.queries import path_name

# What a corrected column is called.
_FIELDS = {
    "name": N_("姓名"),
    "citizen_id": N_("证件号"),
    "born_on": N_("出生日期"),
    "sex": N_("性别"),
    "phone_shown": N_("电话"),
    "temporary_number": N_("临时编号"),
    "ethnic": N_("民族"),
    "marital": N_("婚姻状况"),
    "education": N_("学历"),
    "hukou": N_("户籍"),
    "hukou_place": N_("户籍地"),
    "died_on": N_("死亡日期"),
    "address": N_("地址"),
    "area": N_("城乡"),
    "type": N_("家庭类型"),
    "causes": N_("致困原因"),
}
_LISTS = {
    "sex": "sex",
    "ethnic": "ethnic_group",
    "marital": "marital",
    "education": "education",
    "hukou": "hukou",
    "area": "area",
    "type": "household_type",
}


def happened(one: Happening, sight: Sight) -> str:
    """One line: what happened, to whom."""
    return _SAID[one.kind](one, sight)


def why(one: Happening, sight: Sight) -> str:
    """The reason given, where the reader may read it: the reason for correcting a masked fact may tell the fact."""
    return one.reason if not one.topic or sight.shows(one.topic) else ""


def relation_name(relation: str) -> str:
    """A relation to the head, or that it is not known."""
    return code(relation, "kinship") if relation else _("关系不详")


def _opened(one: Happening, sight: Sight) -> str:
    names = either(("、", ", ")).join(named(each.person.name, relation_name(each.relation)) for each in one.together)
    return _("建档：%(names)s") % {"names": names} if names else _("建档")


def _joined(one: Happening, sight: Sight) -> str:
    told = {"who": one.who, "how": _(one.row.get_began_display()), "relation": relation_name(one.row.relation)}
    return _("%(who)s入户（%(how)s，%(relation)s）") % told


def _left(one: Happening, sight: Sight) -> str:
    return _("%(who)s离户（%(how)s）") % {"who": one.who, "how": _(one.row.get_ended_display())}


def _moved(one: Happening, sight: Sight) -> str:
    before, after = (f"{path_name(row.territory)}{row.address}" for row in (one.before, one.row))
    return _("由%(before)s迁至%(after)s") % {"before": before, "after": after}


def _benefit(one: Happening, sight: Sight) -> str:
    told = {"programme": named(programme_name(one.row.programme), one.who), "money": a_month(one.row.monthly)}
    return _("开始发放%(programme)s，%(money)s") % told


def _benefit_ended(one: Happening, sight: Sight) -> str:
    return _("停发%(programme)s") % {"programme": named(programme_name(one.row.programme), one.who)}


def _fact(one: Happening, sight: Sight) -> str:
    return said_of(_topic(one), shown_value(one.row, sight))


def _fact_ended(one: Happening, sight: Sight) -> str:
    return _("%(topic)s（%(value)s）到此为止") % {"topic": _topic(one), "value": shown_value(one.row, sight)}


def _fact_corrected(one: Happening, sight: Sight) -> str:
    told = {"topic": _topic(one), "old": shown_value(one.before, sight), "new": shown_value(one.row, sight)}
    if told["old"] == told["new"]:
        return _("更正%(topic)s") % told
    return _("更正%(topic)s：原为%(old)s，改为%(new)s") % told


def _fact_withdrawn(one: Happening, sight: Sight) -> str:
    return _("撤销%(topic)s：%(value)s") % {"topic": _topic(one), "value": shown_value(one.row, sight)}


def _paper(one: Happening, sight: Sight) -> str:
    return _("存入材料：%(paper)s") % {"paper": paper_name(one.row, sight)}


def _paper_withdrawn(one: Happening, sight: Sight) -> str:
    return _("撤回材料：%(paper)s") % {"paper": paper_name(one.row, sight)}


def paper_name(paper: Any, sight: Sight) -> str:
    """A paper's kind, and its own title where sensitive facts are shown."""
    kind = code(paper.kind, "document_type")
    return named(kind, paper.title) if sight.is_open and paper.title != kind else kind


def _kin(one: Happening, sight: Sight) -> str:
    told = {"who": one.who, "relative": one.row.relative.name, "relation": relation_name(one.row.relation)}
    text = _("登记%(who)s的亲属：%(relative)s（%(relation)s，法定义务人）")
    return (text if one.row.obligor else _("登记%(who)s的亲属：%(relative)s（%(relation)s）")) % told


def _kin_ended(one: Happening, sight: Sight) -> str:
    told = {"who": one.who, "relative": one.row.relative.name, "relation": relation_name(one.row.relation)}
    return _("%(who)s与%(relative)s的亲属关系（%(relation)s）结束") % told


def _account(one: Happening, sight: Sight) -> str:
    told = {"who": one.who, "kind": _(one.row.get_holder_kind_display()), "number": one.row.number_shown[-4:]}
    return _("%(who)s登记发放账户（%(kind)s，尾号%(number)s）") % told


def _merged(one: Happening, sight: Sight) -> str:
    return _("%(who)s的重复档案（%(other)s）已合并") % {"who": one.who, "other": one.row.absorbed.name}


def _parted(one: Happening, sight: Sight) -> str:
    return _("撤销合并：%(who)s与%(other)s") % {"who": one.who, "other": one.row.absorbed.name}


def _corrected(one: Happening, sight: Sight) -> str:
    stop = either(("；", "; "))
    told = stop.join(_field(*field) for field in one.fields)
    return _("更正%(who)s的登记：%(fields)s") % {"who": one.who or _("本户"), "fields": told}


def _field(name: str, before: Any, after: Any) -> str:
    label, old, new = _(_FIELDS[name]), _column(name, before), _column(name, after)
    if name == "citizen_id" and old == new:
        return _("%(field)s已更正") % {"field": label}
    return _("%(field)s由%(old)s改为%(new)s") % {"field": label, "old": old, "new": new}


def _column(name: str, value: Any) -> str:
    if not value:
        return _("空")
    if name == "causes":
        return either(("、", ", ")).join(code(one, "cause") for one in value)
    return code(value, _LISTS[name]) if name in _LISTS else str(value)


def _topic(one: Happening) -> str:
    return named(topic_name(one.topic), one.who)


def _head_changed(one: Happening, sight: Sight) -> str:
    return _("户主变更为%(who)s") % {"who": one.who}


def _closed(one: Happening, sight: Sight) -> str:
    return _("已销户")


_SAID: dict[str, Callable[[Happening, Sight], str]] = {
    "opened": _opened,
    "closed": _closed,
    "joined": _joined,
    "left": _left,
    "head_changed": _head_changed,
    "moved": _moved,
    "benefit": _benefit,
    "benefit_ended": _benefit_ended,
    "fact": _fact,
    "fact_ended": _fact_ended,
    "fact_corrected": _fact_corrected,
    "fact_withdrawn": _fact_withdrawn,
    "paper": _paper,
    "paper_withdrawn": _paper_withdrawn,
    "kin": _kin,
    "kin_ended": _kin_ended,
    "account": _account,
    "merged": _merged,
    "parted": _parted,
    "corrected": _corrected,
}
