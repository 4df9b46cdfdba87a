import { readdirSync, readFileSync } from 'node:fs';

/** Linux tells processor time to everybody in hundredths of a second. */
const TICKS = 100;

interface ProcessTime {
  readonly parent: number;
  /** Its own and that of its children that have ended, in seconds. */
  readonly seconds: number;
}

/** What one round used; of everything but `others` in seconds of processor time. */
export interface Usage {
  readonly own: number;
  readonly database: number;
  /** Share of the machine that neither the peer, PostgreSQL nor the bench used. */
  readonly others: number;
}

/** Begins to count. @returns what has been used since, each time it is asked */
export function startMeter(roots: readonly number[], postmaster: number): () => Usage {
  const take = () => {
    const processes = readProcesses();
    const { user, system } = process.cpuUsage();
    return {
      own: addUp(processes, roots),
      database: addUp(processes, [postmaster]),
      bench: (user + system) / 1_000_000,
      ...readMachine(),
    };
  };
  const before = take();
  return () => {
    const after = take();
    const own = after.own - before.own;
    const database = after.database - before.database;
    const busy = after.busy - before.busy - own - database - (after.bench - before.bench);
    return { own, database, others: Math.max(0, busy / (after.all - before.all)) };
  };
}

/** Memory of processes and all that they started, shared pages by their share, in megabytes. */
export function readMemory(roots: readonly number[]): number {
  const kilobytes = listTree(readProcesses(), roots).map((pid) => {
    const text = tryRead(`/proc/${pid}/smaps_rollup`);
    return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
  });
  return (kilobytes.reduce((sum, one) => sum + one, 0) * 1024) / 1_000_000;
}

/** Who started a process. */
export function findParent(pid: number): number {
  return readProcesses().get(pid)?.parent ?? 0;
}

function readProcesses(): ReadonlyMap<number, ProcessTime> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(
    pids.flatMap((pid): [number, ProcessTime][] => {
      const text = tryRead(`/proc/${pid}/stat`);
      // The name before the bracket may have blanks in it.
      const fields = text
        .slice(text.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [, parent] = fields;
      if (parent === undefined) return [];
      const ticks = fields.slice(11, 15).reduce((sum, one) => sum + one, 0);
      return [[Number(pid), { parent, seconds: ticks / TICKS }]];
    }),
  );
}

function listTree(processes: ReadonlyMap<number, ProcessTime>, roots: readonly number[]): readonly number[] {
  const children = [...processes].filter(([, { parent }]) => roots.includes(parent)).map(([pid]) => pid);
  return children.length === 0 ? roots : [...roots, ...listTree(processes, children)];
}

const addUp = (processes: ReadonlyMap<number, ProcessTime>, roots: readonly number[]) =>
  listTree(processes, roots).reduce((sum, pid) => sum + (processes.get(pid)?.seconds ?? 0), 0);

/** Seconds of all cores since the machine started. */
function readMachine(): { readonly busy: number; readonly all: number } {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  // user nice system idle iowait irq softirq steal; the guests behind are in the first two.
  const ticks = line.split(/\s+/).slice(1, 9).map(Number);
  const all = ticks.reduce((sum, one) => sum + one, 0);
  return { busy: (all - (ticks[3] ?? 0) - (ticks[4] ?? 0)) / TICKS, all: all / TICKS };
}

/** A process may have gone. */
function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
