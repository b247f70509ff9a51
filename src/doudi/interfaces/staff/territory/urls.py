"""The addresses of places."""

from django.urls import path

from doudi.interfaces.staff.territory import changes, tree

urlpatterns = [
    path("territory/", tree.territory, name="territory"),
    path("territory/import/", changes.place_import, name="place-import"),
    path("territory/<slug:code>/rename/", changes.place_rename, name="place-rename"),
    path("territory/<slug:code>/merge/", changes.place_merge, name="place-merge"),
]
