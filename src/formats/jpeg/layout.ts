import type { Extent } from '../../core/image.ts';

/** How many samples of chroma there are for those of luma: in both directions, half across, half in both, half down. */
export type ChromaSubsampling = '4:4:4' | '4:2:2' | '4:2:0' | '4:4:0';

/** Blocks of luma in an MCU, across and down; of each chroma there is one. */
const LUMA_BLOCKS = {
  '4:4:4': [1, 1],
  '4:2:2': [2, 1],
  '4:2:0': [2, 2],
  '4:4:0': [1, 2],
} as const satisfies Record<ChromaSubsampling, readonly [number, number]>;

/** How a scan that interleaves all components is made of MCUs and blocks (ITU-T T.81, A.2). */
export interface ScanLayout extends Extent {
  readonly components: 1 | 3;
  /** Luma's sampling factors, which are its blocks in an MCU. */
  readonly lumaAcross: number;
  readonly lumaDown: number;
  readonly mcusAcross: number;
  readonly mcus: number;
  readonly mcuBlocks: number;
  /** Blocks of the scan, those that only fill up the last MCUs included. */
  readonly blocks: number;
}

/** A single component has MCUs of one block, whatever the subsampling. */
export function layoutScan(
  { width, height }: Extent,
  components: 1 | 3,
  subsampling: ChromaSubsampling,
): ScanLayout {
  const [lumaAcross, lumaDown] = components === 1 ? [1, 1] : LUMA_BLOCKS[subsampling];
  const mcusAcross = Math.ceil(width / (8 * lumaAcross));
  const mcus = mcusAcross * Math.ceil(height / (8 * lumaDown));
  const mcuBlocks = lumaAcross * lumaDown + components - 1;
  return {
    width,
    height,
    components,
    lumaAcross,
    lumaDown,
    mcusAcross,
    mcus,
    mcuBlocks,
    blocks: mcus * mcuBlocks,
  };
}
