/**
 * Keeps metadata of the input's file for its outputs. With a kept profile, samples stay as they are stored; else the
 * decoders convert them to sRGB.
 */
import type { Limits } from '../core/limits.ts';
import type { Output as Encoding, FormatName } from '../formats/format.ts';
import { blocksFor, type MetadataBlocks, profileSpace } from '../formats/metadata.ts';
import { FORMATS } from '../formats/registry.ts';
import type { Plan } from '../plan/plan.ts';
import { type Keep, keepsProfile } from '../recipe/keep.ts';
import type { Opened } from './inputs.ts';
import type { Output } from './job.ts';

/** The metadata for one output. */
export interface Kept {
  readonly blocks: MetadataBlocks;
  /** Whether position and maker's notes stay in EXIF. */
  readonly everything: boolean;
  /** Sentences for people about what the format cannot hold. */
  readonly notes: readonly string[];
}

/** An output that is planned. */
interface Aim {
  readonly plan: Plan;
  readonly format: FormatName;
  /** Undefined when the picture itself is wanted. */
  readonly output: Encoding | undefined;
}

/**
 * The task with the metadata for its goals. `keeps` are the wishes of the goals, in their order.
 */
export function withKept<Goal extends Aim, Task extends { opened: Opened; goals: readonly Goal[] }>(
  task: Task & { readonly goals: readonly Goal[] },
  keeps: readonly (readonly Keep[] | undefined)[],
  limits: Limits,
): Task {
  const { opened, goals } = task;
  const { carrier } = opened;
  if (carrier.kind !== 'source' || keeps.every((keep) => keep === undefined)) return task;
  const { bytes, header, reading } = carrier;
  const found = FORMATS[header.format].readBlocks?.(bytes, limits, reading) ?? {};
  const isUsed = header.profile === 'srgb' || header.profile === 'other';
  const icc = isUsed ? found.icc : undefined;
  const takes = goals.map((goal, index) => keepsProfile(keeps[index]) && holdsProfile(goal, icc));
  // Outputs share their samples: either all of them have the profile, or it is applied.
  const isKept = icc !== undefined && (header.profile === 'srgb' || takes.every(Boolean));
  const chosen = goals.map(({ output, format }, index): Kept | undefined => {
    const [keep, takesIcc] = [keeps[index], isKept && takes[index] === true];
    return keep && output && choose(keep, { ...found, icc }, { format, takesIcc });
  });
  const notes = new Set(chosen.flatMap((kept) => kept?.notes ?? []));
  const asStored: Opened = { ...opened, carrier: { ...carrier, header: { ...header, profile: 'srgb' } } };
  return {
    ...task,
    goals: goals.map((goal, index) => ({ ...goal, ...(chosen[index] && { kept: chosen[index] }) })),
    opened: { ...(isKept ? asStored : opened), notes: [...(opened.notes ?? []), ...notes] },
  };
}

/** The blocks that an output gets of those that the input has. */
function choose(
  keep: readonly Keep[],
  found: MetadataBlocks,
  { format, takesIcc }: { readonly format: FormatName; readonly takesIcc: boolean },
): Kept {
  const everything = keep.includes('all');
  const { holds } = FORMATS[format];
  const wanted: MetadataBlocks = {
    icc: keepsProfile(keep) ? found.icc : undefined,
    exif: everything || keep.includes('exif') ? found.exif : undefined,
    xmp: everything ? found.xmp : undefined,
    iptc: everything ? found.iptc : undefined,
    texts: everything ? found.texts : undefined,
    density: everything || keep.includes('exif') ? found.density : undefined,
  };
  const blocks: MetadataBlocks = {
    icc: takesIcc ? wanted.icc : undefined,
    exif: holds.exif ? wanted.exif : undefined,
    xmp: holds.xmp ? wanted.xmp : undefined,
    iptc: holds.iptc ? wanted.iptc : undefined,
    texts: holds.texts ? wanted.texts : undefined,
    density: holds.density || holds.exif ? wanted.density : undefined,
  };
  return { blocks, everything, notes: lossesOf(format, wanted, blocks) };
}

/** Whether the output is a file that may have a profile for such samples. */
function holdsProfile({ output, format, plan }: Aim, icc: Uint8Array | undefined): boolean {
  const space = icc && profileSpace(icc);
  const made = plan.output.channels < 3 ? 'GRAY' : 'RGB ';
  return output !== undefined && space === made && FORMATS[format].holds.profiles.includes(space);
}

function lossesOf(format: FormatName, wanted: MetadataBlocks, blocks: MetadataBlocks): string[] {
  const lost = (['exif', 'xmp', 'iptc'] as const).filter((name) => wanted[name] && !blocks[name]);
  return [
    ...(wanted.icc && !blocks.icc
      ? ['The profile was not kept: the output cannot have it, and is sRGB']
      : []),
    ...lost.map((name) => `${format} holds no ${name.toUpperCase()}`),
    ...(wanted.texts && !blocks.texts ? [`${format} holds no texts of PNG`] : []),
  ];
}

/** The file with the metadata, as they suit the picture. */
export function withMetadata(output: Output, kept: Kept | undefined, limits: Limits): Output {
  if (!kept || output.kind !== 'file') return output;
  const { withBlocks: write, holds } = FORMATS[output.format];
  if (!write) return output;
  const blocks = blocksFor(kept.blocks, { everything: kept.everything, extent: output.shape }, holds);
  return blocks ? { ...output, data: write(output.data, blocks, limits) } : output;
}
