#!/bin/sh
# with-password.sh SECRET ROLE COMMAND …: the command with a DATABASE_URL of this role, its password from the file of a secret.
# In a container; the password must be letters and digits, as `openssl rand -hex 24` gives it.
set -eu
DATABASE_URL="postgres://$2:$(cat "/run/secrets/$1")@database:5432/cartagena"
export DATABASE_URL
# owner and server read and write the documents by the group that they share
umask 007
shift 2
exec "$@"
