from django.urls import path

from . import views

urlpatterns = [
    path("files/<uuid:pk>/", views.file, name="file"),
    path("files/<uuid:pk>/thumbnail/", views.thumbnail, name="file-thumbnail"),
    path("spaces/<uuid:pk>/uploads/", views.begin_upload, name="begin-upload"),
    path("uploads/<uuid:pk>/", views.upload, name="upload"),
    path("uploads/<uuid:pk>/drop/", views.drop_upload, name="drop-upload"),
]
