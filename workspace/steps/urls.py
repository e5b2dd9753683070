from django.urls import path

from . import views

urlpatterns = [
    path("actions/<uuid:pk>/steps/", views.add_step, name="add-step"),
    path("steps/<uuid:pk>/rename/", views.rename_step, name="rename-step"),
    path("steps/<uuid:pk>/tick/", views.tick_step, name="tick-step"),
    path("steps/<uuid:pk>/move/", views.move_step, name="move-step"),
    path("steps/<uuid:pk>/remove/", views.remove_step, name="remove-step"),
    path("steps/<uuid:pk>/restore/", views.restore_step, name="step-restore"),
]
