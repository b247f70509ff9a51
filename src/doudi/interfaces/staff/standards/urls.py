"""The addresses of the pages of standards."""

from django.urls import path

from doudi.interfaces.staff.standards import entering, entries, holidays, listing, previews

urlpatterns = [
    path("standards/", listing.standards, name="standards"),
    path("standards/history/<slug:parameter>/", listing.history, name="standard-history"),
    path("standards/new/", entering.standard_new, name="standard-new"),
    path("standards/holidays/", holidays.holidays, name="holidays"),
    path("standards/holidays/new/", holidays.holidays_new, name="holidays-new"),
    path("standards/holidays/<int:pk>/check/", holidays.holidays_check, name="holidays-check"),
    path("standards/holidays/<int:pk>/withdraw/", holidays.holidays_withdraw, name="holidays-withdraw"),
    path("standards/new/beside/", entering.beside_new, name="standard-beside"),
    path("standards/<int:pk>/", entries.standard, name="standard"),
    path("standards/<int:pk>/check/", entries.check, name="standard-check"),
    path("standards/<int:pk>/return/", entries.send_back, name="standard-return"),
    path("standards/<int:pk>/withdraw/", entries.withdraw, name="standard-withdraw"),
    path("standards/<int:pk>/withdraw/confirm/", entries.withdrawal_confirm, name="standard-withdrawal-confirm"),
    path("standards/<int:pk>/withdraw/decline/", entries.withdrawal_decline, name="standard-withdrawal-decline"),
    path("standards/<int:pk>/preview/", previews.preview, name="standard-preview"),
    path("standards/previews/<int:pk>/", previews.state, name="standard-preview-state"),
    path("standards/previews/<int:pk>/households/", previews.households, name="standard-preview-households"),
]
