from django.urls import path

from . import asking_views, record_views, views

urlpatterns = [
    path("groups/<uuid:pk>/record/", record_views.record_page, name="group-record"),
    path("sharing/<uuid:pk>/<slug:kind>/", views.sharing_page, name="sharing"),
    path("sharing/<uuid:pk>/<slug:kind>/as/", views.seen_as_page, name="sharing-as"),
    path("sharing/<uuid:pk>/<slug:kind>/restrict/", views.restrict, name="sharing-restrict"),
    path("sharing/<uuid:pk>/<slug:kind>/share/", views.share, name="sharing-share"),
    path("sharing/<uuid:pk>/<slug:kind>/end/", views.end, name="sharing-end"),
    path("sharing/<uuid:pk>/<slug:kind>/rejoin/", views.rejoin, name="sharing-rejoin"),
    path("sharing/<uuid:pk>/<slug:kind>/links/", asking_views.make_link, name="sharing-link"),
    path("sharing/<uuid:pk>/<slug:kind>/links/end/", asking_views.end_link, name="sharing-link-end"),
    path("ask/<uuid:pk>/<str:signature>/", asking_views.ask_page, name="ask"),
    path("requests/<uuid:pk>/", asking_views.request_page, name="access-request"),
]
