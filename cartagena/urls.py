"""The root URL configuration; the tracker's own URLs are in `commitments.urls`."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from cartagena.csp_reports import csp_report
from commitments.urls import redirect_patterns
from commitments.views.gallery import gallery

urlpatterns = [
    path("account/", include("commitments.accounts.urls")),
    path("admin/", admin.site.urls),
    path("csp-report/", csp_report, name="csp_report"),
    path("", include("commitments.urls")),
    path("", include(redirect_patterns)),
]
if settings.DEBUG:
    urlpatterns.append(path("gallery/", gallery, name="gallery"))
handler429 = "commitments.accounts.refusals.too_many"
handler400 = "commitments.views.errors.bad_request"
handler403 = "commitments.views.errors.forbidden"
handler404 = "commitments.views.errors.not_found"
handler500 = "commitments.views.errors.server_error"
