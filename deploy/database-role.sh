#!/bin/sh
# Run once by the image of PostgreSQL: the role of the server, which owns nothing. `prepare` grants it what it needs.
set -eu
psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set password="$(cat /run/secrets/server_password)" <<'SQL'
CREATE ROLE cartagena_web LOGIN PASSWORD :'password';
SQL
