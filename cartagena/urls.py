"""The root of all addresses; those of the tracker itself are in `commitments.urls`."""

from django.contrib import admin
from django.urls import include, path

from commitments.admin.invitations import password_urls

urlpatterns = [
    path("admin/", include(password_urls())),
    path("admin/", admin.site.urls),
    path("", include("commitments.urls")),
]
handler400 = "commitments.views.errors.bad_request"
handler404 = "commitments.views.errors.not_found"
handler500 = "commitments.views.errors.server_error"
