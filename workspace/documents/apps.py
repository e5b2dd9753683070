from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "workspace.documents"
    label = "documents"
