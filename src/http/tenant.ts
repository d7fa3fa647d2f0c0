/** Tells clients apart by their addresses, so that one with much work does not keep the others waiting. */
import { isIPv6 } from 'node:net';
import type { Context } from 'hono';
import { connectionOf } from './body.ts';

/**
 * The address of a client; of IPv6 the first 64 bits, because a client has all addresses below them. Behind a proxy it is
 * the last one in `X-Forwarded-For`, which the proxy wrote. Empty for a request that came over no network.
 */
export function tenantOf(c: Context, behindProxy: boolean): string {
  const forwarded = behindProxy ? c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() : undefined;
  const address = withoutPort(forwarded) || connectionOf(c)?.incoming.socket.remoteAddress || '';
  // IPv4 in IPv6, such as ::ffff:192.0.2.1.
  if (!isIPv6(address) || address.includes('.')) return address.replace(/^::ffff:/i, '');
  const [head = '', tail] = address.split('::', 2);
  const before = head.split(':');
  const after = tail?.split(':') ?? [];
  const zeros = Array(8 - before.length - after.length).fill('0');
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}

/** Some proxies write the client's port behind its address, which is another one for each connection. */
function withoutPort(text = ''): string {
  const [, six, four] = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+)$/.exec(text) ?? [];
  return six ?? four ?? text;
}
