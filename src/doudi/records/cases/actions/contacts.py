"""How an office is reached: what notices and letters tell people to call."""

from doudi.records.accounts.desk import Desk
from doudi.records.cases.models import OfficeContact
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording
from doudi.vocabulary.disclosure.harmless import digits_of


def set_contact(*, by: Desk, phone: str, address: str = "", hours: str = "") -> OfficeContact:
    """Write down how the desk's own office is reached. Raises NotAllowed, Refused for what is no telephone number."""
    by.must("post_notice")
    if not 5 <= len(digits_of(phone)) <= 13:
        raise Refused({"phone": "请填写办公电话，例如 0564-7123456"})
    with recording(by, reason="登记办公电话"):
        row, _made = OfficeContact.objects.update_or_create(
            territory=by.territory,
            defaults={"phone": phone.strip(), "address": address.strip(), "hours": hours.strip()},
        )
    return row
