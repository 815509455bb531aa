import { fastify, type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

export interface ServerOptions {
  readonly registry: Registry;
  /** Why the worker is not ready, one sentence each; empty if it is. */
  readonly whyNotReady: () => Promise<readonly string[]>;
}

/** `/health`: the process is alive. `/ready`: it does its job. `/metrics`: for Prometheus. */
export function createServer({ registry, whyNotReady }: ServerOptions): FastifyInstance {
  const server = fastify({ logger: false, forceCloseConnections: true });
  server.get('/health', () => ({ status: 'alive' }));
  server.get('/ready', async (_request, reply) => {
    const reasons = await whyNotReady();
    return reply.code(reasons.length === 0 ? 200 : 503).send({ status: reasons.length === 0 ? 'ready' : 'not ready', reasons });
  });
  server.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  return server;
}
