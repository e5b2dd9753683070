from django.urls import path

from . import many_views, saved_views, table, views

urlpatterns = [
    path("boards/<uuid:pk>/overview/", views.overview_page, name="overview"),
    path("boards/<uuid:pk>/table/", table.table_page, name="table"),
    path("boards/<uuid:pk>/timeline/", views.timeline_page, name="timeline"),
    path("boards/<uuid:pk>/mine/", views.mine_page, name="mine"),
    path("actions/<uuid:pk>/row/", table.row_forms, name="row-forms"),
    path("boards/<uuid:pk>/many/", many_views.many, name="change-many"),
    path("boards/many/<uuid:pk>/undo/", many_views.take_back, name="undo-many"),
    path("boards/<uuid:pk>/views/", saved_views.save, name="save-view"),
    path("boards/views/<uuid:pk>/forget/", saved_views.forget, name="forget-view"),
]
