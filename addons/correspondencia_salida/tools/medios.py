"""Means by which a letter reaches an addressee, and what each needs to know of them."""

MEDIOS = [
    ("local", "Own Messenger"),
    ("sepomex", "SEPOMEX"),
    ("foranea", "Courier"),
    ("correo", "E-mail"),
    ("portal", "Portal"),
    ("personal", "Picked Up at the Counter"),
    ("interno", "Internal"),
]
#: those that a courier of ``mensajeria`` carries
CON_MENSAJERIA = frozenset(("local", "sepomex", "foranea"))
#: fields without which the means cannot be used
NECESARIOS = {
    **dict.fromkeys(CON_MENSAJERIA, ("dest_calle", "dest_cp", "dest_municipio", "dest_estado")),
    "correo": ("email",),
    "portal": ("email",),
    "personal": (),
    "interno": ("area_id",),
}
