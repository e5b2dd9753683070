from django.urls import path

from . import parting_views, views

urlpatterns = [
    path("groups/<uuid:pk>/", views.group_page, name="group"),
    path("groups/<uuid:pk>/people/", views.people_page, name="people"),
    path("groups/<uuid:pk>/leave/", parting_views.leave_page, name="group-leave"),
    path("groups/<uuid:pk>/people/<uuid:handle>/end/", parting_views.end_page, name="person-end"),
    path("groups/<uuid:pk>/handles/", views.handles, name="handles"),
]
