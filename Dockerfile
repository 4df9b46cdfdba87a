# Build: all packages, compile, then leave production packages only.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY migrations migrations
COPY seeds seeds
COPY bench bench
RUN npm run build && npm prune --omit=dev
# What the image is made of, for whoever asks whether a package of bad name is in it (CycloneDX).
RUN npm sbom --omit=dev --sbom-format=cyclonedx --sbom-type=application > sbom.cdx.json
# A third of the packages is never read: weights of fonts that nothing is set in, types, maps of sources.
RUN find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -path '*/@expo-google-fonts/*.png' \
  -o -path '*/@expo-google-fonts/*.ttf' ! -name NotoSansSC_400Regular.ttf ! -name NotoSansSC_700Bold.ttf ! -name NotoSansJP_400Regular.ttf \) -delete

# Run: an unprivileged user, a read-only program, one volume for the data; /backups is for a disk of its own (BACKUP_DIR).
FROM node:24-bookworm-slim
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Zhiyuan" \
  org.opencontainers.image.description="An open system for filing college choices online (网上志愿填报)" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$REVISION" \
  org.opencontainers.image.base.name="docker.io/library/node:24-bookworm-slim"
# The first process reaps: what the embedded database leaves behind would stay for ever.
RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
RUN mkdir /data /backups && chown node:node /data /backups
WORKDIR /app
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/sbom.cdx.json ./sbom.cdx.json
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY seeds/reference/rule-packs seeds/reference/rule-packs
COPY views views
COPY public public
COPY deploy/zhiyuan /usr/local/bin/zhiyuan
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["tini", "--"]
# A process stays below 250 MB under load, for a twentieth more of the processor (docs/performance.md).
CMD ["node", "--max-semi-space-size=12", "--min-semi-space-size=4", "--max-old-space-size=960", "dist/src/server.js"]
