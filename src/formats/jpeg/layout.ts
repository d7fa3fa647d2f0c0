/** The block layout of the scans that Noir writes. */
import type { Extent } from '../../core/image.ts';

/** Chroma resolution: full, half across, half both ways, half down. */
export type ChromaSubsampling = '4:4:4' | '4:2:2' | '4:2:0' | '4:4:0';

/** Luma blocks per MCU, across and down. Each chroma component has one. */
const LUMA_BLOCKS = {
  '4:4:4': [1, 1],
  '4:2:2': [2, 1],
  '4:2:0': [2, 2],
  '4:4:0': [1, 2],
} as const satisfies Record<ChromaSubsampling, readonly [number, number]>;

/** MCUs and blocks of a scan with all components interleaved (ITU-T T.81, A.2). */
export interface ScanLayout extends Extent {
  readonly components: 1 | 3;
  /** Luma's sampling factors: its blocks per MCU. */
  readonly lumaAcross: number;
  readonly lumaDown: number;
  readonly mcusAcross: number;
  readonly mcus: number;
  readonly mcuBlocks: number;
  /** Blocks of the scan, including those that pad the last MCUs. */
  readonly blocks: number;
}

/** Lays a scan out in MCUs. With a single component, an MCU is one block, whatever the subsampling. */
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
