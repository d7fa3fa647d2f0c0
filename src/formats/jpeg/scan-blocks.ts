/**
 * Skips over the blocks of one scan of a JPEG, sequential or progressive (ITU-T T.81 annexes F and G). Keeps only
 * which coefficients are not 0, because later scans have a bit for each of these.
 */
import type { Work } from '../../core/turns.ts';
import { corrupt } from '../checks.ts';
import type { CodeTable, EntropyReader } from './entropy-reader.ts';

/** The blocks that one component has in an MCU. */
interface ScanUnit {
  readonly blocks: number;
  readonly dc: CodeTable | undefined;
  readonly ac: CodeTable | undefined;
}

export interface BlockScan {
  readonly units: readonly ScanUnit[];
  readonly mcus: number;
  /** MCUs between restart markers; 0 for none. */
  readonly restart: number;
  /** First and last coefficient. */
  readonly first: number;
  readonly last: number;
  /** Whether the scan has one more bit of coefficients that earlier scans began. */
  readonly refines: boolean;
  /** Which coefficients are not 0, two words a block; absent for a sequential picture and for DC. */
  readonly known?: Uint32Array | undefined;
}

/** MCUs between two yields. */
const PIECE = 2048;

const damaged = () => corrupt('The pixel data of the picture is damaged');

/**
 * Skips a scan. Throws `truncated-image` when the data end before the last block, and `corrupt-image` for an invalid
 * code.
 */
export function* passScan(reader: EntropyReader, scan: BlockScan): Work<void> {
  const { mcus, restart } = scan;
  const pass = passerOf(reader, scan);
  for (let mcu = 0; mcu < mcus; mcu++) {
    if (restart > 0 && mcu > 0 && mcu % restart === 0) {
      reader.restart(mcu / restart - 1);
      pass.restart();
    }
    pass.mcu(mcu);
    if (mcu % PIECE === PIECE - 1) yield;
  }
}

interface Passer {
  mcu(index: number): void;
  restart(): void;
}

function passerOf(reader: EntropyReader, scan: BlockScan): Passer {
  const { units, first, last, refines, known } = scan;
  if (known) {
    const [unit] = units;
    const table = required(unit?.ac);
    return refines ? new Refining(reader, table, scan) : new FirstPass(reader, table, scan);
  }
  const each = (block: (unit: ScanUnit) => void) => ({
    mcu: () => {
      for (const unit of units) for (let nth = 0; nth < unit.blocks; nth++) block(unit);
    },
    restart: () => {},
  });
  if (first === 0 && last === 0)
    return each(refines ? () => void reader.bits(1) : (unit) => passDc(reader, unit));
  return each((unit) => {
    passDc(reader, unit);
    passAc(reader, required(unit.ac));
  });
}

function required(table: CodeTable | undefined): CodeTable {
  if (!table) throw corrupt('The picture lacks a Huffman table');
  return table;
}

function passDc(reader: EntropyReader, { dc }: ScanUnit): void {
  const size = reader.symbol(required(dc));
  if (size > 15) throw damaged();
  reader.bits(size);
}

function passAc(reader: EntropyReader, table: CodeTable): void {
  for (let k = 1; k < 64; ) {
    const symbol = reader.symbol(table);
    const [run, size] = [symbol >> 4, symbol & 15];
    if (size === 0) {
      if (run < 15) return;
      k += 16;
      continue;
    }
    k += run;
    if (k > 63) throw damaged();
    reader.bits(size);
    k++;
  }
}

/** Common base of both AC scans: blocks that end together, and the set of coefficients that are not 0. */
abstract class AcScan implements Passer {
  protected readonly reader: EntropyReader;
  protected readonly table: CodeTable;
  protected readonly first: number;
  protected readonly last: number;
  readonly #known: Uint32Array;
  /** Blocks from here on that have no further codes. */
  protected ended = 0;

  constructor(reader: EntropyReader, table: CodeTable, { first, last, known }: BlockScan) {
    [this.reader, this.table, this.first, this.last] = [reader, table, first, last];
    this.#known = known as Uint32Array;
  }

  abstract mcu(block: number): void;

  restart(): void {
    this.ended = 0;
  }

  /** Reads the number of blocks that end with this one. */
  protected endRun(bits: number): number {
    return (1 << bits) + this.reader.bits(bits);
  }

  protected isKnown(block: number, k: number): boolean {
    return (((this.#known[2 * block + (k >> 5)] as number) >>> (k & 31)) & 1) === 1;
  }

  protected mark(block: number, k: number): void {
    const word = 2 * block + (k >> 5);
    this.#known[word] = (this.#known[word] as number) | (1 << (k & 31));
  }
}

class FirstPass extends AcScan {
  mcu(block: number): void {
    if (this.ended > 0) {
      this.ended--;
      return;
    }
    for (let k = this.first; k <= this.last; ) {
      const symbol = this.reader.symbol(this.table);
      const [run, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && run < 15) {
        this.ended = this.endRun(run) - 1;
        return;
      }
      k += run;
      if (size > 0) {
        if (k > 63) throw damaged();
        this.reader.bits(size);
        this.mark(block, k);
      }
      k++;
    }
  }
}

class Refining extends AcScan {
  mcu(block: number): void {
    let k = this.first;
    while (this.ended === 0 && k <= this.last) {
      const symbol = this.reader.symbol(this.table);
      const [run, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && run < 15) {
        this.ended = this.endRun(run);
        break;
      }
      if (size > 0) this.reader.bits(1);
      k = this.#passRun(block, k, run);
      if (size > 0 && k <= 63) this.mark(block, k);
      k++;
    }
    if (this.ended === 0) return;
    for (; k <= this.last; k++) if (this.isKnown(block, k)) this.reader.bits(1);
    this.ended--;
  }

  /** Skips `run` coefficients that are 0, and reads the bit of each one in between that is not. */
  #passRun(block: number, from: number, run: number): number {
    let left = run;
    for (let k = from; k <= this.last; k++) {
      if (this.isKnown(block, k)) this.reader.bits(1);
      else if (--left < 0) return k;
    }
    return this.last + 1;
  }
}
