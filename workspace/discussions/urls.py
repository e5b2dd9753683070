from django.urls import path

from . import post_views, views

urlpatterns = [
    path("groups/<uuid:pk>/discussions/", views.group_discussions, name="discussions"),
    path("discussions/<uuid:pk>/", views.discussion_page, name="discussion"),
    path("discussions/<uuid:pk>/posts/", views.write_post, name="post-write"),
    path("posts/<uuid:pk>/", post_views.post_page, name="post"),
    path("posts/<uuid:pk>/edit/", post_views.edit_post, name="post-edit"),
    path("posts/<uuid:pk>/delete/", post_views.delete_post, name="post-delete"),
    path("posts/<uuid:pk>/restore/", post_views.restore_post, name="post-restore"),
    path("posts/<uuid:pk>/history/", post_views.post_history, name="post-history"),
]
