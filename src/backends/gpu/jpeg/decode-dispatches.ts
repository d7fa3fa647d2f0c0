// The dispatches that decode a JPEG, with their buffers and workgroup counts.
import type { TaskMemory } from '../memory.ts';
import { type Dispatch, inRows, type NamedBuffers } from '../recorder.ts';
import { OWNED } from './decode-data.ts';
import { type DecodeLayout, goalBytes, HEADER, RANGES, tilesOf } from './decode-layout.ts';
import type { DecodeProgram, DecodePrograms } from './decode-programs.ts';

/** Subsequences per workgroup, of the programs `candidates` and `follow`. */
const SCOUTED = 8;
const FOLLOWED = 16;

/** Blocks per workgroup of the inverse DCT, and quads of pixels per workgroup of the colour conversion. */
const BLOCKS = 32;
const QUADS = 256;

/** Words of the status buffer: two for the verdict, and two that programs use among themselves. */
const STATUS_WORDS = 4;

/** A picture's buffers, by their names in WGSL. */
export type DecodeBuffers = ReturnType<typeof bindDecode>;

/**
 * Leases the buffers for a picture. Bindings have the exact size that is needed; buffers may be larger, and binding
 * limits apply to bindings.
 */
export function bindDecode(memory: TaskMemory, layout: DecodeLayout, goal: GPUBuffer) {
  const { words } = layout;
  const storage = (count: number) => memory.lease('storage', Math.max(4, 4 * count));
  const input = memory.lease('input', layout.input.byteLength);
  const symbols = storage(words.symbols);
  return {
    input,
    header: { buffer: input.buffer, ...HEADER },
    states: storage(words.states),
    symbols,
    // Programs finish with both before they write the first symbol.
    candidates: symbols,
    kept: symbols,
    blocks: storage(words.blocks),
    planes: storage(words.planes),
    raw: storage(words.raw),
    words: storage(words.data),
    table: storage(words.colors),
    status: storage(STATUS_WORDS),
    goal: { buffer: goal, size: goalBytes(layout) },
  };
}

/** The dispatches that decode a picture, in order. */
export function dispatchDecode(
  programs: DecodePrograms,
  layout: DecodeLayout,
  buffers: DecodeBuffers,
): Dispatch[] {
  const run = (name: DecodeProgram, workgroups: number, own?: NamedBuffers): Dispatch => ({
    program: programs[name],
    buffers: own ? { ...buffers, ...own } : buffers,
    workgroups: inRows(workgroups),
  });
  const { input, states, blocks, kept } = buffers;
  const rangeOf = (name: keyof typeof RANGES) => ({ buffer: input.buffer, ...RANGES[name] });
  const sumUp = (name: keyof typeof RANGES, items: GPUBufferBinding, count: number) => {
    const own = { range: rangeOf(name), items };
    return [run('tiles', tilesOf(count), own), run('spine', 1, own)];
  };
  const groups = layout.subsequences / OWNED;
  const tiles = tilesOf(4 * layout.words.raw);
  const unstuffing = () => [
    run('count', tiles),
    run('spine', 1, { range: rangeOf('bytes'), items: kept }),
    run('unstuff', tiles),
  ];
  const trails = () => [
    run('check', groups),
    run('candidates', layout.subsequences / SCOUTED),
    run('follow', layout.subsequences / FOLLOWED),
    run('choose', 1),
    run('finish', groups),
  ];
  return [
    ...(layout.data.raw ? unstuffing() : []),
    run('synchronise', groups),
    ...Array.from({ length: layout.repairs }, () => run('repair', groups)),
    ...(layout.thorough ? trails() : []),
    ...sumUp('counts', states, 2 * layout.subsequences),
    run('emit', groups),
    ...sumUp('differences', blocks, layout.blocks),
    run('idct', Math.ceil(layout.realBlocks / BLOCKS)),
    run(layout.colors?.conversion ?? 'color', Math.ceil(layout.pixels / 4 / QUADS)),
  ];
}
