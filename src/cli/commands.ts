/** Lists the commands of the program. */
import type { Command } from 'commander';
import { addBatch } from './batch.ts';
import { addCompletion } from './completion.ts';
import { addConfig } from './config.ts';
import { addDoctor } from './doctor.ts';
import { addExplain } from './explain.ts';
import { addOps } from './ops.ts';
import { addPurge } from './purge.ts';
import { addRun } from './run.ts';
import { addServe } from './serve.ts';
import { addSign } from './sign.ts';
import { addTune } from './tune.ts';

const SERVERS = [addServe, addConfig, addSign, addPurge];

const COMMANDS = [addRun, addBatch, ...SERVERS, addExplain, addOps, addDoctor, addTune, addCompletion];

/** Declares every command, in the order of the help. */
export function addCommands(program: Command): void {
  for (const add of COMMANDS) add(program);
}
