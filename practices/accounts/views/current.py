"""The person whose own account a page is about."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from practices.accounts import lifecycle
from practices.models import User

OVERTAKEN = _(
    "Your account was changed a moment before, perhaps by pressing twice, so this was not done again. If there are "
    "recovery codes that you did not see, make new ones."
)


def own_account[**Rest](
    view: Callable[Concatenate[HttpRequest, User, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """Give a page who is signed in; of two changes of an account in one moment the second is not made."""

    @login_required
    @wraps(view)
    def page(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        try:
            return view(request, cast("User", request.user), *args, **kwargs)
        except lifecycle.Overtaken:
            messages.warning(request, OVERTAKEN)
            return redirect("account_details")

    return page
