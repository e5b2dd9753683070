from django.urls import path

from . import views

urlpatterns = [
    path("reminders/<uuid:pk>/put-off/", views.put_off, name="reminder-put-off"),
    path("reminders/<uuid:pk>/dismiss/", views.dismiss, name="reminder-dismiss"),
    path("reminders/<uuid:pk>/back/", views.bring_back, name="reminder-back"),
]
