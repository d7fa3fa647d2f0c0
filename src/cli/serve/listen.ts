/** Opens the server's ports, or its socket. */
import type { NoirApp } from '../../http/app.ts';
import { type Listening, type ServeOptions, serve } from '../../http/serve.ts';
import type { Configured } from '../../service/configuration/table.ts';

/** The listening server, and the private one for probes if there is one. */
export interface Opened {
  readonly server: Listening;
  readonly probes: Listening | undefined;
}

/** Listens. Throws an error for people. */
export async function listen(app: NoirApp, values: Configured): Promise<Opened> {
  const { port, host, socket, probePort, probeHost = host } = values;
  const times = timesOf(values);
  const place = socket === undefined ? { port, ...hostname(host) } : { socket };
  const server = await open(app, { ...times, ...place }, '--port');
  if (probePort === undefined) return { server, probes: undefined };
  const probes = await open(
    app.probes,
    { ...times, port: probePort, ...hostname(probeHost) },
    '--probe-port',
  );
  return { server, probes };
}

function timesOf({ keepAlive, leastRate, times }: Configured) {
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

async function open(app: Pick<NoirApp, 'fetch'>, options: ServeOptions, flag: string): Promise<Listening> {
  try {
    return await serve(app, options);
  } catch (error) {
    const { message, cause } = error as Error;
    const { code } = (cause ?? {}) as NodeJS.ErrnoException;
    const another = options.socket === undefined && (code === 'EADDRINUSE' || code === 'EACCES');
    throw new Error(`${message}${another ? `; choose another with ${flag}` : ''}`, { cause });
  }
}
