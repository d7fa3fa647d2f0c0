import { connect, type Socket } from 'node:net';

/** Opens a connection, writes, and gives all that comes back until the server hangs up. */
export async function exchange(port: number, ...writes: (string | Uint8Array)[]): Promise<string> {
  const socket = open(port);
  const answer = readAll(socket);
  for (const bytes of writes) socket.write(bytes);
  return answer;
}

export function open(port: number): Socket {
  // A server that hangs up early resets the connection, which is part of what is tested.
  return connect(port, '127.0.0.1').on('error', () => {});
}

export function readAll(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.once('close', () => resolve(text));
  });
}

/** The next response on a connection that stays open, by its Content-Length. */
export function readResponse(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (end < 0 || text.length < end + 4 + length) return;
      socket.off('data', onData);
      resolve(text);
    };
    socket.on('data', onData);
    socket.once('close', () => reject(new Error(`closed after: ${text.slice(0, 200)}`)));
  });
}

/** Status, headers by name in lower case, and body of a response as it came. */
export function parseResponse(text: string): { status: number; headers: Map<string, string>; body: string } {
  const at = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, at).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { status: Number(first.split(' ')[1]), headers: new Map(headers), body: text.slice(at + 4) };
}
