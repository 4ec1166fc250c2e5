"""The API, one module a resource; each exposes `router`."""
