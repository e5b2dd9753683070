from django.urls import path

from . import views

urlpatterns = [
    path("boards/<uuid:pk>/overview/", views.overview_page, name="overview"),
    path("boards/<uuid:pk>/table/", views.table_page, name="table"),
    path("boards/<uuid:pk>/timeline/", views.timeline_page, name="timeline"),
    path("boards/<uuid:pk>/mine/", views.mine_page, name="mine"),
]
