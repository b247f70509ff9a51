"""The addresses of the API."""

from django.urls import path

from doudi.interfaces.api.application import api

urlpatterns = [path("", api.urls)]
