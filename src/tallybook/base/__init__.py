"""The base: errors, periods, conditions, the catalog loader and the engine. It imports no other layer."""
