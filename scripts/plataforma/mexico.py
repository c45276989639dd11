"""Lines for Odoo's shell after the first installation: Mexico's language, time zone and currency for everybody."""

defaults = env["ir.default"]
defaults.set("res.partner", "lang", "es_MX")
defaults.set("res.partner", "tz", "America/Mexico_City")

users = env["res.users"].with_context(active_test=False).search([])
companies = env["res.company"].search([])
(users.partner_id | companies.partner_id).write({"lang": "es_MX", "tz": "America/Mexico_City"})

mexico = env.ref("base.mx")
mexico.currency_id.active = True
companies.write({"country_id": mexico.id, "currency_id": mexico.currency_id.id})
env.cr.commit()
