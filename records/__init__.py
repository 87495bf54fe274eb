"""The tables, the engine and the migrations: the only place that knows SQL."""
