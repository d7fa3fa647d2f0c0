/** Settings that keep a server from clients who send much, ask for much, or are slow. */
import { DEFAULT_LIMITS, fitLimits, type Limits } from '../../../core/limits.ts';
import { countMemory } from '../../../workers/cores.ts';
import { group, setting } from '../setting.ts';
import { bytes, pixels, type Type, time, whole } from '../types.ts';

const size = bytes({ bare: 'B', least: 1, most: Number.MAX_SAFE_INTEGER });
const count = whole(1);

const FITTED = new Set<keyof Limits>(['imageBytes', 'totalBytes', 'frameBytes', 'trafficBytes']);

/** A limit. Some of those on bytes are lower on a machine with little memory. */
function limit(name: keyof Limits, type: Type<number>, about: string) {
  const usual = DEFAULT_LIMITS[name];
  if (!FITTED.has(name)) return setting(type, { about, default: usual });
  return setting(type, {
    about,
    default: () => fitLimits(DEFAULT_LIMITS, countMemory())[name],
    usually: `${usual / 2 ** 20}MiB, less below 2 GiB of memory`,
  });
}

/** The limits of pictures and requests, by the names that the library has for them. */
export const LIMITS = group(
  {
    bodyBytes: limit('bodyBytes', size, 'bytes of a request body, and of a file of a source'),
    pixels: limit('pixels', pixels, 'pixels of a picture, before and after every step'),
    side: limit('side', count, 'pixels along one side'),
    imageBytes: limit('imageBytes', size, 'bytes of the samples of one picture'),
    totalBytes: limit('totalBytes', size, 'bytes of decoded pictures over all requests'),
    trafficBytes: limit(
      'trafficBytes',
      size,
      'bytes of bodies, and of answers not taken yet, over all connections',
    ),
    frames: limit('frames', count, 'frames that are processed together'),
    framePixels: limit('framePixels', pixels, 'pixels of those frames together'),
    frameBytes: limit('frameBytes', size, 'bytes of the samples of those frames together'),
    pages: limit('pages', count, 'frames or pages that a file may declare'),
    scans: limit('scans', count, 'scans of a progressive JPEG'),
    segments: limit('segments', count, 'segments, boxes, or chunks of less than 4 KiB of a file'),
    steps: limit('steps', count, 'steps of a recipe'),
    queue: limit('queue', count, 'requests that may wait for their turn'),
  } satisfies Record<keyof Limits, ReturnType<typeof limit>>,
  {
    name: 'limit',
    about:
      'change a limit, such as pixels, side, imageBytes, totalBytes, frames, scans, segments or steps; repeatable',
  },
);

export const CLIENTS = {
  connections: setting(count, {
    about:
      'connections that may be open at once; further ones take the places of idle ones, or are answered 503',
    default: 1024,
  }),
  leastRate: setting(bytes({ bare: 'KiB', least: 1024, most: 2 ** 30 }), {
    about: 'least bytes a second that a client has to send or take',
    default: 16 * 2 ** 10,
  }),
  times: group(
    {
      headers: setting(time(), { about: "time for a request's headers", default: 10_000 }),
      rate: setting(time(), { about: 'time over which the rate of a client is measured', default: 10_000 }),
      linger: setting(time(), {
        about: 'time to go on reading a request that was answered early',
        default: 30_000,
      }),
      drain: setting(time(), {
        about: 'time for requests to end after the server stopped listening',
        default: 14_000,
      }),
    },
    {
      name: 'time',
      about: 'change a time limit: headers (10s), rate (10s), linger (30s) or drain (14s); repeatable',
    },
  ),
  limits: LIMITS,
};
