/** Draws how many pixels have which level, for red, green and blue. */
import type { Range, Samples } from './deep/samples.ts';
import { byId } from './element.ts';

const BINS = 256;

/** Pixels that are counted at least, of a picture that has as many. */
const COUNTED = 250_000;

/**
 * The distance between pixels that are counted. It shares no factor with the width, so all columns are counted equally often:
 * a pattern of stripes, or the blocks of a JPEG, would be seen in one phase otherwise.
 */
function distanceOf({ width, height }: Samples): number {
  let distance = Math.max(1, Math.floor((width * height) / COUNTED));
  while (commonFactor(distance, width) > 1) distance--;
  return distance;
}

const commonFactor = (a: number, b: number): number => (b === 0 ? a : commonFactor(b, a % b));

/** Counts the levels of each colour within a range. Gray counts once. */
export function countLevels(samples: Samples, { low, high }: Range): Uint32Array[] {
  const { data, channels } = samples;
  const colors = channels < 3 ? 1 : 3;
  const bins = Array.from({ length: colors }, () => new Uint32Array(BINS));
  const stride = distanceOf(samples) * channels;
  const factor = (BINS - 1) / (high - low);
  for (let at = 0; at < data.length; at += stride) {
    for (let channel = 0; channel < colors; channel++) {
      const bin = Math.round(((data[at + channel] as number) - low) * factor);
      if (bin >= 0 && bin < BINS)
        (bins[channel] as Uint32Array)[bin] = ((bins[channel] as Uint32Array)[bin] ?? 0) + 1;
    }
  }
  return bins;
}

export function drawHistogram(samples: Samples, range: Range): void {
  const canvas = byId('histogram', HTMLCanvasElement);
  const context = canvas.getContext('2d');
  if (!context) return;
  const bins = countLevels(samples, range);
  // Pictures with much pure black or white would leave nothing of the rest.
  const inner = bins.flatMap((counts) => [...counts.subarray(1, BINS - 1)]);
  const most = Math.max(1, ...inner);
  const { width, height } = canvas;
  const style = getComputedStyle(canvas);
  const colors = bins.length === 1 ? ['--ink'] : ['--red', '--green', '--blue'];
  context.clearRect(0, 0, width, height);
  context.globalCompositeOperation = style.getPropertyValue('--blend').trim() as GlobalCompositeOperation;
  for (const [index, counts] of bins.entries()) {
    context.fillStyle = style.getPropertyValue(colors[index] as string);
    for (const [bin, count] of counts.entries()) {
      const tall = Math.min(1, Math.sqrt(count / most)) * height;
      context.fillRect((bin * width) / BINS, height - tall, width / BINS, tall);
    }
  }
  canvas.setAttribute('aria-label', `Histogram. ${describe(bins, range)}`);
}

function describe(bins: readonly Uint32Array[], { low, high }: Range): string {
  const names = bins.length === 1 ? ['Mean'] : ['Mean of red', 'green', 'blue'];
  const means = bins.map((counts) => {
    const [sum, count] = counts.reduce(([sum, count], each, bin) => [sum + each * bin, count + each], [
      0, 0,
    ] as [number, number]);
    return low + ((sum / Math.max(1, count)) * (high - low)) / (BINS - 1);
  });
  return means.map((mean, index) => `${names[index]} ${Number(mean.toPrecision(3))}`).join(', ');
}
