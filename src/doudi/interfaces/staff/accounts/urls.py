"""The addresses of officers, posts, powers, relatives, tokens and the trail."""

from django.urls import path

from doudi.interfaces.staff.accounts import officers, posts, powers, trail

urlpatterns = [
    path("officers/", officers.officers, name="officers"),
    path("officers/new/", officers.officer_new, name="officer-new"),
    path("officers/<int:pk>/", officers.officer, name="officer"),
    path("officers/<int:pk>/password/", officers.officer_password, name="officer-password"),
    path("officers/<int:pk>/second-step/", officers.officer_second_step, name="officer-second-step"),
    path("officers/<int:pk>/close/", officers.officer_close, name="officer-close"),
    path("officers/<int:pk>/posts/new/", posts.post_new, name="post-new"),
    path("officers/posts/<int:pk>/end/", posts.post_end, name="post-end"),
    path("officers/posts/<int:pk>/cover/", posts.cover_new, name="cover-new"),
    path("officers/posts/<int:pk>/hand-over/", posts.work_hand_over, name="work-hand-over"),
    path("officers/covers/<int:pk>/revoke/", posts.cover_revoke, name="cover-revoke"),
    path("officers/powers/", powers.grants, name="grants"),
    path("officers/powers/new/", powers.grant_new, name="grant-new"),
    path("officers/powers/<int:pk>/revoke/", powers.grant_revoke, name="grant-revoke"),
    path("officers/relatives/", powers.relatives, name="relatives"),
    path("officers/relatives/new/", powers.relative_new, name="relative-new"),
    path("officers/relatives/<int:pk>/close/", powers.relative_close, name="relative-close"),
    path("officers/tokens/", powers.tokens, name="tokens"),
    path("officers/tokens/new/", powers.token_new, name="token-new"),
    path("officers/tokens/<int:pk>/revoke/", powers.token_revoke, name="token-revoke"),
    path("trail/", trail.trail_changes, name="trail"),
    path("trail/views/", trail.trail_views, name="trail-views"),
]
