/** What assembly/ offers for single pixels: levels, light, Lab and matrices of colours, and moves of their bytes. */
export interface ColorCode {
  splitBytes: Layout;
  splitHalves: Layout;
  splitFloats: Layout;
  joinBytes: Layout;
  joinHalves: Layout;
  joinFloats: Layout;
  roundColors(planes: number, pixels: number, white: number): void;
  areWithin(planes: number, pixels: number, size: number): number;
  multiplyColors(planes: number, pixels: number, matrix: number): void;
  enliven(planes: number, pixels: number, weights: number, amount: number, per: number): void;
  levelsToLight(samples: number, count: number, table: number): void;
  toLight(samples: number, count: number): void;
  toSamples(lights: number, count: number, white: number): void;
  multiplyEach(planes: number, pixels: number, red: number, green: number, blue: number): void;
  luminances(planes: number, pixels: number, weights: number, to: number): void;
  dodge(planes: number, pixels: number, tones: number, stops: number, offset: number, slope: number): void;
  toRoots(fractions: number, count: number): void;
  toFractions(roots: number, count: number): void;
  turnChroma(
    planes: number,
    pixels: number,
    factor: number,
    offset: number,
    along: number,
    across: number,
  ): void;
  mergePixels(
    one: number,
    oneStep: number,
    other: number,
    otherStep: number,
    pixels: number,
    count: number,
    masks: number,
    to: number,
    step: number,
  ): void;
  mirrorRows(
    from: number,
    rows: number,
    width: number,
    step: number,
    count: number,
    mask: number,
    to: number,
  ): void;
  turnWords(
    from: number,
    fromRow: number,
    columns: number,
    rows: number,
    step: number,
    masks: number,
    to: number,
    toRow: number,
  ): void;
  turnVectors(
    from: number,
    fromRow: number,
    columns: number,
    rows: number,
    step: number,
    to: number,
    toRow: number,
  ): void;
  combineBits(
    from: number,
    pixels: number,
    count: number,
    step: number,
    size: number,
    masks: number,
    operator: number,
    to: number,
  ): void;
  bytesFrom: Compare;
  halvesFrom: Compare;
  bytesFromLight: CompareLight;
  halvesFromLight: CompareLight;
}

type Compare = (from: number, samples: number, least: number, kept: number, to: number) => void;

type CompareLight = (
  from: number,
  pixels: number,
  channels: number,
  lights: number,
  least: number,
  to: number,
) => void;

type Layout = (from: number, pixels: number, step: number, mask: number, to: number) => void;
