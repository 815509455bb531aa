import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A server on loopback. */
export interface Listening {
  /** Without a slash at its end. */
  readonly url: string;
  /** PEM of the certificate that a client has to trust; undefined over plain HTTP. */
  readonly certificate: string | undefined;
  /** Connections that were opened so far. */
  readonly connectionCount: number;
  close(): Promise<void>;
}

/** @param secure over TLS, with a certificate made for this server */
export async function listen(listener: RequestListener, secure: boolean): Promise<Listening> {
  const identity = secure ? await selfSigned() : undefined;
  const server: Server = identity ? createSecureServer({ key: identity.private, cert: identity.cert }, listener) : createServer(listener);
  let connectionCount = 0;
  server.on('connection', () => connectionCount++);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    certificate: identity?.cert,
    get connectionCount() {
      return connectionCount;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function selfSigned(): Promise<{ readonly private: string; readonly cert: string }> {
  const { generate } = await import('selfsigned');
  return generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }], critical: false }],
  });
}
