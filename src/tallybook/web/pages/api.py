"""The API's page for people, written from its own description."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from tallybook.web.view import Pages, View

pages = Pages()


@pages.page("/api", "api.html")
def described(request: Request) -> View:
    """Return every function of the API with its parameters."""
    document = request.app.openapi()
    functions = [
        {
            "method": method.upper(), "path": path, "summary": entry.get("summary", ""),
            "what": entry.get("description", "").strip(),
            "parameters": [_parameter(p) for p in entry.get("parameters", ())],
            "try": _example(path, entry) if method == "get" else "",
        }
        for path, methods in document["paths"].items()
        for method, entry in methods.items()
    ]  # fmt: skip
    about = (
        "The same answers as these pages, for programs: JSON, CSV, Parquet, Stata, workbooks and data packages. Errors "
        "are one plain line that names the nearest valid value. No key is needed."
    )
    return View("API", about, {"functions": functions, "openapi": "/openapi.json"})


def _parameter(entry: dict[str, Any]) -> dict[str, Any]:
    schema = entry.get("schema", {})
    examples = entry.get("examples") or schema.get("examples") or []
    first = examples[0] if isinstance(examples, list) and examples else ""
    return {
        "name": entry["name"], "in": entry["in"], "required": entry.get("required", False),
        "what": entry.get("description", ""), "example": ", ".join(first) if isinstance(first, list) else str(first),
        "values": schema.get("enum", []),
    }  # fmt: skip


def _example(path: str, entry: dict[str, Any]) -> str:
    """Return an address to try, made of the examples; nothing where a part of the path has none."""
    from urllib.parse import quote, urlencode

    query = {}
    for one in (_parameter(p) for p in entry.get("parameters", ())):
        value = one["example"] or next(iter(one["values"]), "")
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", quote(value, safe=""))
        elif one["required"] and value:
            query[one["name"]] = value
    return "" if "{" in path else path + (f"?{urlencode(query)}" if query else "")
