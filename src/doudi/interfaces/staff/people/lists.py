"""The list of people."""

from django.http import HttpRequest, HttpResponse

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.households.lists import show_list


@route("see_register", methods=("GET",))
def people(request: HttpRequest) -> HttpResponse:
    """The people of the territory."""
    return show_list(request, "people")
