/** Picks the form in which the CPU runs a step of a point op. No other file asks an op which forms it has. */
import type { Image, Shape } from '../../core/image.ts';
import type { PlaneMap } from '../../kernels/pixels/color-planes.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import { type Picks, pickChannels } from '../../kernels/pixels/picked-channels.ts';
import type { ByteMap, WordMap } from '../../kernels/pixels/sample-maps.ts';
import { colorsOf, isPointOp, type PointOp } from '../../ops/lib/point.ts';
import type { PlannedStep } from '../../plan/plan.ts';
import type { PixelRange } from './pixel-range.ts';

/** A form as the op gives it for one step: see `cpu` in `ops/lib/point.ts`. */
type PointForm =
  | { readonly kind: 'picks'; readonly picks: Picks }
  | { readonly kind: 'bytes'; readonly map: ByteMap }
  | { readonly kind: 'words'; readonly map: WordMap }
  | { readonly kind: 'planes'; readonly map: PlaneMap }
  /** No other form than `colors`, which every step has. */
  | { readonly kind: 'colors' };

/** A step of a point op that is ready to run. */
export interface PointStep {
  readonly form: PointForm;
  /** Maps colours in f64, for steps that share tables or colours with their neighbours. */
  readonly colors: ColorMap;
  readonly channelwise: boolean;
  readonly input: Shape;
  readonly output: Shape;
}

/** Throws for a step of another op, which a group of point steps never has. */
export function pointStepOf({ op, params, input, output }: PlannedStep): PointStep {
  if (!isPointOp(op)) throw new Error(`${op.name} is no point op`);
  const form = pickForm(op, params, input, output);
  return { form, colors: colorsOf(op, params, input), channelwise: op.channelwise, input, output };
}

/** The first of an op's forms that serves such parameters and pictures. */
function pickForm({ cpu }: PointOp, params: unknown, input: Shape, output: Shape): PointForm {
  const picks = cpu?.picks?.(params, input);
  if (picks) return { kind: 'picks', picks };
  const type = input.type === output.type ? input.type : undefined;
  const bytes = type === 'u8' ? cpu?.bytes?.(params, input) : undefined;
  if (bytes) return { kind: 'bytes', map: bytes };
  const words = type === 'u16' ? cpu?.words?.(params, input) : undefined;
  if (words) return { kind: 'words', map: words };
  const planes = cpu?.planes?.(params, input);
  return planes ? { kind: 'planes', map: planes } : { kind: 'colors' };
}

/** Prepares a form that goes from samples to samples. Undefined for the forms that go through colours. */
export function fromSamples(form: PointForm, input: Image, output: Image): PixelRange | undefined {
  const [from, to] = [input.data, output.data];
  if (form.kind === 'picks') {
    const map = pickChannels(form.picks, input.channels, input.type);
    return (start, end) => map(from, to, start, end);
  }
  if (form.kind === 'bytes' && from instanceof Uint8Array && to instanceof Uint8Array) {
    return (start, end) => form.map(from, to, start, end);
  }
  if (form.kind === 'words' && from instanceof Uint16Array && to instanceof Uint16Array) {
    return (start, end) => form.map(from, to, start, end);
  }
  return undefined;
}
