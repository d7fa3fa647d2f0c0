/** Which network addresses a source may connect to. Keeps strangers from reaching the servers of a private network. */
import { lookup as resolveName } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { NoirError } from '../../core/errors.ts';
import { HiddenFault } from '../source-failure.ts';

/** Finds the addresses of a name; Node's own resolver by default. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

/** Looks a name up as the operating system does. */
const systemLookup: Lookup = async (hostname) => {
  const found = await resolveName(hostname, { all: true });
  return found.map(({ address }) => address);
};

/** Global unicast addresses of IPv6 (RFC 4291, section 2.4). Everything else wraps, tunnels, or is reserved. */
const GLOBAL = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/**
 * Whether an address, in digits, belongs to the open Internet: no loopback, private, link-local, shared (CGNAT),
 * multicast or reserved address, in no wrapping (IPv4-mapped, 6to4, NAT64, Teredo).
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL);
}

function readRange(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  // The library takes `1` for an address, too.
  if (isIP(text) > 0) return ipaddr.parseCIDR(`${text}/${isIP(text) === 4 ? 32 : 128}`);
  throw new Error(`addresses are written as 10.1.0.0/16 or 10.1.0.5, not ${JSON.stringify(text)}`);
}

/** Judges addresses: public ones are open, and those of the listed ranges, such as `10.1.0.0/16`. */
export class Addresses {
  readonly #extra: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];
  readonly #lookup: Lookup;

  /** Ranges may be single addresses. Throws an error for a text that is neither. */
  constructor(ranges: readonly string[] = [], lookup: Lookup = systemLookup) {
    this.#extra = ranges.map(readRange);
    this.#lookup = lookup;
  }

  /**
   * The open addresses of a host as a URL has it, which is a name or an address. A caller has to connect to one of these
   * and must not look the name up again, because the second answer may be another. Throws `source-forbidden` when none is
   * open, `bad-source` when the name is unknown.
   */
  async of(hostname: string): Promise<readonly string[]> {
    const literal = hostname.replace(/^\[(.*)\]$/, '$1');
    const found = ipaddr.isValid(literal) ? [literal] : await this.#find(hostname);
    const open = found.filter((address) => isPublic(address) || this.#isListed(address));
    if (open.length > 0) return open;
    const fault = `its address ${found.join(', ')} is not on the open Internet; see --allow-addresses`;
    throw new NoirError('source-forbidden', 'The address of the source is not on the open Internet', {
      cause: new HiddenFault(fault),
    });
  }

  async #find(hostname: string): Promise<readonly string[]> {
    const found = await this.#lookup(hostname).catch((cause) => {
      throw new NoirError('bad-source', 'The name of the source is not known', { cause });
    });
    return found;
  }

  #isListed(address: string): boolean {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.parse(address);
    return this.#extra.some(
      ([range, bits]) => range.kind() === parsed.kind() && parsed.match(range as never, bits),
    );
  }
}
