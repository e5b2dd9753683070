"""The addresses of Baraza."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("health/", views.health, name="health"),
    path("metrics/", views.metrics, name="metrics"),
    path("language/", views.choose_language, name="language"),
    path("sw.js", views.service_worker, name="service-worker"),
    path("offline/", views.offline, name="offline"),
    path("help/who-can-see-what/", views.who_can_see_what, name="who-can-see-what"),
    path("", include("workspace.people.urls")),
    path("", include("workspace.groups.urls")),
    path("", include("workspace.joining.urls")),
    path("", include("workspace.documents.urls")),
    path("", include("workspace.sharing.urls")),
    path("", include("workspace.moderation.urls")),
    path("", include("workspace.boards.urls")),
    path("", include("workspace.indicators.urls")),
    path("", include("workspace.agreements.urls")),
    path("", include("workspace.context.urls")),
    path("", include("workspace.reminders.urls")),
    path("", include("workspace.files.urls")),
    path("", include("workspace.evidence.urls")),
    path("", include("workspace.steps.urls")),
    path("", include("workspace.waits.urls")),
    path("", include("workspace.exchange.urls")),
    path("", include("workspace.ways.urls")),
    path("", include("workspace.discussions.urls")),
    path("", include("workspace.lessons.urls")),
    path("", include("workspace.changes.urls")),
    path("", include("workspace.circles.urls")),
    path("", include("workspace.home.urls")),
]
handler403 = views.refused
handler404 = views.not_found
