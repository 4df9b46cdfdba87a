#!/bin/sh
# Run once by the image of PostgreSQL, on an empty volume: the role that owns the tables, and its database.
set -eu
psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres --set=password="$OWNER_PASSWORD" <<'SQL'
create role zhiyuan_owner login createrole password :'password';
create database zhiyuan owner zhiyuan_owner;
SQL
