"""What the whole addon calls by the same name."""

#: kind of provider: decides which operators work with it
TIPOS_PROVEEDOR = [
    ("sepomex", "SEPOMEX"),
    ("foranea", "Carrier"),
    ("local", "Own messengers"),
]

#: in which capacity somebody receives a piece
CARACTERES = [
    ("destinatario", "Addressee"),
    ("representante_legal", "Legal representative"),
    ("autorizado", "Authorized person"),
    ("oficina_sello", "Correspondence office (stamp)"),
    ("familiar_tercero", "Relative or third party"),
]

#: proofs of a delivery that a service may ask for
PRUEBAS = ("firma", "foto", "identificacion")

EXIGENCIAS = [
    ("obligatorio", "Required"),
    ("opcional", "Optional"),
    ("no", "No"),
]
