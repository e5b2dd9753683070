from django.urls import path

from . import accept_views, views

urlpatterns = [
    path("groups/<uuid:pk>/invitations/", views.invitations, name="invitations"),
    path("invitations/<uuid:pk>/print/", views.print_link, name="invitation-print"),
    path("invitations/<uuid:pk>/withdraw/", views.withdraw_invitation, name="invitation-withdraw"),
    path("invited/<str:token>/", accept_views.invited, name="invited"),
]
