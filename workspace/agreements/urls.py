from django.urls import path

from . import views

urlpatterns = [
    path("boards/<uuid:pk>/agree/", views.agree_on_board, name="agree-board"),
    path("actions/<uuid:pk>/agree/", views.agree_on_action, name="agree-action"),
    path("actions/<uuid:pk>/agreement/end/", views.reopen_action, name="reopen-action-agreement"),
    path("agreements/<uuid:pk>/end/", views.end_agreement, name="end-agreement"),
    path("actions/<uuid:pk>/proposals/", views.propose, name="propose-change"),
    path("proposals/<uuid:pk>/take-back/", views.take_back, name="take-proposal-back"),
    path("proposals/<uuid:pk>/answer/", views.answer_proposal, name="answer-proposal"),
]
