"""The whole file of a household (一户一档) as one PDF, made from the page's own contents, with the reason logged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from doudi.documents.household_file import print_household_file
from doudi.documents.watermark import Watermark
from doudi.interfaces.site.jinja import either
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.households.forms_opening import OpeningForm
from doudi.interfaces.staff.households.page import household_or_404, log_view, moment_of, reader_language
from doudi.interfaces.staff.households.papers import sent
from doudi.interfaces.staff.households.printed import file_of
from doudi.records.evidence.actions import open_sensitive
from doudi.records.evidence.page import page_of
from doudi.records.evidence.queries import opening_of
from doudi.records.registry.refusals import Refused
from doudi.records.territory.queries import path_name


@route("print_file")
def household_file(request: HttpRequest, household: int) -> HttpResponse:
    """Ask why the file is printed, and print it as it stands on the day (`?on=`); printing opens what is sensitive."""
    found = household_or_404(request, household)
    moment, _doubt = moment_of(request, found.opened_on)
    form = OpeningForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            if opening_of(request.desk, found.pk, request.now) is None:
                open_sensitive(by=request.desk, household=found.pk, reason=form.stated)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            page = page_of(by=request.desk, household=found, now=request.now, moment=moment, language=reader_language())
            log_view(page, kind="print", reason=form.stated)
            data = print_household_file(file_of(page, _watermark(request)), language=page.language)
            return sent(data, "application/pdf", f"{found.number}.pdf", inline=False)
    return render(request, "households/household_print.html", {"household": found, "form": form, "moment": moment})


def _watermark(request: HttpRequest) -> Watermark:
    desk = request.desk
    post = either((desk.held.zh, desk.held.en))
    return Watermark(desk.actor, post, path_name(desk.territory), timezone.localtime(request.now), request.number)
