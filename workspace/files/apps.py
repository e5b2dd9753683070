from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "workspace.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
