"""The filters officers keep under names of their own."""

from doudi.records.accounts.desk import Desk
from doudi.records.registry.listing_filters import LISTS, ListName
from doudi.records.registry.models import SavedFilter
from doudi.records.registry.refusals import Refused
from doudi.records.registry.search_terms import is_secret
from doudi.records.trail.recording import recording

MOST = 50
LONGEST_NAME, LONGEST_QUERY = 40, 2000


def filters_kept(by: Desk, page: ListName) -> list[SavedFilter]:
    """The desk's officer's own filters of a list, by name."""
    if not by.may("see_register"):
        return []
    return list(SavedFilter.objects.filter(officer=by.officer_id, page=page).order_by("name"))


def keep_filter(*, by: Desk, page: str, name: str, query: str) -> SavedFilter:
    """Keep a filter under a name; the same name is written over. Raises NotAllowed, Refused."""
    by.must("see_register")
    name = name.strip()
    if page not in LISTS or len(query) > LONGEST_QUERY:
        raise Refused("这个筛选不能保存")
    if not name or len(name) > LONGEST_NAME or is_secret(name):
        raise Refused({"name": f"请给筛选取个名字，不超过{LONGEST_NAME}个字，不要写证件号、电话"})
    with recording(by):
        others = SavedFilter.objects.filter(officer=by.officer_id, page=page).exclude(name=name)
        if others.count() >= MOST:
            raise Refused(f"最多保存{MOST}个筛选，请先删去不用的")
        found, _ = SavedFilter.objects.update_or_create(
            officer_id=by.officer_id, page=page, name=name, defaults={"query": query}
        )
    return found


def drop_filter(*, by: Desk, pk: int) -> SavedFilter:
    """Take away one of the officer's own filters; raises NotAllowed, Refused where there is none."""
    by.must("see_register")
    with recording(by):
        found = SavedFilter.objects.filter(pk=pk, officer=by.officer_id).first()
        if found is None:
            raise Refused("没有这个筛选，或已删除")
        found.delete()
    return found
