/** Preloaded into a server, prints `accepted 41096` for each connection that it takes, with the client's port. */
import { channel } from 'node:diagnostics_channel';

channel('net.server.socket').subscribe(({ socket }) => {
  if (socket.remotePort) process.stderr.write(`accepted ${socket.remotePort}\n`);
});
