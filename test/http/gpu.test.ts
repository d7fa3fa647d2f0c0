import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createApp } from '../../src/http/index.ts';
import { createNoir } from '../../src/noir.ts';
import { describeGpu } from '../support/vulkan.ts';
import { jpeg, app as onCpu } from './support.ts';

describeGpu('on a GPU', () => {
  test('the response says so, and the picture is that of the CPU', async () => {
    const noir = await createNoir({ backends: ['gpu'], gpu: 'software' });
    const request = { method: 'POST', body: new Uint8Array(jpeg) };
    const response = await createApp(noir).request('/gray', request);
    const { headers } = response;
    expect(headers.get('X-Noir-Backend')).toBe('gpu');
    const entries = headers.get('Server-Timing')?.split(', ');
    expect(entries?.map((entry) => entry.split(';')[0])).toEqual([
      'turn',
      'decode',
      'upload',
      'gpu',
      'readback',
      'encode',
    ]);
    for (const entry of entries ?? []) expect(entry).toMatch(/;dur=\d+\.\d\d$/);
    const decode = async (answer: Response) =>
      sharp(await answer.arrayBuffer())
        .raw()
        .toBuffer();
    expect(await decode(response)).toEqual(await decode(await onCpu.request('/gray', request)));
    await noir.close();
  });
});
