/** Settings about the addresses at which the server answers. */

import { optional, setting } from '../setting.ts';
import { onOff, port, text, time } from '../types.ts';

export const LISTENING = {
  port: setting(port, {
    about: 'port to listen on; 0 takes a free one',
    env: 'PORT',
    flag: '-p, --port <number>',
    default: 8080,
  }),
  host: optional(text('an address', 'address'), {
    about: 'address to listen on',
    flag: '-H, --host <address>',
    usually: 'every address of this machine',
  }),
  socket: optional(text('a path', 'path'), {
    about: 'Unix socket to listen on in place of a port',
  }),
  probePort: optional(port, {
    about: 'private port with a thread of its own, which answers /livez, /readyz, /health and /metrics alone',
  }),
  probeHost: optional(text('an address', 'address'), {
    about: 'address of the private port',
    usually: 'that of host',
  }),
  behindProxy: setting(onOff, {
    about: 'tell clients apart by the last address in X-Forwarded-For',
    default: false,
  }),
  playground: setting(onOff, {
    about: 'serve a page on / that tries out operations in the browser',
    default: false,
  }),
  keepAlive: setting(time(1000), {
    about:
      'time that a connection stays open between two requests; must be longer than that of the load balancer',
    default: 95_000,
  }),
  shutdownDelay: setting(time(0), {
    about: 'time to go on serving after SIGTERM while /readyz answers 503',
    default: 5000,
  }),
};
