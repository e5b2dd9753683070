from django.urls import path

from . import invitation_views, position_views, views

urlpatterns = [
    path("groups/<uuid:pk>/circles/", views.open_circle, name="open-circle"),
    path("circles/<uuid:pk>/", views.circle_page, name="circle"),
    path("circles/<uuid:pk>/edit/", views.describe, name="circle-describe"),
    path("circles/<uuid:pk>/discussions/", views.open_talk, name="circle-discuss"),
    path("circles/<uuid:pk>/boards/", views.open_board, name="circle-board"),
    path("circles/<uuid:pk>/leave/", views.leave, name="circle-leave"),
    path("circles/<uuid:pk>/remove/", views.remove, name="circle-remove"),
    path("circles/<uuid:pk>/keeping/", views.keeping, name="circle-keeping"),
    path("circles/<uuid:pk>/close/", views.close, name="circle-close"),
    path("circles/<uuid:pk>/reopen/", views.reopen, name="circle-reopen"),
    path("circles/<uuid:pk>/invitations/", invitation_views.invite, name="circle-invite"),
    path("circles/<uuid:pk>/invitations/end/", invitation_views.take_back, name="circle-uninvite"),
    path("circles/invitations/<uuid:pk>/", invitation_views.invitation_page, name="circle-invitation"),
    path("circles/invitations/<uuid:pk>/accept/", invitation_views.accept, name="circle-accept"),
    path("circles/invitations/<uuid:pk>/decline/", invitation_views.decline, name="circle-decline"),
    path("circles/<uuid:pk>/position/", position_views.position_page, name="circle-position"),
    path("circles/positions/<uuid:pk>/withdraw/", position_views.withdraw, name="position-withdraw"),
]
