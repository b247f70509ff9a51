"""The addresses of people, of what happens to households, and of duplicates."""

from django.urls import path

from doudi.interfaces.staff.people import (
    duplicates,
    households,
    lists,
    members,
    payments,
    persons,
    registering,
    regrouping,
)

urlpatterns = [
    path("households/new/", registering.household_new, name="household-new"),
    path("households/<int:pk>/change/", households.household_change, name="household-change"),
    path("households/<int:pk>/edit/", households.household_edit, name="household-edit"),
    path("households/<int:pk>/move/", households.household_move, name="household-move"),
    path("households/<int:pk>/close/", households.household_close, name="household-close"),
    path("households/<int:pk>/split/", regrouping.household_split, name="household-split"),
    path("households/<int:pk>/merge/", regrouping.household_merge, name="household-merge"),
    path("households/<int:pk>/head/", regrouping.head_change, name="head-change"),
    path("households/<int:pk>/members/new/", members.member_new, name="member-new"),
    path("households/<int:pk>/benefits/new/", payments.benefit_take_over, name="benefit-take-over"),
    path("members/<int:pk>/leave/", members.member_leave, name="member-leave"),
    path("members/<int:pk>/move/", members.member_move, name="member-move"),
    path("members/<int:pk>/death/", members.member_death, name="member-death"),
    path("people/", lists.people, name="people"),
    path("people/<int:pk>/", persons.person, name="person"),
    path("people/<int:pk>/edit/", persons.person_edit, name="person-edit"),
    path("people/<int:pk>/temporary/", persons.temporary_renew, name="temporary-renew"),
    path("people/<int:pk>/join/", members.member_join, name="member-join"),
    path("people/<int:pk>/death/", members.person_death, name="person-death"),
    path("people/<int:pk>/death/correct/", members.death_correct, name="death-correct"),
    path("people/<int:pk>/kin/new/", persons.kin_add, name="kin-add"),
    path("people/<int:pk>/accounts/new/", payments.account_open, name="account-open"),
    path("kin/<int:pk>/end/", persons.kin_end, name="kin-end"),
    path("accounts/<int:pk>/close/", payments.account_close, name="account-close"),
    path("benefits/<int:pk>/end/", payments.benefit_end, name="benefit-end"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<int:pk>/different/", duplicates.different, name="pair-different"),
    path("duplicates/<int:kept>/<int:absorbed>/", duplicates.merge, name="person-merge"),
    path("merges/<int:pk>/undo/", duplicates.merge_undo, name="merge-undo"),
]
