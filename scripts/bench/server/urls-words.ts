// What all servers of `npm run bench server --parts urls` are asked for.

export type UrlFormat = 'jpeg' | 'webp' | 'avif';

/** Width of the pictures. */
export const WIDTH = 800;

export const QUALITY: Readonly<Record<UrlFormat, number>> = { jpeg: 80, webp: 80, avif: 50 };

/** Names of the servers, Noir's first. The others are those of `url-peer.ts`. */
export const SERVERS = ['noir', 'hono + sharp', 'ipx 3.1.1', 'ipx 4 beta', 'next/image'] as const;

/** The address of a picture; `{n}` is the number of its file. */
export function addressOf(server: string, url: string, format: UrlFormat): string {
  const file = 'photo-{n}.jpg';
  if (server === 'noir') return `${url}/image/w_${WIDTH},f_${format},q_${QUALITY[format]}/${file}`;
  if (server.startsWith('ipx')) return `${url}/w_${WIDTH},f_${format},q_${QUALITY[format]}/${file}`;
  return `${url}/${format}/${file}`;
}
