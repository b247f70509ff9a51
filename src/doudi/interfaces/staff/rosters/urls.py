"""The addresses of imports."""

from django.urls import path

from doudi.interfaces.staff.rosters import views

urlpatterns = [
    path("rosters/", views.rosters, name="rosters"),
    path("rosters/new/", views.roster_new, name="roster-new"),
    path("rosters/template/", views.roster_blank, name="roster-template"),
    path("rosters/<int:pk>/", views.roster, name="roster"),
    path("rosters/<int:pk>/columns/", views.roster_columns, name="roster-columns"),
    path("rosters/<int:pk>/progress/", views.roster_progress, name="roster-progress"),
    path("rosters/<int:pk>/answer/", views.roster_answer, name="roster-answer"),
    path("rosters/<int:pk>/commit/", views.roster_commit, name="roster-commit"),
    path("rosters/<int:pk>/corrections/", views.roster_corrections, name="roster-corrections"),
    path("rosters/<int:pk>/discard/", views.roster_discard, name="roster-discard"),
]
