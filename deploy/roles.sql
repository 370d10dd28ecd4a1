-- The roles of the catalogue, made once: runuser -u postgres -- psql -f deploy/roles.sql
-- Then give each that signs in its password: \password catalogue_owner ...
-- NOINHERIT: web and worker have the rights of catalogue_history only while they step into it.

CREATE ROLE catalogue_owner LOGIN;
CREATE ROLE catalogue_web LOGIN NOINHERIT;
CREATE ROLE catalogue_worker LOGIN NOINHERIT;
CREATE ROLE catalogue_history NOLOGIN;
GRANT catalogue_history TO catalogue_web, catalogue_worker;
CREATE DATABASE catalogue OWNER catalogue_owner;
REVOKE CONNECT, TEMPORARY ON DATABASE catalogue FROM PUBLIC;
GRANT CONNECT ON DATABASE catalogue TO catalogue_web, catalogue_worker;
