-- What millon.py writes, in order. %(piezas)s: how many pieces; %(bloque)s: those that go together; %(rango)s: the last range from before.

-- who travels together, when, how far
CREATE TEMP TABLE bloque AS
SELECT b, b * %(bloque)s / %(piezas)s::float AS edad,
       (ARRAY['sepomex','sepomex','sepomex','sepomex','sepomex','foranea','foranea','local','local','local'])[1 + b %% 10] AS tipo,
       now() AT TIME ZONE 'UTC' - (1 - b * %(bloque)s / %(piezas)s::float) * interval '4 years' - interval '6 hours' AS cuando,
       CASE WHEN b * %(bloque)s <= %(piezas)s * 0.97 THEN CASE b %% 100 WHEN 7 THEN 'devuelto' WHEN 23 THEN 'devuelto' WHEN 31 THEN 'devuelto'
                 WHEN 42 THEN 'cancelado' WHEN 54 THEN 'extraviado' ELSE 'entregado' END
            WHEN b / 10 %% 10 = 0 THEN 'solicitado' WHEN b / 10 %% 10 = 1 THEN 'por_asignar' WHEN b / 10 %% 10 = 2 THEN 'asignado'
            WHEN b / 10 %% 10 = 3 THEN 'en_relacion' WHEN b / 10 %% 10 <= 6 THEN 'en_transito'
            WHEN b / 10 %% 10 = 7 THEN 'intento_fallido' WHEN b / 10 %% 10 = 8 THEN 'en_resguardo' ELSE 'en_devolucion' END AS state,
       (SELECT areas[1 + b * 7 %% cardinality(areas)] FROM quien) AS area_id,
       (SELECT oficialias[1 + (b %% 5 = 0)::int] FROM quien) AS oficialia_id,
       CASE WHEN b %% 10 >= 7 THEN (SELECT mensajeros[1 + b * 3 %% cardinality(mensajeros)] FROM quien) END AS mensajero_id
  FROM generate_series(1, %(piezas)s / %(bloque)s) b;
UPDATE bloque SET state = 'en_reparto' WHERE state = 'en_transito' AND tipo = 'local';
ALTER TABLE bloque ADD servicio_id int, ADD proveedor_id int;
UPDATE bloque SET servicio_id = s.id, proveedor_id = s.proveedor_id
  FROM (SELECT DISTINCT ON (proveedor_tipo) id, proveedor_id, proveedor_tipo FROM mensajeria_servicio
         WHERE requiere_guia = (proveedor_tipo <> 'local') ORDER BY proveedor_tipo, id) s
 WHERE s.proveedor_tipo = tipo AND state NOT IN ('solicitado', 'por_asignar');
CREATE UNIQUE INDEX ON bloque (b);
ANALYZE bloque;

-- : requests
INSERT INTO mensajeria_solicitud (id, company_id, solicitante_id, area_id, oficialia_id, name, urgencia, state, fecha_envio,
       fecha_aceptacion, fecha_atencion, fecha_limite, bitacora_numero, create_date, write_date, create_uid, write_uid)
SELECT 1000000 + n, company, solicitante, area_id, oficialia_id, 'SOL-MM/' || extract(year FROM cuando) || '/' || lpad(n::text, 6, '0'),
       (n %% 20 = 0)::int, CASE WHEN state = 'solicitado' THEN 'enviada' WHEN edad > 0.97 THEN 'en_proceso' ELSE 'atendida' END, cuando,
       CASE WHEN state <> 'solicitado' THEN cuando END, CASE WHEN edad <= 0.97 THEN cuando + interval '5 days' END,
       (cuando + interval '15 days')::date, 0, cuando, cuando, solicitante, solicitante
  FROM generate_series(1, %(piezas)s / 3) n JOIN bloque ON b = greatest(1, n * 3 / %(bloque)s), quien;

-- : lists
INSERT INTO mensajeria_relacion (id, company_id, oficialia_id, proveedor_id, mensajero_id, name, tipo, state, fecha, fecha_emision,
       fecha_salida, fecha_cierre, impresiones, hash, contenido, bitacora_numero, create_date, write_date, create_uid, write_uid)
SELECT 1000000 + b, company, oficialia_id, proveedor_id, mensajero_id, 'REL-MM/' || extract(year FROM cuando) || '/' || lpad(b::text, 6, '0'),
       CASE tipo WHEN 'sepomex' THEN 'deposito_sepomex' WHEN 'foranea' THEN 'recoleccion_foranea' ELSE 'hoja_ruta' END,
       CASE WHEN state = 'en_relacion' THEN 'emitida' WHEN state = 'en_reparto' THEN 'en_ruta' WHEN state = 'en_transito' THEN 'depositada'
            ELSE 'cerrada' END,
       CASE WHEN state IN ('en_relacion', 'en_reparto') THEN current_date ELSE cuando::date END, cuando, cuando, cuando, 1,
       md5(b::text), repeat(md5(b::text), 150), 0, cuando, cuando, operador, operador
  FROM bloque, quien WHERE state NOT IN ('solicitado', 'por_asignar', 'asignado', 'cancelado');

-- : pieces
INSERT INTO mensajeria_envio (id, company_id, solicitud_id, area_id, oficialia_id, name, documento, state, dest_nombre, dest_institucion,
       dest_persona_moral, dest_calle, dest_numero, dest_colonia, dest_cp, dest_municipio, dest_estado, dest_pais_id, latitud, longitud, peso,
       copias, proveedor_id, proveedor_tipo, servicio_id, zona_id, mensajero_id, costo, relacion_id, orden, fecha_aceptacion, fecha_deposito,
       fecha_compromiso, fecha_entrega, resguardo_hasta, intentos, receptor_nombre, receptor_caracter, etiquetas, formatos_acuse, dias_entrega,
       entrega_en_plazo, rastreo_siguiente, bitacora_numero, bitacora_hash, create_date, write_date, create_uid, write_uid)
SELECT 1000000 + n, company, 1000000 + greatest(1, least(n / 3, %(piezas)s / 3)), area_id, oficialia_id, 'ENV/' || 1000000 + n,
       (ARRAY['Notificación de resolución','Requerimiento','Invitación al comité','Contrato','Citatorio','Oficio de respuesta'])[1 + n %% 6]
       || ' ' || lpad(n::text, 7, '0'), state,
       (ARRAY['Raúl','Teresa','Hilario','Dulce','Ramón','Beatriz','Fidel','Ofelia','Saúl','Norma','Inés','Julián'])[1 + n %% 12] || ' ' ||
       (ARRAY['Cordero','Quiroz','Cuevas','Nava','Ibarra','Lozano','Aranda','Solís','Mier','Espinoza','Barrera','Zúñiga','Peralta'])[1 + n %% 13] || ' ' ||
       (ARRAY['Amaro','Ponce','Corona','Coy','Mata','Ríos','Galindo','Tovar','Cano','Lara','Vega','Osorio','Trejo','Salas','Rojas','Meza','Luna'])[1 + n %% 17]
       || ' ' || n / 2652, 'Institución ' || n %% 5000, n %% 3 = 0, 'Calle ' || n %% 900, n %% 700, 'Colonia ' || n %% 1500,
       lpad((1000 + n * 13 %% 15000)::text, 5, '0'), 'Cuauhtémoc', 'Ciudad de México', mx, 19.2 + n %% 400 / 1000.0, -99.3 + n %% 390 / 1000.0,
       50 + n %% 400, 1, proveedor_id, CASE WHEN proveedor_id IS NOT NULL THEN tipo END, servicio_id, zonas[1 + n %% cardinality(zonas)],
       CASE WHEN proveedor_id IS NOT NULL THEN mensajero_id END, 20 + n %% 100,
       CASE WHEN state IN ('en_relacion', 'en_reparto', 'en_transito') THEN 1000000 + b END, n %% %(bloque)s,
       CASE WHEN state <> 'solicitado' THEN cuando END, CASE WHEN sale THEN cuando + interval '1 day' END,
       CASE WHEN sale THEN (cuando + interval '9 days')::date END,
       CASE WHEN state = 'entregado' THEN cuando + (1 + n %% 12) * interval '1 day' END,
       CASE WHEN state = 'en_resguardo' THEN (cuando + interval '40 days')::date END, (n %% 10 = 0)::int,
       CASE WHEN state = 'entregado' THEN 'Recepción' END,
       CASE WHEN state = 'entregado' THEN (ARRAY['destinatario','representante_legal','autorizado','oficina_sello'])[1 + n %% 4] END,
       0, 0, CASE WHEN state = 'entregado' THEN 1 + n %% 12 ELSE 0 END, state = 'entregado' AND n %% 12 < 8,
       CASE WHEN edad > 0.97 THEN cuando END, 1, md5((1000000 + n)::text) || md5((1000000 + n)::text), cuando, cuando,
       operador, operador
  FROM generate_series(1, %(piezas)s) n JOIN bloque ON b = greatest(1, n / %(bloque)s),
       LATERAL (SELECT state NOT IN ('solicitado', 'por_asignar', 'asignado', 'en_relacion', 'cancelado') AS sale) s, quien;

-- : stops
INSERT INTO mensajeria_relacion_linea (relacion_id, company_id, envio_id, orden, cargado, abierta, resultado,
       create_date, write_date, create_uid, write_uid)
SELECT 1000000 + b, company, e.id, e.orden, true, e.relacion_id IS NOT NULL, CASE WHEN e.relacion_id IS NULL THEN e.state END, cuando, cuando,
       operador, operador
  FROM mensajeria_envio e JOIN bloque ON b = greatest(1, (e.id - 1000000) / %(bloque)s), quien
 WHERE e.id > 1000000 AND e.state NOT IN ('solicitado', 'por_asignar', 'asignado', 'cancelado');

-- : events
INSERT INTO mensajeria_evento (envio_id, company_id, user_id, tipo, estado_anterior, estado_nuevo, codigo_upu, origen, conflicto,
       fecha_dispositivo, fecha_servidor, uuid_cliente, latitud, longitud)
SELECT e.id, company, operador, v.tipo, v.antes, v.despues, v.upu,
       CASE WHEN v.tipo = 'entregado' AND e.proveedor_tipo = 'local' THEN 'movil' ELSE 'manual' END,
       v.tipo = 'entregado' AND e.id %% 5000 = 0, e.fecha_aceptacion + v.n * interval '1 day', e.fecha_aceptacion + v.n * interval '1 day',
       CASE WHEN v.tipo = 'entregado' AND e.proveedor_tipo = 'local' THEN md5(e.id::text) END,
       CASE WHEN v.tipo = 'entregado' THEN e.latitud END, CASE WHEN v.tipo = 'entregado' THEN e.longitud END
  FROM mensajeria_envio e, quien, (VALUES (0, 'aceptado', 'solicitado', 'por_asignar', NULL), (0, 'asignado', 'por_asignar', 'asignado', NULL),
       (1, 'depositado', 'en_relacion', 'en_transito', 'EMA'), (2, 'intento_fallido', 'en_transito', 'intento_fallido', 'EMH'),
       (3, 'entregado', 'en_reparto', 'entregado', 'EMI')) v(n, tipo, antes, despues, upu)
 WHERE e.id > 1000000 AND e.fecha_aceptacion IS NOT NULL
   AND CASE v.tipo WHEN 'aceptado' THEN true WHEN 'asignado' THEN e.proveedor_id IS NOT NULL WHEN 'depositado' THEN e.fecha_deposito IS NOT NULL
       WHEN 'intento_fallido' THEN e.intentos > 0 AND e.fecha_deposito IS NOT NULL ELSE e.state = 'entregado' END;

-- : attempts
INSERT INTO mensajeria_intento (envio_id, company_id, evento_id, numero, motivo_id, mensajero_id, aviso_dejado, fecha,
       create_date, write_date, create_uid, write_uid)
SELECT envio_id, v.company_id, v.id, 1, motivos[1 + v.id %% cardinality(motivos)], e.mensajero_id, true, v.fecha_dispositivo,
       v.fecha_servidor, v.fecha_servidor, operador, operador
  FROM mensajeria_evento v JOIN mensajeria_envio e ON e.id = v.envio_id, quien WHERE v.tipo = 'intento_fallido' AND e.id > 1000000;

-- : proofs
INSERT INTO mensajeria_evidencia (evento_id, envio_id, company_id, tipo, sha256, attachment_id, fecha,
       create_date, write_date, create_uid, write_uid)
SELECT v.id, envio_id, company_id, 'firma', md5(v.id::text) || md5(v.id::text), CASE WHEN v.id %% 20000 <> 0 THEN adjunto END,
       CASE WHEN v.id %% 20000 <> 0 THEN fecha_servidor END, fecha_servidor, fecha_servidor, operador, operador
  FROM mensajeria_evento v, quien WHERE v.origen = 'movil' AND v.envio_id > 1000000;

-- : acuses
INSERT INTO mensajeria_acuse (envio_id, company_id, proveedor_id, proveedor_tipo, area_id, oficialia_id, state, fecha_salida, plazo,
       fecha_persecucion, fecha_entrega, fecha_recepcion, fecha_validacion, receptor_nombre, caracter, con_firma, bitacora_numero,
       create_date, write_date, create_uid, write_uid)
SELECT id, company_id, proveedor_id, proveedor_tipo, area_id, oficialia_id, a.state, fecha_deposito::date, fecha_deposito::date + 20,
       CASE WHEN a.state LIKE 'en\_%%' THEN fecha_deposito::date + 21 END,
       CASE WHEN vuelto THEN fecha_entrega::date END, CASE WHEN vuelto THEN fecha_entrega + interval '8 days' END,
       CASE WHEN a.state = 'archivado' THEN fecha_entrega + interval '9 days' END, CASE WHEN vuelto THEN 'Recepción' END,
       CASE WHEN vuelto THEN 'destinatario' END, true, 0, fecha_deposito, fecha_deposito, operador, operador
  FROM mensajeria_envio e, quien, LATERAL (SELECT CASE WHEN e.state = 'devuelto' THEN 'no_entregado' WHEN e.state = 'extraviado' THEN 'extraviado'
       WHEN e.state = 'entregado' AND e.id %% 50 <> 0 THEN CASE e.id %% 400 WHEN 1 THEN 'irregular' WHEN 2 THEN 'recibido' WHEN 3 THEN 'digitalizado'
       ELSE 'archivado' END WHEN proveedor_tipo = 'local' THEN 'en_mensajero' ELSE 'en_proveedor' END AS state) a,
       LATERAL (SELECT a.state IN ('archivado', 'irregular', 'recibido', 'digitalizado') AS vuelto) v
 WHERE e.id > 1000000 AND fecha_deposito IS NOT NULL AND e.id / %(bloque)s %% 3 = 0;

-- : guías of pieces
WITH libres AS (SELECT id, proveedor_id, row_number() OVER (PARTITION BY proveedor_id ORDER BY id) AS k FROM mensajeria_guia
                 WHERE state = 'disponible' AND company_id = (SELECT company FROM quien) AND rango_id > %(rango)s),
piden AS (SELECT id, proveedor_id, state, fecha_aceptacion, row_number() OVER (PARTITION BY proveedor_id ORDER BY id) AS k FROM mensajeria_envio
           WHERE id > 1000000 AND proveedor_tipo <> 'local' AND state <> 'cancelado')
UPDATE mensajeria_guia g SET envio_id = p.id, fecha_asignacion = p.fecha_aceptacion,
       state = CASE WHEN p.state IN ('asignado', 'en_relacion') THEN 'asignada' ELSE 'usada' END
  FROM libres l JOIN piden p USING (proveedor_id, k) WHERE g.id = l.id;

-- : numbers of pieces
UPDATE mensajeria_envio e SET guia_id = g.id, folio_guia = g.name FROM mensajeria_guia g WHERE g.envio_id = e.id AND e.id > 1000000;

-- : voided and handed-over guías
UPDATE mensajeria_guia g SET state = CASE WHEN r < 1000 THEN 'danada' ELSE state END, fecha_baja = CASE WHEN r < 1000 THEN now() END,
       motivo_baja = CASE WHEN r < 1000 THEN 'Mojada' END, area_id = CASE WHEN r > 20000 THEN oficialias[2] END
  FROM (SELECT id, row_number() OVER (ORDER BY id DESC) AS r FROM mensajeria_guia WHERE state = 'disponible') libres, quien
 WHERE libres.id = g.id AND (r < 1000 OR r BETWEEN 20000 AND 30000);

-- : used-up ranges
UPDATE mensajeria_rango r SET state = 'agotado' WHERE id > %(rango)s AND NOT EXISTS (
       SELECT FROM mensajeria_guia g WHERE g.rango_id = r.id AND g.state = 'disponible');

-- : tasks
INSERT INTO seguimiento_tarea (paso_id, proceso_id, res_model, res_id, company_id, group_id, area_id, state, folio, asunto, contraparte,
       busqueda, prioridad, fecha_limite, fecha_apertura, fecha_cierre, cerrada_user_id, create_date, write_date, create_uid, write_uid)
SELECT p.id, p.proceso_id, 'mensajeria.envio', e.id, company, p.group_id, e.oficialia_id, CASE WHEN viva THEN 'pendiente' ELSE 'hecha' END,
       e.name, e.documento, e.dest_nombre, e.name || ' · ' || e.documento || ' · ' || e.dest_nombre, '0', e.fecha_compromiso, e.create_date,
       CASE WHEN NOT viva THEN e.create_date END, CASE WHEN NOT viva THEN operador END,
       e.create_date, e.create_date, operador, operador
  FROM mensajeria_envio e, paso p, quien,
       LATERAL (SELECT e.state NOT IN ('entregado', 'devuelto', 'extraviado', 'cancelado') AS viva) v
 WHERE e.id > 1000000;

-- : log
INSERT INTO nucleo_bitacora (res_model, res_id, numero, user_id, fecha, evento, hash_previo, hash)
SELECT 'mensajeria.envio', id, 1, operador, create_date, 'aceptar', repeat('0', 64), md5(id::text) || md5(id::text)
  FROM mensajeria_envio, quien WHERE id > 1000000;

-- : readings
INSERT INTO mensajeria_lectura_linea (lectura_id, company_id, user_id, numero, fecha, crudo, normalizado, resultado, clave, envio_id, anulada,
       alerta, cuarentena, create_date, write_date, create_uid, write_uid)
SELECT lectura, company, operador, row_number() OVER (), fecha_entrega, name, name, 'ok', 'envio:' || id, id, false, false, id %% 10000 = 0,
       fecha_entrega, fecha_entrega, operador, operador
  FROM mensajeria_envio, quien WHERE id > 1000000 AND fecha_entrega IS NOT NULL AND id %% 3 = 0;
