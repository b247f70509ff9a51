"""The columns of the lists, as declared data: heading, kind, and what a post must see or may do to have it.

A column has the same value on a page and in an export. Numbers of identity are masked; whole ones are columns of
their own that only an export has, for posts that may see them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from doudi.records.accounts.desk import Desk
from doudi.records.registry.listing_filters import ListName

Kind = Literal["text", "money", "day", "whole"]


@dataclass(frozen=True)
class ListColumn:
    """One column. `usual` ones are shown where nobody chose; `topic` must be seen and `duty` held to have it.

    `fact` names what the access log says was handed out; `whole` columns are never on a page.
    """

    key: str
    zh: str
    en: str
    kind: Kind = "text"
    usual: bool = False
    topic: str = ""
    duty: str = ""
    fact: str = ""
    whole: bool = False
    width: int = 14


def _whole(key: str, zh: str, en: str, duty: str, fact: str, width: int = 22) -> ListColumn:
    return ListColumn(key, zh, en, duty=duty, fact=fact, whole=True, width=width)


_PLACE = (
    ListColumn("town", "乡镇（街道）", "town", width=12),
    ListColumn("village", "村（居）", "village", usual=True, width=16),
)
COLUMNS: dict[ListName, tuple[ListColumn, ...]] = {
    "households": (
        ListColumn("number", "户号", "number", usual=True, width=18),
        ListColumn("head", "户主", "head", usual=True, width=12),
        *_PLACE,
        ListColumn("size", "人口", "members", "whole", usual=True, width=8),
        ListColumn("programmes", "在发项目", "in payment", usual=True, topic="receiving", fact="receiving", width=24),
        ListColumn(
            "monthly", "月发放合计（元）", "a month (yuan)", "money", usual=True, topic="receiving", fact="receiving"
        ),
        ListColumn("next_review", "下次复核", "next review", "day", topic="receiving"),
        ListColumn("causes", "致困原因", "causes", fact="causes", width=20),
        ListColumn("type", "困难户类型", "type", width=12),
        ListColumn("area", "城乡", "area", width=8),
        ListColumn("opened_on", "建档日期", "opened", "day"),
        ListColumn("closed_on", "销户日期", "closed", "day"),
        ListColumn("head_id", "户主证件号", "head's ID", width=22),
        ListColumn("head_phone", "户主电话", "head's telephone"),
        ListColumn("account", "户主银行账号", "head's account", duty="reveal_account", width=24),
        ListColumn("marks", "提示", "remarks", usual=True, width=20),
        _whole("head_id_whole", "户主证件号（完整）", "head's ID, whole", "reveal_id", "citizen_id"),
        _whole("head_phone_whole", "户主电话（完整）", "head's telephone, whole", "reveal_id", "phone"),
        _whole("account_whole", "户主银行账号（完整）", "head's account, whole", "reveal_account", "account", 26),
    ),
    "people": (
        ListColumn("name", "姓名", "name", usual=True, width=12),
        ListColumn("sex", "性别", "sex", usual=True, width=6),
        ListColumn("age", "年龄", "age", "whole", usual=True, width=6),
        ListColumn("id", "证件号", "ID", usual=True, width=22),
        *_PLACE,
        ListColumn("household", "户号", "household", usual=True, width=18),
        ListColumn("head", "户主", "head", width=12),
        ListColumn("relation", "与户主关系", "relation", usual=True, width=12),
        ListColumn("programmes", "在发项目", "in payment", topic="receiving", fact="receiving", width=24),
        ListColumn("born_on", "出生日期", "born", "day"),
        ListColumn("ethnic", "民族", "ethnic group", width=8),
        ListColumn("phone", "电话", "telephone"),
        ListColumn("account", "银行账号", "account", duty="reveal_account", width=24),
        ListColumn("died_on", "死亡日期", "died", "day"),
        ListColumn("marks", "提示", "remarks", usual=True, width=20),
        _whole("id_whole", "证件号（完整）", "ID, whole", "reveal_id", "citizen_id"),
        _whole("phone_whole", "电话（完整）", "telephone, whole", "reveal_id", "phone"),
        _whole("account_whole", "银行账号（完整）", "account, whole", "reveal_account", "account", 26),
    ),
}


def columns_of(by: Desk, name: ListName, *, whole: bool = False) -> list[ListColumn]:
    """The columns the desk may have on a page, or with `whole` in an export."""
    return [
        column
        for column in COLUMNS[name]
        if (not column.topic or by.sees(column.topic))
        and (not column.duty or by.may(column.duty))
        and (whole or not column.whole)
    ]


def chosen(by: Desk, name: ListName, keys: Sequence[str], *, whole: bool = False) -> list[ListColumn]:
    """The columns chosen that the desk may have, in the order they are declared; the usual ones where none is left."""
    open_to = columns_of(by, name, whole=whole)
    wanted = [column for column in open_to if column.key in keys]
    return wanted or [column for column in open_to if column.usual]
