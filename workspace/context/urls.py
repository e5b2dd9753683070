from django.urls import path

from . import views

urlpatterns = [
    path("boards/<uuid:pk>/context/", views.add, name="add-context"),
    path("context/<uuid:pk>/", views.event_page, name="context"),
    path("context/<uuid:pk>/edit/", views.edit, name="edit-context"),
    path("context/<uuid:pk>/withdraw/", views.withdraw, name="withdraw-context"),
    path("context/<uuid:pk>/restore/", views.restore, name="context-restore"),
    path("context/<uuid:pk>/pause/", views.pause, name="pause-actions"),
    path("context/<uuid:pk>/resume/", views.resume, name="resume-actions"),
]
