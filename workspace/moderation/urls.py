from django.urls import path

from . import revealing_views, views

urlpatterns = [
    path("report/<uuid:pk>/<slug:kind>/", views.report_page, name="report"),
    path("reports/", views.reports_page, name="reports"),
    path("reports/<uuid:pk>/", views.case_page, name="report-case"),
    path("reports/<uuid:pk>/look/", views.look, name="report-look"),
    path("reports/<uuid:pk>/hide/", views.hide, name="report-hide"),
    path("reports/<uuid:pk>/leave/", views.leave_it, name="report-leave"),
    path("reports/<uuid:pk>/restore/", views.restore, name="report-restore"),
    path("groups/<uuid:pk>/pseudonyms/", revealing_views.pseudonyms_page, name="pseudonyms"),
    path("groups/<uuid:pk>/pseudonyms/<uuid:handle>/", revealing_views.reveal_page, name="reveal"),
]
