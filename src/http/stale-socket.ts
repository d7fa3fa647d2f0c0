/** Removes the file of a Unix socket whose server ended without removing it, as after SIGKILL. */
import { rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';

/** Leaves everything alone that is no socket, and sockets on which somebody listens. */
export async function removeStaleSocket(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isSocket() && (await isDead(path))) await rm(path, { force: true });
}

function isDead(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    const end = (isRefused: boolean) => {
      socket.destroy();
      resolve(isRefused);
    };
    socket.once('connect', () => end(false));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => end(code === 'ECONNREFUSED'));
  });
}
