from django.urls import path

from . import views

urlpatterns = [
    path("actions/<uuid:pk>/indicators/", views.add_indicator, name="add-indicator"),
    path("indicators/<uuid:pk>/edit/", views.edit_indicator, name="edit-indicator"),
    path("indicators/<uuid:pk>/withdraw/", views.withdraw_indicator, name="withdraw-indicator"),
    path("indicators/<uuid:pk>/restore/", views.restore_indicator, name="indicator-restore"),
    path("indicators/<uuid:pk>/readings/", views.add_reading, name="add-reading"),
    path("readings/<uuid:pk>/edit/", views.correct_reading, name="correct-reading"),
    path("readings/<uuid:pk>/withdraw/", views.withdraw_reading, name="withdraw-reading"),
    path("readings/<uuid:pk>/restore/", views.restore_reading, name="reading-restore"),
]
