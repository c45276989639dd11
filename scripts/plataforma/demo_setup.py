"""Lines for Odoo's shell after the first installation: Mexico's language, time zone, country and currency for everybody."""

env["ir.default"].set("res.partner", "lang", "es_MX")  # noqa: F821
env["ir.default"].set("res.partner", "tz", "America/Mexico_City")  # noqa: F821
everybody = env["res.users"].with_context(active_test=False).search([]).partner_id | env["res.company"].search([]).partner_id  # noqa: F821
everybody.write({"lang": "es_MX", "tz": "America/Mexico_City"})
mexico = env.ref("base.mx")  # noqa: F821
env["res.company"].search([]).write({"country_id": mexico.id, "currency_id": mexico.currency_id.id})  # noqa: F821
mexico.currency_id.active = True
env.cr.commit()  # noqa: F821
