/** Opens the server's ports, or its socket. */
import type { NoirApp } from '../../http/app.ts';
import { type Listening, serve } from '../../http/serve.ts';
import type { Configured } from '../../service/configuration/table.ts';
import { openProbes } from './probes/open.ts';

/** The listening server, and the private one for probes if there is one. */
export interface Opened {
  readonly server: Listening;
  readonly probes: Listening | undefined;
}

interface Told {
  /** The private server has failed. */
  onProbesEnd(error: Error): void;
  /** A connection was refused because as many as `limit` are open. */
  onCrowd(limit: number): void;
}

/** Listens. Throws an error for people. */
export async function listen(
  app: NoirApp,
  values: Configured,
  { onProbesEnd, onCrowd }: Told,
): Promise<Opened> {
  const { port, host, socket, probePort, probeHost = host } = values;
  const limits = clientLimits(values);
  const place = socket === undefined ? { port, ...hostname(host) } : { socket };
  const server = await opened(
    serve(app, { ...limits, ...place, maxConnections: values.connections, onCrowd }),
    socket === undefined ? '--port' : undefined,
  );
  if (probePort === undefined) return { server, probes: undefined };
  const options = { ...limits, port: probePort, ...hostname(probeHost), onEnd: onProbesEnd };
  try {
    return { server, probes: await opened(openProbes(app.probes, options), '--probe-port') };
  } catch (error) {
    // An open port would keep the process.
    await server.close();
    throw error;
  }
}

function clientLimits({ keepAlive, leastRate, times }: Configured) {
  return {
    keepAliveTimeout: keepAlive,
    leastRate,
    headersTimeout: times.headers,
    rateWindow: times.rate,
    lingerTimeout: times.linger,
    drainTimeout: times.drain,
  };
}

const hostname = (host: string | undefined) => (host === undefined ? {} : { hostname: host });

/** `flag` chooses another port. */
async function opened(opening: Promise<Listening>, flag: string | undefined): Promise<Listening> {
  try {
    return await opening;
  } catch (error) {
    const { message, cause } = error as Error;
    const { code } = (cause ?? {}) as NodeJS.ErrnoException;
    throw new Error(`${message}${flag === undefined ? '' : hintFor(code, flag)}`, { cause });
  }
}

function hintFor(code: string | undefined, flag: string): string {
  if (code === 'EADDRINUSE' || code === 'EACCES') return `; choose another with ${flag}`;
  const isHost = code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND';
  return isHost ? `; ${flag.replace('port', 'host')} takes an address of this machine` : '';
}
