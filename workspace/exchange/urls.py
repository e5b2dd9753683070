from django.urls import path

from . import leaving, views

urlpatterns = [
    path("boards/<uuid:pk>/exchange/", views.exchange_page, name="exchange"),
    path("boards/<uuid:pk>/import/", views.bring, name="import-plan"),
    path("imports/<uuid:pk>/undo/", views.take_back, name="import-undo"),
    path("boards/<uuid:pk>/export/<str:form>/", leaving.take_along, name="export"),
    path("boards/<uuid:pk>/calendar/", leaving.make_address, name="calendar-make"),
    path("calendars/<uuid:pk>/end/", leaving.end_address, name="calendar-end"),
    path("calendar/<str:token>.ics", leaving.calendar, name="calendar"),
]
