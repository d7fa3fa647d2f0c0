/** Writes the lines about a finished run that `noir run` prints. */
import { describeShape } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import type { Encoded } from '../../engine/encoded.ts';
import type { Status } from '../../engine/job.ts';
import type { Reading } from '../../formats/input.ts';
import { readHeader } from '../../formats/registry.ts';
import { printable } from '../printable.ts';

interface Run {
  readonly input: string;
  readonly bytes: Uint8Array;
  readonly output: string;
  readonly limits: Limits;
  /** How the input was read. */
  readonly reading: Reading;
  readonly encoded: Encoded;
  /** Milliseconds by part of the command. */
  readonly timings: Readonly<Record<string, number>>;
  readonly status: Status;
}

/** What was done, for programs. */
export function summarise({
  input,
  output,
  encoded,
  timings,
}: Omit<Run, 'bytes' | 'limits' | 'reading' | 'status'>) {
  const { format, shape, data, frames, backend, codec, way, failedOver, notes } = encoded;
  const { width, height, channels, type } = shape;
  return {
    ...{ input, output, format, bytes: data.length, width, height, channels, type },
    ...(frames && { frames }),
    ...{ backend, codec, way, failedOver, notes, timings },
  };
}

/** The line that every run prints, then one line for each timing. */
export function describeRun(run: Run): readonly string[] {
  const { encoded, timings, status } = run;
  const header = readHeader(run.bytes, run.limits, run.reading);
  const from = `${nameOf(run.input, 'stdin')} ${describeShape(header)} ${header.format} ${describeBytes(run.bytes.length)}`;
  const to = `${nameOf(run.output, 'stdout')} ${describeShape(encoded.shape)}${describeFrames(encoded)} ${encoded.format} ${describeBytes(encoded.data.length)}`;
  const backend = encoded.backend === 'none' ? 'no steps' : describeBackends(encoded.backend, status);
  const total = Object.values(timings).reduce((sum, time) => sum + time, 0);
  const parts = Object.entries(encoded.timings).map(([name, time]) => `${name} ${describeTime(time)}`);
  return [
    `noir: ${from} -> ${to}; ${backend}; ${parts.join(', ')}, in all ${describeTime(total)}`,
    ...Object.entries(timings).map(
      ([name, time]) => `  ${name.padEnd(10)}${describeTime(time).padStart(12)}`,
    ),
  ];
}

/** `sharp (sharp 0.35.5, libvips 8.18.7), cpu (JavaScript on x64)`. */
function describeBackends(names: string, { backends }: Status): string {
  const described = names.split(', ').map((name) => {
    const description = backends.find((backend) => backend.name === name)?.description;
    return description ? `${name} (${description})` : name;
  });
  return described.join(', ');
}

/** ` x 4 frames`, and ` (1 of 4 frames)` when some were left out. */
function describeFrames({ frames }: Encoded): string {
  if (!frames) return '';
  return frames.sent < frames.of ? ` (${frames.sent} of ${frames.of} frames)` : ` x ${frames.sent} frames`;
}

function nameOf(path: string, stream: string): string {
  return path === '-' ? stream : printable(path);
}

function describeTime(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** `640 bytes`, `12.5 kB`, `3.2 MB`: decimal. */
function describeBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
