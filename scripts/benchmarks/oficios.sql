-- What oficios.py writes, in order. %(cartas)s: how many letters.

CREATE TEMP TABLE carta AS
SELECT n, n / %(cartas)s::float AS edad, areas[1 + n * 7 %% cardinality(areas)] AS area_id, oficialias[1 + (n %% 5 = 0)::int] AS oficialia_id,
       now() AT TIME ZONE 'UTC' - (1 - n / %(cartas)s::float) * interval '4 years' AS cuando,
       CASE WHEN n <= %(cartas)s * 0.97 THEN CASE n %% 50 WHEN 7 THEN 'cancelado' WHEN 9 THEN 'sustituido' WHEN 11 THEN 'acusado'
                 ELSE 'archivado' END
            ELSE (ARRAY['borrador','en_revision','aprobado','numerado','firmado','despachado','despachado','acusado'])[1 + n %% 8] END AS state,
       CASE WHEN n %% 40 = 0 THEN 'confidencial' ELSE 'publico' END AS confidencialidad,
       'Unidad' || n %% 200 || '/' || lpad((n / 200)::text, 4, '0') || '/' || extract(year FROM now() - (1 - n / %(cartas)s::float) * interval '4 years') AS numero
  FROM generate_series(1, %(cartas)s) n, quien;
CREATE UNIQUE INDEX ON carta (n);
ANALYZE carta;

-- : letters
INSERT INTO correspondencia_oficio (id, company_id, area_id, oficialia_id, tipo_id, redactor_id, name, descripcion, cuerpo, para, prioridad,
       confidencialidad, state, modo_firma, version, fecha, fecha_firma, fecha_despacho, bitacora_numero, create_date, write_date, create_uid, write_uid)
SELECT 1000000 + n, company, area_id, oficialia_id, tipo, CASE WHEN n %% 20 = 0 THEN redactora ELSE jefa END,
       CASE WHEN state NOT IN ('borrador', 'en_revision', 'aprobado') THEN numero END,
       (ARRAY['Se remite informe de obra','Respuesta a solicitud','Invitación al comité','Requerimiento de pago'])[1 + n %% 4] || ' ' || n,
       '<p>Texto</p>', 'Persona ' || n %% 9000, '0', confidencialidad, state, 'autografa', 1, cuando, cuando, cuando, 0, cuando, cuando, jefa, jefa
  FROM carta, quien;

-- : numbers
INSERT INTO correspondencia_numero (id, company_id, area_id, tipo_id, oficio_id, user_id, name, state, fecha, bitacora_numero)
SELECT 1000000 + n, company, area_id, tipo, 1000000 + n, jefa, numero, CASE WHEN state = 'cancelado' THEN 'anulado' ELSE 'usado' END, cuando, 0
  FROM carta, quien WHERE state NOT IN ('borrador', 'en_revision', 'aprobado');

-- : addressees
INSERT INTO correspondencia_destinatario (oficio_id, company_id, sequence, tipo, clase, dest_nombre, dest_institucion, medio, alcance, state, requiere_acuse,
       plazo, fecha_despacho, bitacora_numero)
SELECT 1000000 + n, company, lugar, CASE lugar WHEN 1 THEN 'para' ELSE 'ccp' END, 'externo',
       (ARRAY['Raúl Cordero','Teresa Quiroz','Hilario Cuevas','Dulce Nava'])[1 + n %% 4] || ' ' || n / 4 || lugar, 'Institución ' || n %% 5000,
       (ARRAY['local','sepomex','foranea','correo','personal'])[1 + n %% 5], 'persona',
       CASE WHEN state IN ('archivado','acusado') THEN 'acusado' WHEN state = 'cancelado' THEN 'cancelado'
            WHEN state IN ('despachado','sustituido') THEN 'despachado' ELSE 'pendiente' END,
       lugar = 1, cuando::date + 15, cuando, 0
  FROM carta, quien, generate_series(1, 2) lugar WHERE lugar = 1 OR n %% 3 > 0;

-- : signers
INSERT INTO correspondencia_oficio_firmante (oficio_id, sequence, user_id)
SELECT 1000000 + n, 10, CASE WHEN n %% 50 = 0 THEN firmante ELSE jefa END FROM carta, quien;

-- : reviews
INSERT INTO correspondencia_oficio_visto (oficio_id, company_id, sequence, user_id, ronda, vigente, version, state, fecha, bitacora_numero)
SELECT 1000000 + n, company, 1, CASE WHEN n %% 50 = 1 THEN revisora ELSE jefa END, 1, true, 1,
       CASE state WHEN 'borrador' THEN 'pendiente' WHEN 'en_revision' THEN 'en_turno' ELSE 'aprobado' END, cuando, 0
  FROM carta, quien;

-- : versions
INSERT INTO correspondencia_oficio_version (oficio_id, numero, user_id, fecha, descripcion, cuerpo)
SELECT 1000000 + n, 1, jefa, cuando, 'Asunto', '<p>Texto</p>' FROM carta, quien WHERE state <> 'borrador';
