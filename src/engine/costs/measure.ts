/** Measures the work of all backends and coders on this machine. */
import type { Backend } from '../../backends/backend.ts';
import type { Coder } from '../../coders/coder.ts';
import type { Measurable } from '../../core/costs.ts';
import type { Extent, Image } from '../../core/image.ts';
import type { Channels } from '../../core/pixel.ts';
import type { FormatName } from '../../formats/format.ts';
import type { Op } from '../../ops/op.ts';
import type { Sample } from './fit.ts';
import { codersWork } from './measure-coders.ts';
import { measureSteps } from './measure-steps.ts';
import { makePhoto } from './pictures.ts';
import { leastTime, type Patience } from './stopwatch.ts';

/** Selects the work to measure and the time to spend on it. */
export interface Effort {
  readonly ops: readonly Op[];
  /** Numbers of channels of 8-bit pictures. With `deep`, pictures of other types are measured too, in colour only. */
  readonly channels: readonly Channels[];
  readonly deep: boolean;
  /** Extents of the pictures for ops: at least two, to separate the fixed time from the time per pixel. */
  readonly stepExtents: readonly Extent[];
  /** Pictures that are decoded and encoded, two extents at least for each format. */
  readonly files: readonly { readonly extent: Extent; readonly formats: readonly FormatName[] }[];
  readonly patience: Patience;
  /** The same for files. These are fewer and matter more. */
  readonly filePatience: Patience;
}

/** Work that a library does in one pipeline, so that no single step or file accounts for it. */
interface Pipelines {
  readonly who: string;
  work(photo: Image, formats: readonly FormatName[]): Promise<Measurable[]>;
}

export interface Measured {
  readonly backends: readonly Backend[];
  readonly coders: readonly Coder[];
  readonly pipelines: readonly Pipelines[];
}

/** Measures steps on backends, then files with coders and in pipelines. */
export async function measureAll(measured: Measured, effort: Effort): Promise<Sample[]> {
  const { backends } = measured;
  const { ops, channels, deep, stepExtents: extents, patience } = effort;
  const steps = { ops, extents, patience };
  const samples = await measureSteps(backends, { ...steps, types: ['u8'], channels });
  if (deep) {
    samples.push(
      ...(await measureSteps(backends, { ...steps, types: ['u16', 'f32'], channels: DEEP_CHANNELS })),
    );
  }
  for (const { extent, formats } of effort.files) {
    for (const count of channels) {
      const photo = makePhoto({ ...extent, channels: count, type: 'u8' });
      samples.push(...(await measureFiles(measured, photo, formats, effort)));
    }
  }
  return samples;
}

const DEEP_CHANNELS: readonly Channels[] = [3, 1];

async function measureFiles(
  { coders, pipelines }: Measured,
  photo: Image,
  formats: readonly FormatName[],
  { filePatience: patience }: Effort,
): Promise<Sample[]> {
  const works = [...(await codersWork(coders, photo, formats))];
  for (const { who, work } of pipelines) {
    works.push(...(await work(photo, formats)).map((one) => ({ ...one, who })));
  }
  const samples: Sample[] = [];
  for (const { who, features, run, without } of works) {
    const whole = await leastTime(run, patience);
    const milliseconds = Math.max(LEAST, whole - (without ? await leastTime(without, patience) : 0));
    samples.push({ who, features, milliseconds });
  }
  return samples;
}

/** Milliseconds that are left where noise would leave less than none. */
const LEAST = 1e-3;
