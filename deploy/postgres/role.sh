#!/bin/sh
# Run once by PostgreSQL's image on an empty data folder: Rappel's own role and database.
# The role is no superuser, for whom PostgreSQL would not apply the row policies that keep tenants apart.
set -eu

psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set=password="$RAPPEL_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE rappel LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE DATABASE rappel OWNER rappel ENCODING 'UTF8' TEMPLATE template0;
REVOKE CONNECT ON DATABASE rappel FROM PUBLIC;
SQL
