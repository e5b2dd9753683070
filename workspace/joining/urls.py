from django.urls import path

from . import accept_views, asking_views, views

urlpatterns = [
    path("groups/<uuid:pk>/invitations/", views.invitations, name="invitations"),
    path("invitations/<uuid:pk>/print/", views.print_link, name="invitation-print"),
    path("invitations/<uuid:pk>/withdraw/", views.withdraw_invitation, name="invitation-withdraw"),
    path("groups/<uuid:pk>/join-address/", asking_views.open_address, name="join-address"),
    path("groups/<uuid:pk>/join-address/end/", asking_views.close_address, name="join-address-end"),
    path("joining/<uuid:pk>/", asking_views.request_page, name="join-request"),
    path("join/<str:token>/", asking_views.join_page, name="join"),
    path("invited/<str:token>/", accept_views.invited, name="invited"),
]
