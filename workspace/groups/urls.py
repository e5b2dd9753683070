from django.urls import path

from . import views

urlpatterns = [
    path("groups/<uuid:pk>/", views.group_page, name="group"),
    path("groups/<uuid:pk>/people/", views.people_page, name="people"),
    path("groups/<uuid:pk>/handles/", views.handles, name="handles"),
]
