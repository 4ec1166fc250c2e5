"""The pages, one module a section; each exposes `pages`."""
