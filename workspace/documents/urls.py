from django.urls import path

from . import erasing, views

urlpatterns = [
    path("documents/<uuid:pk>/history/", views.history, name="document-history"),
    path("documents/<uuid:pk>/compare/", views.compare_page, name="document-compare"),
    path("documents/<uuid:pk>/versions/", views.keep, name="document-keep"),
    path("documents/<uuid:pk>/versions/<int:number>/", views.version_page, name="document-version"),
    path("documents/<uuid:pk>/versions/<int:number>/name/", views.name, name="document-name"),
    path("documents/<uuid:pk>/versions/<int:number>/restore/", views.restore, name="document-restore"),
    path("documents/<uuid:pk>/erase/", erasing.erase, name="document-erase"),
]
