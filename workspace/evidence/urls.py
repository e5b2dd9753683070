from django.urls import path

from . import adding, views

urlpatterns = [
    path("actions/<uuid:pk>/evidence/files/", adding.add_files, name="add-evidence"),
    path("actions/<uuid:pk>/evidence/links/", adding.add_link, name="add-evidence-link"),
    path("actions/<uuid:pk>/evidence/notes/", adding.add_note, name="add-evidence-note"),
    path("evidence/<uuid:pk>/", views.piece, name="evidence"),
    path("evidence/<uuid:pk>/edit/", views.edit, name="edit-evidence"),
    path("evidence/<uuid:pk>/withdraw/", views.withdraw, name="withdraw-evidence"),
    path("evidence/<uuid:pk>/restore/", views.restore, name="evidence-restore"),
]
