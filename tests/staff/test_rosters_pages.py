"""The pages of rosters: the lists turn their pages."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from doudi.records.rosters.models import ImportRow, RosterImport
from world import DAY, TOWN, World


def test_rows_turn_their_pages_and_keep_what_is_shown(world: World, signed_in: Callable[[str], Client]) -> None:
    by = world.desk("township_acceptance")
    roster = RosterImport.objects.create(
        title="一月", digest="x", territory=TOWN, valid_on=DAY, held_by_id=by.appointment_id,
        started_by_id=by.officer_id, state="checked",
    )  # fmt: skip
    ImportRow.objects.bulk_create(
        ImportRow(roster=roster, number=number, content="{}", outcome=outcome)
        for number, outcome in enumerate(["same"] * 51 + ["blank"])
    )
    client, address = signed_in(f"township-acceptance-{TOWN}"), reverse("roster", args=(roster.pk,))
    page = client.get(address, {"show": "same"}).content.decode()
    assert 'href="?show=same&amp;page=2"' in page and "第 1 页，共 51 条" in page
    page = client.get(address, {"show": "same", "page": "2"}).content.decode()
    assert 'href="?show=same&amp;page=1"' in page and "第 2 页，共 51 条" in page
