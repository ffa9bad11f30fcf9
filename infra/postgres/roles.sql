-- The roles and settings of a PostgreSQL that is not the embedded one. Run once, as a superuser, before the first start:
--
--   psql -v ON_ERROR_STOP=1 -f infra/postgres/roles.sql
--
-- Then give the two login roles their passwords (\password jiayi_owner, \password jiayi) or another way to sign in.

-- Owns the schema and migrates it. Not used while the application runs.
CREATE ROLE jiayi_owner LOGIN;

-- What the running application may do; the migrations grant it table by table. Nobody signs in as this role.
CREATE ROLE jiayi_app NOLOGIN;
-- The first migration checks that its own role is a member.
GRANT jiayi_app TO jiayi_owner;

-- The application signs in as this role and works as jiayi_app: it owns nothing, and can neither change nor delete what
-- money rests on.
CREATE ROLE jiayi LOGIN NOINHERIT;
GRANT jiayi_app TO jiayi;

CREATE DATABASE jiayi OWNER jiayi_owner ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0;
ALTER DATABASE jiayi SET timezone TO 'Asia/Shanghai';
REVOKE CONNECT, TEMPORARY ON DATABASE jiayi FROM PUBLIC;
GRANT CONNECT ON DATABASE jiayi TO jiayi;

\connect jiayi
-- The exclusion constraint that keeps one contract per resident and day needs it.
CREATE EXTENSION IF NOT EXISTS btree_gist;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO jiayi_owner;
