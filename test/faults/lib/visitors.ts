/** Clients that send requests one after the other, and what they tell. */
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What a client got. */
export interface Visit {
  /** The status, or what broke the connection. */
  readonly result: number | string;
  readonly milliseconds: number;
  /** When it was answered, on the clock of `performance.now`. */
  readonly at: number;
  /** The client's port, once it was connected. */
  readonly port: number | undefined;
}

export interface Question {
  readonly url: string;
  /** Sent by POST if there is one. */
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Keeps its connections; by default each request has one of its own. */
  readonly agent?: Agent;
}

/** Sends a request and reads the whole answer. Never rejects. */
export function visit({ url, body, headers = {}, agent }: Question): Promise<Visit> {
  const begun = performance.now();
  return new Promise((resolve) => {
    let port: number | undefined;
    const end = (result: Visit['result']) =>
      resolve({ result, milliseconds: performance.now() - begun, at: performance.now(), port });
    const options = { method: body ? 'POST' : 'GET', headers, agent: agent ?? false } as const;
    const sent = request(url, options, (response) => {
      response.resume();
      response.on('end', () => end(response.complete ? (response.statusCode ?? 0) : 'half a body'));
      response.on('error', (error) => end(`half a body (${error.message})`));
    });
    sent.on('socket', (socket) => {
      const note = () => {
        port = socket.localPort;
      };
      if (socket.connecting) socket.once('connect', note);
      else note();
    });
    sent.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
    sent.end(body);
  });
}

/** So many clients send requests, each one after the other, until `goesOn` says no. One that is told to wait waits. */
export async function crowd(
  clients: number,
  questions: readonly Question[],
  goesOn: () => boolean,
): Promise<Visit[]> {
  const visits: Visit[] = [];
  let next = 0;
  const come = async () => {
    while (goesOn()) {
      const made = await visit(questions[next++ % questions.length] as Question);
      visits.push(made);
      if (made.result === 503) await pause(1000);
    }
  };
  await Promise.all(Array.from({ length: clients }, come));
  return visits;
}

/** An agent that keeps connections. */
export const keeping = () => new Agent({ keepAlive: true });

/** Counts of the results: `812 x 200, 3 x 503`. */
export function describe(visits: readonly Visit[]): string {
  const counts = new Map<Visit['result'], number>();
  for (const { result } of visits) counts.set(result, (counts.get(result) ?? 0) + 1);
  return [...counts].map(([result, count]) => `${count} x ${result}`).join(', ') || 'none';
}

/** The results that are not among the expected ones. */
export function unexpected(visits: readonly Visit[], ...expected: Visit['result'][]): Visit[] {
  return visits.filter(({ result }) => !expected.includes(result));
}

/** Milliseconds within which a part of the visits ended, 0.95 of them for example. */
export function within(part: number, visits: readonly Visit[]): number {
  const sorted = visits.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** Median, 99th percentile and worst time of visits. */
export function describeTimes(visits: readonly Visit[]): string {
  return `${[0.5, 0.99, 1].map((part) => within(part, visits).toFixed(0)).join(' / ')} ms`;
}

export type FaultSocket = Socket & { said?: string; endedAt?: number };

/** Opens a connection that notes the first line of what it reads in `said`, and the time of its end. */
export function openSocket(url: string): FaultSocket {
  const socket: FaultSocket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    socket.said ??= chunk.toString('latin1').split('\r\n', 1)[0] as string;
  });
  socket.on('close', () => {
    socket.endedAt = performance.now();
  });
  return socket;
}
