"""The addresses of the staff's pages, one list a journey."""

from doudi.interfaces.staff.accounts.urls import urlpatterns as accounts
from doudi.interfaces.staff.cases.urls import urlpatterns as cases
from doudi.interfaces.staff.households.urls import urlpatterns as households
from doudi.interfaces.staff.people.urls import urlpatterns as people
from doudi.interfaces.staff.rosters.urls import urlpatterns as rosters
from doudi.interfaces.staff.signing_in.urls import urlpatterns as signing_in
from doudi.interfaces.staff.standards.urls import urlpatterns as standards
from doudi.interfaces.staff.territory.urls import urlpatterns as territory

urlpatterns = [*signing_in, *cases, *households, *people, *rosters, *standards, *territory, *accounts]
