"""The addresses of the site, one list a door."""

from django.urls import include, path

from doudi.interfaces.api.urls import urlpatterns as api
from doudi.interfaces.citizen.urls import urlpatterns as citizen
from doudi.interfaces.site.faults import broken, forbidden, missing, wrong
from doudi.interfaces.staff.urls import urlpatterns as staff

urlpatterns = [path("api/", include(api)), path("", include(citizen)), path("", include(staff))]

handler400 = wrong
handler403 = forbidden
handler404 = missing
handler500 = broken
