# syntax=docker/dockerfile:1

# As in a checkout, web app included; then what only building and testing need is left behind, and the pinned Node too,
# for the image has its own.
FROM node:24-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm prune --omit=dev --ignore-scripts && rm -rf node_modules/node-linux-*

FROM node:24-slim
ENV NODE_ENV=production CROSSTIE_HOST=0.0.0.0 CROSSTIE_PORT=4100 CROSSTIE_DATA=/data
WORKDIR /app
COPY --from=build /app ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4100
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.CROSSTIE_PORT + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1, so that SIGTERM reaches Crosstie without a detour.
CMD ["node", "src/cli/main.ts", "start"]
