"""A clock that demo data set, so that what they live through has its own hours."""

from contextlib import contextmanager


@contextmanager
def reloj(cr):
    """Gives a function that sets what is now (naive, UTC), in Python and in the transaction of ``cr``."""
    from freezegun.api import freeze_time  # the very one: Odoo's tests put another in its place

    ahora = cr.now()
    with freeze_time(ahora, ignore=["logging"]) as congelado:

        def poner(momento):
            cr.flush()  # what was done until now happens now: tracking waits for the end of a transaction
            congelado.move_to(momento)
            cr._now = momento

        try:
            yield poner
            cr.flush()
        finally:
            cr._now = ahora
