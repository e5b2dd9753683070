from django.urls import path

from . import draft_views, views

urlpatterns = [
    path("lessons/", views.lessons_page, name="lessons"),
    path("lessons/<uuid:pk>/", views.lesson_page, name="lesson"),
    path("groups/<uuid:pk>/lessons/", views.start, name="lesson-start"),
    path("lessons/drafts/<uuid:pk>/", draft_views.draft_page, name="draft"),
    path("lessons/drafts/<uuid:pk>/rename/", draft_views.rename, name="draft-rename"),
    path("lessons/drafts/<uuid:pk>/invite/", draft_views.invite, name="draft-invite"),
    path("lessons/drafts/<uuid:pk>/publish/", draft_views.publish, name="draft-publish"),
    path("lessons/drafts/<uuid:pk>/handles/", draft_views.handles, name="draft-handles"),
    path("lessons/invitations/<uuid:pk>/end/", draft_views.end_invitation, name="invitation-end"),
]
