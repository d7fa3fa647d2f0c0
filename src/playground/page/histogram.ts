/** Draws how many pixels have which level, for red, green and blue. */
import { BINS, countLevels } from './deep/levels.ts';
import type { Range, Samples } from './deep/samples.ts';
import { byId } from './element.ts';

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
