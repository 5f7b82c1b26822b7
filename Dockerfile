# Muster in a container: it runs as a user without rights, on a file system it can't write to, but for /data.
# Debian and not Alpine: better-sqlite3 is built against the same libc in both stages.
ARG NODE_IMAGE=node:24.15.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
# better-sqlite3 is compiled where no build of it can be fetched.
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
# Before the sources, so that a change of them does not install everything anew.
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM ${NODE_IMAGE} AS runtime
ENV NODE_ENV=production \
    DATABASE_URL=sqlite:/data/muster.sqlite
WORKDIR /app
# Everything belongs to root: the process can read the program and not change it.
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/deploy/healthcheck.mjs ./deploy/healthcheck.mjs
RUN install -d -o node -g node -m 0750 /data
USER node
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["node", "deploy/healthcheck.mjs"]
CMD ["node", "--max-semi-space-size=4", "dist/src/main.js"]
