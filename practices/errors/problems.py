"""The errors of the API: the words of the pages as JSON (RFC 9457), for whoever asked for no page."""

import json
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse

from practices.errors.wording import ErrorPage

API = "/api/v1/"
"""Where all answers are JSON."""
MEDIA_TYPE = "application/problem+json"


def is_for_programs(request: HttpRequest) -> bool:
    """Say whether the answer to a request is JSON, whatever it says."""
    return request.path_info.startswith(API)


class Problem(TemplateResponse):
    """An error page without a page: made of what the page would be made of."""

    @property
    def rendered_content(self) -> str:
        said = self.context_data or {}
        error, reason = said["error"], said["reason"]
        removed = {"removed_at": at.isoformat()} if (at := said.get("removed_at")) else {}
        return json.dumps(problem(error, reason) | removed, ensure_ascii=False)


def problem(error: ErrorPage, reason: str = "") -> dict[str, Any]:
    """Return an error as JSON has it; the reason stands for what happened, if there is one."""
    detail = reason or " ".join(str(part) for part in (error.happened, error.cure) if part)
    return {"type": "about:blank", "title": str(error.title), "status": int(error.status), "detail": detail}
