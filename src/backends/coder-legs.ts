/** Legs of coders: decoding a file to a picture in main memory, and encoding a picture. */
import { performance } from 'node:perf_hooks';
import type { Coder } from '../coders/coder.ts';
import { decodeFeatures, encodeFeatures } from '../coders/features.ts';
import { encodeFilteredPng } from '../coders/png/encoder.ts';
import type { Coders } from '../coders/registry.ts';
import { NoirError } from '../core/errors.ts';
import { shapeOf } from '../core/image.ts';
import type { Output } from '../formats/format.ts';
import { FORMATS } from '../formats/registry.ts';
import { keepsExtra } from './extra-band.ts';
import { type HostMemory, hostMemory } from './host-memory.ts';
import {
  type Carrier,
  frameCount,
  frameOf,
  type HostCarrier,
  type Leg,
  type LegContext,
  type LegSource,
  type RowsCarrier,
  type SourceCarrier,
  type Stretch,
} from './leg.ts';
import type { Lease } from './pool.ts';

/** Offers the first suitable decoder for the file and the first suitable encoder for the output. */
export function coderLegs(coders: Coders): LegSource {
  return {
    name: 'coders',
    legs: (stretch) => [...decoding(coders, stretch), ...encoding(coders, stretch)],
  };
}

/**
 * Offers only the first decoder, because its verdict on a file is final. Throws `unsupported-format` when there is
 * none.
 */
function decoding(coders: Coders, { input, limits, costs }: Stretch): Leg[] {
  if (input.kind !== 'source') return [];
  const { header, bytes, range } = input;
  const [coder] = coders.decoders(header, range);
  if (!coder) throw new NoirError('unsupported-format', `No coder here decodes ${header.format}`);
  return [
    {
      who: coder.name,
      from: { kind: 'source', done: 0 },
      to: { kind: 'host', done: 0 },
      does: ['decode'],
      cost: costs.time(coder.name, decodeFeatures(header, bytes.length)),
      run: (carrier, context) => decode(coder, carrier as SourceCarrier, context, limits),
    },
  ];
}

async function decode(
  coder: Coder,
  { bytes, header, reading, range }: SourceCarrier,
  { run, spent }: LegContext,
  limits: Stretch['limits'],
): Promise<HostCarrier> {
  const begun = performance.now();
  const leases: Lease<HostMemory>[] = [];
  const release = () => {
    for (const lease of leases.splice(0)) lease.release();
  };
  const allocate = (length: number) => {
    const lease = hostMemory.lease(length);
    leases.push(lease);
    return new Uint8Array(lease.resource);
  };
  try {
    const decode = coder.decode as NonNullable<Coder['decode']>;
    const picture = await decode(bytes, header, { limits, run, reading, range, allocate });
    spent('decode', performance.now() - begun);
    return { kind: 'host', picture, release };
  } catch (error) {
    release();
    throw error;
  }
}

/** Fraction of a PNG's encoding time that is deflating: the median of six photos, which range from 0.5 to 0.95. */
const DEFLATING = 0.8;

/**
 * Encodes a picture, or deflates rows that are already filtered. Throws `cannot-encode` when there is no encoder.
 */
function encoding(coders: Coders, stretch: Stretch): Leg[] {
  const { input, output, plan, costs } = stretch;
  if (!output) return [];
  const done = plan.steps.length;
  const shape = { ...plan.output, extra: keepsExtra(stretch) };
  const [coder] = coders.encoders(output, shape, frameCount(input));
  if (!coder) throw cannotEncode(output, plan);
  const cost = costs.time(coder.name, encodeFeatures(output, plan.output));
  const to = { kind: 'file', done } as const;
  const common = { who: coder.name, to, does: ['encode'], cost };
  const legs: Leg[] = [
    {
      ...common,
      from: { kind: 'host', done },
      run: (carrier, context) => encode(coder, carrier as HostCarrier, output, context),
    },
  ];
  if (output.format !== 'png') return legs;
  const deflate: Leg['run'] = (carrier, context) => deflateRows(carrier as RowsCarrier, output, context);
  const rest = { who: 'png', does: ['deflate'], cost: DEFLATING * cost } as const;
  return [...legs, { ...common, ...rest, from: { kind: 'rows', done }, run: deflate }];
}

function cannotEncode({ format }: Output, { output }: Stretch['plan']): NoirError {
  const holds = FORMATS[format].types.includes(output.type);
  const why = holds
    ? `${format} can't be encoded without sharp`
    : `${format} cannot hold ${output.type} samples`;
  return new NoirError('cannot-encode', why);
}

async function encode(
  coder: Coder,
  carrier: HostCarrier,
  output: Output,
  { run, spent, note }: LegContext,
): Promise<Carrier> {
  const begun = performance.now();
  const bytes = await (coder.encode as NonNullable<Coder['encode']>)(carrier.picture, output, run, note);
  spent('encode', performance.now() - begun);
  return { kind: 'file', bytes, shape: shapeOf(frameOf(carrier)) };
}

async function deflateRows(
  { rows, shape }: RowsCarrier,
  { options }: Output,
  { run, spent }: LegContext,
): Promise<Carrier> {
  const begun = performance.now();
  const bytes = await encodeFilteredPng(rows, options, { run });
  spent('encode', performance.now() - begun);
  return { kind: 'file', bytes, shape };
}
