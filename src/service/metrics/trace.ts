/** The trace of a request (W3C Trace Context): read from its headers, and given on to sources. */
import { randomBytes } from 'node:crypto';

export interface Trace {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits: this server's own part. */
  readonly spanId: string;
  /** Headers of requests that belong to the trace. */
  readonly headers: Readonly<Record<string, string>>;
}

const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;

/** Undefined without a valid `traceparent`: Noir continues traces, and starts none. */
export function readTrace(
  traceparent: string | undefined,
  tracestate: string | undefined,
): Trace | undefined {
  const [, version = 'ff', traceId = '', parent = '', flags = '', more] =
    TRACEPARENT.exec(traceparent?.trim() ?? '') ?? [];
  // Version 00 ends after the flags; ff is forbidden; ids of zeros are none.
  const isValid = version !== 'ff' && !(version === '00' && more !== undefined);
  if (!isValid || /^0+$/.test(traceId) || /^0+$/.test(parent)) return undefined;
  const spanId = randomBytes(8).toString('hex');
  const headers = {
    traceparent: `00-${traceId}-${spanId}-${flags}`,
    ...(tracestate && { tracestate }),
  };
  return { traceId, spanId, headers };
}
