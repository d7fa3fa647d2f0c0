/** Filter types of PNG (3rd edition, section 9.2), as they stand before each row. */
export const FILTERS = { none: 0, sub: 1, up: 2, average: 3, paeth: 4 } as const;

export type FilterName = keyof typeof FILTERS;

/**
 * Two rows of samples as PNG stores them. Both have as many zeros before their first byte as a pixel has
 * bytes, and some bytes of no meaning behind their last, which reading words may touch.
 */
export interface RowPair {
  readonly above: DataView;
  readonly row: DataView;
  /** Bytes of a pixel, and so the distance to the sample on the left. */
  readonly step: number;
}

/**
 * Writes bytes `from` to `from + length` of a row, filtered, into `goal` at `at`. Works in words of four
 * bytes, so up to three bytes behind the goal's last are overwritten.
 */
type Filter = (rows: RowPair, from: number, length: number, goal: DataView, at: number) => void;

const HIGH = 0x80808080;
const LOW = 0x7f7f7f7f;

/** Four differences of bytes, each modulo 256: the top bits are kept from borrowing and mended after. */
const subtract = (x: number, y: number) => ((x | HIGH) - (y & LOW)) ^ ((x ^ ~y) & HIGH);

const none: Filter = ({ row, step }, from, length, goal, at) => {
  for (let i = 0; i < length; i += 4) goal.setInt32(at + i, row.getInt32(from + step + i, true), true);
};

const sub: Filter = ({ row, step }, from, length, goal, at) => {
  for (let i = 0; i < length; i += 4) {
    const left = row.getInt32(from + i, true);
    goal.setInt32(at + i, subtract(row.getInt32(from + step + i, true), left), true);
  }
};

const up: Filter = ({ above, row, step }, from, length, goal, at) => {
  for (let i = from + step; i < from + step + length; i += 4) {
    goal.setInt32(at - from - step + i, subtract(row.getInt32(i, true), above.getInt32(i, true)), true);
  }
};

const average: Filter = ({ above, row, step }, from, length, goal, at) => {
  for (let i = from; i < from + length; i += 4) {
    const left = row.getInt32(i, true);
    const over = above.getInt32(i + step, true);
    // What both have, and half of what one has: the mean of four bytes, rounded down.
    const mean = (left & over) + (((left ^ over) >>> 1) & LOW);
    goal.setInt32(at - from + i, subtract(row.getInt32(i + step, true), mean), true);
  }
};

/** Row of the table below for a difference of 0, and the column in it. */
const ZERO = (255 << 9) + 255;

/**
 * Paeth's prediction less the corner, modulo 256, by how much the left sample (row) and the upper one
 * (column) differ from the corner. Photos stay near the middle of it, so it is read from the first cache;
 * comparing instead is five times slower, since which one wins cannot be foreseen.
 */
let paethTable: Uint8Array | undefined;

function makePaethTable(): Uint8Array {
  const table = new Uint8Array(1 << 18);
  for (let left = -255; left <= 255; left++) {
    for (let over = -255; over <= 255; over++) {
      const [toLeft, toOver, toCorner] = [Math.abs(over), Math.abs(left), Math.abs(left + over)];
      const near = toLeft <= toOver && toLeft <= toCorner ? left : toOver <= toCorner ? over : 0;
      table[ZERO + (left << 9) + over] = near;
    }
  }
  return table;
}

const predict = (table: Uint8Array, left: number, over: number, corner: number) =>
  ((table[ZERO + ((left - corner) << 9) + over - corner] as number) + corner) & 255;

const paeth: Filter = ({ above, row, step }, from, length, goal, at) => {
  paethTable ??= makePaethTable();
  const table = paethTable;
  for (let i = from; i < from + length; i += 4) {
    const [a, c] = [row.getInt32(i, true), above.getInt32(i, true)];
    const [x, b] = [row.getInt32(i + step, true), above.getInt32(i + step, true)];
    // Where nothing changes along one axis, the prediction is the sample along the other.
    if (a === c || b === c) {
      goal.setInt32(at - from + i, subtract(x, a === c ? b : a), true);
      continue;
    }
    const predicted =
      predict(table, a & 255, b & 255, c & 255) |
      (predict(table, (a >>> 8) & 255, (b >>> 8) & 255, (c >>> 8) & 255) << 8) |
      (predict(table, (a >>> 16) & 255, (b >>> 16) & 255, (c >>> 16) & 255) << 16) |
      (predict(table, a >>> 24, b >>> 24, c >>> 24) << 24);
    goal.setInt32(at - from + i, subtract(x, predicted), true);
  }
};

export const filterRow: Readonly<Record<FilterName, Filter>> = { none, sub, up, average, paeth };
