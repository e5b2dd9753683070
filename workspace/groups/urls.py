from django.urls import path

from . import parting_views, seat_views, views

urlpatterns = [
    path("groups/<uuid:pk>/", views.group_page, name="group"),
    path("groups/<uuid:pk>/people/", views.people_page, name="people"),
    path("groups/<uuid:pk>/appear/", views.appear_page, name="appear"),
    path("groups/<uuid:pk>/leave/", parting_views.leave_page, name="group-leave"),
    path("groups/<uuid:pk>/people/<uuid:handle>/end/", parting_views.end_page, name="person-end"),
    path("seats/<uuid:pk>/", seat_views.seat_page, name="seat"),
    path("seats/<uuid:pk>/term/", seat_views.term, name="seat-term"),
    path("seats/<uuid:pk>/alternate/", seat_views.alternate, name="seat-alternate"),
    path("seats/<uuid:pk>/alternate/end/", seat_views.alternate_end, name="seat-alternate-end"),
    path("seats/<uuid:pk>/away/", seat_views.away, name="seat-away"),
    path("seats/<uuid:pk>/back/", seat_views.back, name="seat-back"),
    path("groups/<uuid:pk>/handles/", views.handles, name="handles"),
]
