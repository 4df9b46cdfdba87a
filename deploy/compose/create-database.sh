#!/bin/sh
# Run once by the image of PostgreSQL, on an empty volume: the role that owns the tables, and its database; the role
# that the backups are taken by, which may replicate from the network of these containers.
set -eu
psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres --set=password="$OWNER_PASSWORD" --set=backup="$BACKUP_PASSWORD" <<'SQL'
create role zhiyuan_owner login createrole password :'password';
create database zhiyuan owner zhiyuan_owner;
create role zhiyuan_backup login replication password :'backup';
SQL
echo 'host replication zhiyuan_backup samenet scram-sha-256' >> "$PGDATA/pg_hba.conf"
