from django.urls import path

from . import action_changes, leading_views, theme_changes, views

urlpatterns = [
    path("groups/<uuid:pk>/boards/", theme_changes.open_board, name="open-board"),
    path("boards/<uuid:pk>/", views.board_page, name="board"),
    path("boards/<uuid:pk>/edit/", theme_changes.edit_board, name="edit-board"),
    path("boards/<uuid:pk>/archive/", theme_changes.archive_board, name="archive-board"),
    path("boards/<uuid:pk>/restore/", theme_changes.restore_board, name="restore-board"),
    path("boards/<uuid:pk>/themes/", theme_changes.add_theme, name="add-theme"),
    path("boards/<uuid:pk>/actions/", action_changes.add_action, name="add-action"),
    path("boards/<uuid:pk>/discussions/", theme_changes.talk, name="open-discussion"),
    path("boards/themes/<uuid:pk>/edit/", theme_changes.edit_theme, name="edit-theme"),
    path("boards/themes/<uuid:pk>/move/", theme_changes.move_theme, name="move-theme"),
    path("boards/themes/<uuid:pk>/archive/", theme_changes.archive_theme, name="archive-theme"),
    path("boards/themes/<uuid:pk>/restore/", theme_changes.restore_theme, name="restore-theme"),
    path("actions/<uuid:pk>/", views.action_page, name="action"),
    path("actions/<uuid:pk>/edit/", action_changes.edit_action, name="edit-action"),
    path("actions/<uuid:pk>/place/", action_changes.action_place, name="action-place"),
    path("actions/<uuid:pk>/move/", action_changes.move_action, name="move-action"),
    path("actions/<uuid:pk>/archive/", action_changes.archive_action, name="archive-action"),
    path("actions/<uuid:pk>/restore/", action_changes.restore_action, name="restore-action"),
    path("actions/<uuid:pk>/lead/offer/", leading_views.offer, name="lead-offer"),
    path("actions/<uuid:pk>/lead/withdraw/", leading_views.withdraw, name="lead-withdraw"),
    path("actions/<uuid:pk>/lead/accept/", leading_views.accept, name="lead-accept"),
    path("actions/<uuid:pk>/lead/decline/", leading_views.decline, name="lead-decline"),
    path("actions/<uuid:pk>/lead/leave/", leading_views.leave, name="lead-leave"),
    path("changes/<uuid:pk>/undo/", action_changes.undo, name="undo"),
]
