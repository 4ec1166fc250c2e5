"""What OpenAPI describes is what is answered: no question made from the description ends in a 5xx or beside it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tallybook.base.catalog import open_catalog
from tallybook.web.app import create_app
from tallybook.web.site import Site

APP = create_app(Site(open_catalog(), Path(tempfile.gettempdir()) / "tallybook-no-such-store"))
DESCRIBED = schemathesis.openapi.from_asgi("/openapi.json", APP)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@DESCRIBED.parametrize()
@seed(20121221)
@settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_every_operation_keeps_to_its_description(case: schemathesis.Case):
    case.call_and_validate(checks=CHECKS)


def test_every_operation_is_described_with_examples_and_errors():
    described = APP.openapi()
    assert len(described["paths"]) >= 15
    for path, item in described["paths"].items():
        for method, operation in item.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            assert operation["description"], where
            good = operation["responses"]["200"]["content"]["application/json"]
            assert "example" in good, where
            assert {"400", "404", "413", "422", "503"} <= set(operation["responses"]), where


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(client, method: str):
    assert client.request(method, "/api/v1/series/ice.removals").status_code == 405
