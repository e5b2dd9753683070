"""Forms of accounts."""

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    """allauth's form, whose field of the name is called `username` in our pages."""

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix("username" if field_name == "login" else field_name)
