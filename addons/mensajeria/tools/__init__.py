"""Pure functions without env, tested without a database."""
