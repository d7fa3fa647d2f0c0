import { describe, expect, it } from 'vitest';
import { readTrace } from '../../../src/service/metrics/trace.ts';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

describe('readTrace', () => {
  it('continues a trace under an id of its own', () => {
    const trace = readTrace(`00-${ID}-${PARENT}-01`, 'a=b');
    expect(trace?.traceId).toBe(ID);
    expect(trace?.spanId).toMatch(/^[\da-f]{16}$/);
    expect(trace?.spanId).not.toBe(PARENT);
    expect(trace?.headers).toEqual({ traceparent: `00-${ID}-${trace?.spanId}-01`, tracestate: 'a=b' });
  });

  it('takes later versions for what it knows of them', () => {
    expect(readTrace(`01-${ID}-${PARENT}-00-more`, undefined)?.headers).toEqual({
      traceparent: expect.stringMatching(`^00-${ID}-[0-9a-f]{16}-00$`),
    });
  });

  it.each([
    undefined,
    '',
    'hello',
    `00-${ID}-${PARENT}`,
    `00-${ID}-${PARENT}-01-more`,
    `ff-${ID}-${PARENT}-01`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${ID}-${'0'.repeat(16)}-01`,
    `00-${ID.toUpperCase()}-${PARENT}-01`,
  ])('takes %j for none', (header) => {
    expect(readTrace(header, 'a=b')).toBeUndefined();
  });
});
