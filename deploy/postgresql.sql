-- Two roles of PostgreSQL: sigai_owner owns the database and its tables and runs set-up; sigai runs the system and can
-- change rows only. Who works as sigai cannot take the triggers away that keep journal and figures append-only.
-- Run once as a superuser, with a password for each (letters and digits; they stand in addresses):
--   psql -v ON_ERROR_STOP=1 -v owner_password=... -v password=... -f deploy/postgresql.sql
-- With -v again=1 the roles are there already: only a new database is made.
\if :{?again}
\else
CREATE ROLE sigai_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE sigai LOGIN PASSWORD :'password';
\endif
CREATE DATABASE sigai OWNER sigai_owner ENCODING 'UTF8' TEMPLATE template0;
\connect sigai
ALTER SCHEMA public OWNER TO sigai_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO sigai;
ALTER DEFAULT PRIVILEGES FOR ROLE sigai_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sigai;
ALTER DEFAULT PRIVILEGES FOR ROLE sigai_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO sigai;
