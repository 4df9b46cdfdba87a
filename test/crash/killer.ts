/**
 * Kills what it is told of, at moments of its own choice, without a word to anybody who works with it:
 * node -r typescript-hook.cjs killer.ts SEED PAUSE_MS, with an IPC channel. It is sent the pids that there are
 * (`targets`), and tells what it has killed (`killed`).
 */

import { readdirSync, readFileSync } from 'node:fs';

export interface Targets {
  /** Pids by name; 0: not there at the moment. */
  readonly targets: Readonly<Record<string, number>>;
}

export interface Killed {
  readonly killed: string;
}

const [seed = '1', pause = '1000'] = process.argv.slice(2);
let state = Number(seed);
let known: Targets['targets'] = {};

/** A linear congruential generator (Numerical Recipes): the same choices in each run. */
function draw(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}

/** A process and all that it has started, as the system lists them. */
function listTree(pid: number): readonly number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readParent(name) === pid)
    .map(Number);
  return [pid, ...children.flatMap(listTree)];
}

function readParent(pid: string): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? -1);
  } catch {
    return -1;
  }
}

/** How often one is killed though another is not there yet. */
const TWO_AT_ONCE = 0.1;

function kill(): void {
  const all = Object.entries(known);
  const there = all.filter(([, pid]) => pid > 0);
  // Where nothing ever serves nothing is shown.
  if (there.length === all.length || draw() < TWO_AT_ONCE) killOneOf(there);
  // From half as long to half as long again.
  setTimeout(kill, Number(pause) * (0.5 + draw()));
}

function killOneOf(there: readonly (readonly [string, number])[]): void {
  const [name, pid] = there[Math.floor(draw() * there.length)] ?? ['', 0];
  if (pid > 0) {
    for (const one of listTree(pid)) {
      try {
        process.kill(one, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    known = { ...known, [name]: 0 };
    process.send?.({ killed: name } satisfies Killed);
  }
}

process.on('message', ({ targets }: Targets) => {
  known = targets;
});
process.on('disconnect', () => process.exit(0));
setTimeout(kill, Number(pause) / 4);
