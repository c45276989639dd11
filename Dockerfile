# The official Odoo image plus what the addons need: Python packages, WeasyPrint's libraries, OCR in Spanish.
FROM odoo:19.0

USER root
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-dejavu-core \
        libharfbuzz-subset0 \
        libpango-1.0-0 \
        libpangoft2-1.0-0 \
        tesseract-ocr \
        tesseract-ocr-spa \
    && rm -rf /var/lib/apt/lists/*

# Beside the system's packages, not over them: the folder goes first on Python's path.
COPY requirements-addons.lock /tmp/
RUN pip install --no-cache-dir --no-deps --require-hashes --target /opt/correspondencia/python \
        -r /tmp/requirements-addons.lock \
    && rm /tmp/requirements-addons.lock
ENV PYTHONPATH=/opt/correspondencia/python

COPY scripts/produccion/install scripts/produccion/backup scripts/produccion/restore /opt/correspondencia/bin/
COPY scripts/plataforma/mexico.py /opt/correspondencia/
COPY odoo.conf /etc/odoo/odoo.conf
COPY addons /opt/correspondencia/addons
# A volume mounted here belongs to Odoo's user, as the folder does.
RUN mkdir /backups && chown odoo: /backups

USER odoo
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["curl", "--fail", "--silent", "http://127.0.0.1:8069/web/health?db_server_status=1"]
