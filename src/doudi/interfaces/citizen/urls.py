"""The addresses of the citizens' pages; none holds anything personal."""

from django.urls import URLPattern, path

from doudi.interfaces.citizen import apply, check, follow, home, notices

urlpatterns: list[URLPattern] = [
    path("citizen/", home.home, name="citizen-home"),
    path("citizen/size/", home.size, name="citizen-size"),
    path("citizen/check/", check.check, name="citizen-check"),
    path("citizen/apply/", apply.apply, name="citizen-apply"),
    path("citizen/apply/form/", apply.apply_form, name="citizen-apply-form"),
    path("citizen/word/", apply.word, name="citizen-word"),
    path("citizen/follow/", follow.follow, name="citizen-follow"),
    path("citizen/follow/application/", follow.application, name="citizen-application"),
    path("citizen/follow/papers/", follow.send, name="citizen-send"),
    path("citizen/follow/leave/", follow.leave, name="citizen-leave"),
    path("citizen/follow/withdraw/<int:case>/", follow.withdraw, name="citizen-withdraw"),
    path("citizen/follow/letters/<int:pk>/", follow.letter, name="citizen-letter"),
    path("citizen/notices/", notices.notices, name="citizen-notices"),
    path("citizen/notices/<str:number>/", notices.notice, name="citizen-notice"),
    path("citizen/notices/<str:number>/object/", notices.objection, name="citizen-object"),
]
