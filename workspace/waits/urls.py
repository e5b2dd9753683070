from django.urls import path

from . import views

urlpatterns = [
    path("actions/<uuid:pk>/waits/", views.choose, name="waits"),
    path("actions/<uuid:pk>/waits/remove/", views.remove, name="waits-remove"),
]
