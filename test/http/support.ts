import sharp from 'sharp';
import { expect } from 'vitest';
import { createApp, type NoirApp, type OnError } from '../../src/http/index.ts';
import { createNoir, type Noir } from '../../src/noir.ts';

export const noir: Noir = await createNoir();

/** Errors that the server took for its own fault; none is expected, so tests look here. */
export const reported: unknown[] = [];
const onError: OnError = (error) => reported.push(error);

export const app: NoirApp = createApp(noir, { onError });

const canvas = { width: 40, height: 30, channels: 3 as const };

/** A picture of one colour: 0.299 * 200 + 0.587 * 100 + 0.114 * 50 = 124.2. */
export const jpeg: Buffer = await sharp({ create: { ...canvas, background: { r: 200, g: 100, b: 50 } } })
  .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
  .toBuffer();

export const png: Buffer = await sharp({ create: { ...canvas, background: { r: 200, g: 100, b: 50 } } })
  .png()
  .toBuffer();

/** A form with a picture in the field `image` and further fields. */
export function form(fileName: string, fields: Readonly<Record<string, string>> = {}): FormData {
  const data = new FormData();
  data.append('image', new Blob([new Uint8Array(jpeg)]), fileName);
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

/** A form as bytes, with each part's Content-Disposition as it is written here. */
export function rawForm(parts: readonly { disposition: string; body?: Uint8Array }[]): RequestInit {
  const chunks = parts.flatMap(({ disposition, body = jpeg }) => [
    Buffer.from(`--border\r\nContent-Disposition: ${disposition}\r\n\r\n`),
    body,
    Buffer.from('\r\n'),
  ]);
  return {
    method: 'POST',
    body: Buffer.concat([...chunks, Buffer.from('--border--\r\n')]),
    headers: { 'Content-Type': 'multipart/form-data; boundary=border' },
  };
}

export function post(
  path: string,
  body: RequestInit['body'] = new Uint8Array(jpeg),
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return Promise.resolve(app.request(path, { method: 'POST', body: body ?? null, headers }));
}

/** The shape that every problem has, and a good request right after. Gives the problem's members. */
export async function expectProblem(
  response: Response,
  status: number,
  code: string,
): Promise<Record<string, unknown>> {
  const problem = (await response.json()) as Record<string, unknown>;
  expect({ status: response.status, code: problem.code }).toEqual({ status, code });
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  const requestId = response.headers.get('X-Request-Id');
  expect(problem).toMatchObject({
    type: `urn:noir:problem:${code}`,
    status,
    code,
    requestId,
    instance: `urn:uuid:${requestId}`,
    title: expect.stringMatching(/./),
    detail: expect.stringMatching(/./),
  });
  expect(JSON.stringify(problem)).not.toMatch(/node_modules|\.ts:|at async/);
  const good = await post('/gray');
  expect(good.status).toBe(200);
  return problem;
}
