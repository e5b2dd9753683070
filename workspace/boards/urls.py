from django.urls import path

from . import changes, views

urlpatterns = [
    path("groups/<uuid:pk>/boards/", changes.open_board, name="open-board"),
    path("boards/<uuid:pk>/", views.board_page, name="board"),
    path("boards/<uuid:pk>/edit/", changes.edit_board, name="edit-board"),
    path("boards/<uuid:pk>/themes/", changes.add_theme, name="add-theme"),
    path("boards/<uuid:pk>/actions/", changes.add_action, name="add-action"),
    path("boards/themes/<uuid:pk>/rename/", changes.rename_theme, name="rename-theme"),
    path("boards/themes/<uuid:pk>/move/", changes.move_theme, name="move-theme"),
    path("boards/themes/<uuid:pk>/archive/", changes.archive_theme, name="archive-theme"),
    path("boards/themes/<uuid:pk>/restore/", changes.restore_theme, name="restore-theme"),
    path("actions/<uuid:pk>/", views.action_page, name="action"),
    path("actions/<uuid:pk>/edit/", changes.edit_action, name="edit-action"),
    path("actions/<uuid:pk>/move/", changes.move_action, name="move-action"),
    path("actions/<uuid:pk>/archive/", changes.archive_action, name="archive-action"),
    path("actions/<uuid:pk>/restore/", changes.restore_action, name="restore-action"),
    path("changes/<uuid:pk>/undo/", changes.undo, name="undo"),
]
