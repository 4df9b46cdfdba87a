# The program with PostgreSQL's own programs for copies beside it, of the version of compose.yaml's database. Built of
# the image zhiyuan: docker compose -f deploy/compose.yaml build app, then all.
FROM zhiyuan
USER root
RUN mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf \
  && apt-get update && apt-get install -y --no-install-recommends postgresql-15 && rm -rf /var/lib/apt/lists/*
USER node
