from django.urls import path

from . import views

urlpatterns = [
    path("boards/<uuid:pk>/history/", views.board_history, name="board-history"),
    path("boards/<uuid:pk>/undo/", views.undo_last, name="undo-last"),
    path("boards/<uuid:pk>/seen/", views.board_seen, name="board-seen"),
]
