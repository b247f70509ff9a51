"""The addresses of this journey."""

from django.urls import URLPattern, path

from doudi.interfaces.staff.households import exports, facts, lists, page, papers, printing, reveal, search

urlpatterns: list[URLPattern] = [
    path("households/<int:household>/", page.household, name="household"),
    path("households/<int:household>/open/", reveal.household_open, name="household-open"),
    path("households/<int:household>/reveal/<slug:what>/<int:pk>/", reveal.reveal, name="reveal"),
    path("households/<int:household>/facts/new/", facts.fact_new, name="fact-new"),
    path("households/<int:household>/facts/<int:evidence>/correct/", facts.fact_correct, name="fact-correct"),
    path("households/<int:household>/facts/<int:evidence>/end/", facts.fact_end, name="fact-end"),
    path("households/<int:household>/facts/<int:evidence>/withdraw/", facts.fact_withdraw, name="fact-withdraw"),
    path("households/<int:household>/papers/new/", papers.paper_new, name="paper-new"),
    path("households/<int:household>/papers/<int:paper>/", papers.paper, name="paper"),
    path("households/<int:household>/papers/<int:paper>/thumbnail/", papers.paper_thumbnail, name="paper-thumbnail"),
    path("households/<int:household>/papers/<int:paper>/withdraw/", papers.paper_withdraw, name="paper-withdraw"),
    path("households/<int:household>/file/", printing.household_file, name="household-file"),
    path("search/", search.search, name="search"),
    path("households/", lists.households, name="households"),
    path("lists/<slug:name>/print/", lists.list_print, name="list-print"),
    path("lists/<slug:name>/columns/", lists.list_columns, name="list-columns"),
    path("lists/<slug:name>/filters/", lists.filter_keep, name="filter-keep"),
    path("lists/<slug:name>/filters/<int:pk>/drop/", lists.filter_drop, name="filter-drop"),
    path("lists/<slug:name>/export/", exports.list_export, name="list-export"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<int:pk>/", exports.export, name="export"),
    path("exports/<int:pk>/download/", exports.export_download, name="export-download"),
]
