/** Requests as they come: pictures of several formats and sizes, and files that are none. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { photo } from './photos.ts';

export interface MixedRequest {
  readonly path: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Whether the body is a picture. */
  readonly good: boolean;
}

/** An answer, once the server took the request. */
export interface MixedAnswer {
  readonly request: MixedRequest;
  /** The status with the code of its problem, or what broke the connection. */
  readonly result: string;
  /** SHA-256 of the picture. */
  readonly hash: string;
  /** Milliseconds of this answer, without the waits behind 503. */
  readonly milliseconds: number;
  /** 503s before it, each followed by the wait that it asked for. */
  readonly refusals: number;
}

const EXTENTS = [
  [200, 150],
  [640, 480],
  [1200, 900],
  [2400, 1600],
  [3840, 2160],
] as const;

const RECIPES = [
  'resize_800,f_jpeg',
  'resize_200,f_webp',
  'resize_300,median_3,f_png',
  'resize_25%,blur_1,f_jpeg',
];

/** Times that a client comes again after a 503. */
const PATIENCE = 60;

/** 50 requests, every tenth with a file that is no picture or half of one. `most` is the width of the largest picture. */
export async function mixedRequests(most: number): Promise<readonly MixedRequest[]> {
  const pictures = await Promise.all(EXTENTS.filter(([width]) => width <= most).map(([w, h]) => photo(w, h)));
  const files = await Promise.all(
    pictures.flatMap((picture) => [
      picture,
      sharp(picture).resize(300).png().toBuffer(),
      sharp(picture).webp().toBuffer(),
    ]),
  );
  return Array.from({ length: 50 }, (_, at) => {
    const path = `/process?ops=${RECIPES[at % RECIPES.length]}`;
    const file = files[(7 * at) % files.length] as Buffer;
    const good = at % 10 !== 9;
    const bad = at % 20 === 19 ? new TextEncoder().encode('no picture') : file.subarray(0, 100);
    return { path, body: new Uint8Array(good ? file : bad), good };
  });
}

/** Sends a request until it is taken: a client that is told to wait waits. */
async function sendMixed(url: string, request: MixedRequest): Promise<MixedAnswer> {
  for (let refusals = 0; ; refusals++) {
    const begun = performance.now();
    const { result, hash, wait } = await post(`${url}${request.path}`, request.body);
    const milliseconds = performance.now() - begun;
    if (!result.startsWith('503') || refusals === PATIENCE)
      return { request, result, hash, milliseconds, refusals };
    await pause(1000 * wait * (0.5 + Math.random()));
  }
}

async function post(url: string, body: Uint8Array<ArrayBuffer>) {
  try {
    const response = await fetch(url, { method: 'POST', body });
    const bytes = Buffer.from(await response.arrayBuffer());
    const hash = createHash('sha256').update(bytes).digest('hex');
    const wait = Number(response.headers.get('Retry-After') ?? 1);
    const code = response.ok ? '' : ` ${(JSON.parse(bytes.toString()) as { code: string }).code}`;
    return { result: `${response.status}${code}`, hash, wait };
  } catch (error) {
    return { result: `no answer (${(error as Error).cause ?? error})`, hash: '', wait: 1 };
  }
}

/** Sends so many of the requests from so many clients at once. */
export async function sendAll(
  url: string,
  requests: readonly MixedRequest[],
  { count, clients }: { readonly count: number; readonly clients: number },
): Promise<MixedAnswer[]> {
  const answers: MixedAnswer[] = [];
  let next = 0;
  const client = async () => {
    while (next < count)
      answers.push(await sendMixed(url, requests[next++ % requests.length] as MixedRequest));
  };
  await Promise.all(Array.from({ length: clients }, client));
  return answers;
}

/** Answers that must not be: a good request without its picture, a bad one that is not refused as the client's fault. */
export function wrongAnswers(answers: readonly MixedAnswer[]): readonly MixedAnswer[] {
  return answers.filter(({ request, result }) =>
    request.good ? result !== '200' : !/^4(00|15|22) /.test(result),
  );
}
