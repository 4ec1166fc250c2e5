"""The application: every page and API module of the two folders, found by path, behind one guard."""

from __future__ import annotations

import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from tallybook import __version__
from tallybook.web.failing import put_handlers
from tallybook.web.guarding import Guard
from tallybook.web.site import Site

API = "/api/v1"


def create_app(site: Site) -> FastAPI:
    """Return the site as an ASGI application."""

    @asynccontextmanager
    async def living(_app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(site.warm)
        yield

    app = FastAPI(
        title="Tallybook", version=__version__, lifespan=living, docs_url=None, redoc_url=None,
        description="The count of US immigration enforcement, kept in the open. Figures count events, not people, "
        "unless they say so; nothing here finds, links or locates a person.",
        license_info={"name": "Apache-2.0"},
    )  # fmt: skip
    app.state.site = site
    pages = [module.pages for module in _modules("pages")]
    app.state.sections = tuple(
        sorted((p.section for p in pages if p.section is not None), key=lambda section: section.order)
    )
    for module in _modules("api"):
        app.include_router(module.router, prefix=API)
    for page in pages:
        app.include_router(page.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    put_handlers(app)
    app.add_middleware(Guard, site=site)
    return app


def _modules(folder: str) -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules([str(Path(__file__).parent / folder)]):
        yield import_module(f"tallybook.web.{folder}.{found.name}")
