import os from 'node:os';
import { median } from '../pairs';
import type { ApplicationName, PeerName } from './peers';

export const jobs = ['form', 'save'] as const;

export type Job = (typeof jobs)[number];

export interface Round {
  /** Requests a second. */
  readonly rate: number;
  /** Processor time of a request, in milliseconds. */
  readonly ownMs: number;
  readonly databaseMs: number;
  /** Share of the machine that other work used. */
  readonly others: number;
}

export interface Measured {
  readonly name: PeerName | ApplicationName;
  readonly processes: string;
  readonly pageBytes: number;
  /** The most after any round. */
  megabytes: number;
  readonly rounds: Readonly<Record<Job, Round[]>>;
}

interface Absent {
  readonly name: PeerName;
  readonly packages: readonly string[];
}

/** Whoever runs in several processes is met by the application on all cores, whoever runs in one by one of its processes. */
const MET_BY: Readonly<Record<PeerName, ApplicationName>> = {
  floor: 'Zhiyuan',
  Express: 'Zhiyuan',
  PHP: 'Zhiyuan, all cores',
  Django: 'Zhiyuan, all cores',
};

/** The application's requests a second are to be so many times the peer's. */
const TARGETS: readonly { readonly job: Job; readonly peer: PeerName; readonly least: number }[] = [
  { job: 'form', peer: 'floor', least: 0.4 },
  { job: 'form', peer: 'Express', least: 1 },
  { job: 'form', peer: 'Django', least: 4 },
  { job: 'save', peer: 'floor', least: 0.5 },
  { job: 'save', peer: 'PHP', least: 1 },
  { job: 'save', peer: 'Django', least: 2.5 },
];

const TITLES: Readonly<Record<Job, string>> = { form: 'form page', save: 'save' };

const HEADINGS = [
  '',
  'processes',
  ...jobs.flatMap((job) => [`${TITLES[job]} a second`, 'Zhiyuan by it', 'ms', 'PostgreSQL ms']),
  'page kB',
  'MB',
];

/** Prints the table, what is missing in it, and what of the targets holds. */
export function tellTable(
  measured: readonly Measured[],
  absent: readonly Absent[],
  run: { readonly began: number; readonly ended: number; readonly connections: number },
): void {
  const rounds = measured[0]?.rounds.form.length ?? 0;
  const others = measured.flatMap(({ rounds }) =>
    jobs.flatMap((job) => rounds[job].map((one) => one.others)),
  );
  console.log(
    `peers: medians of ${rounds} rounds in turn, ${run.connections} connections, node ${process.version}, ${os.availableParallelism()} cores; ` +
      `other work took ${(median(others) * 100).toFixed(0)} % of them (load ${run.began.toFixed(1)} to ${run.ended.toFixed(1)})`,
  );
  const rows = measured.map((one) => listCells(one, measured));
  const gone = absent.filter(({ packages }) => packages.length > 0);
  const empty = gone.map(({ name, packages }) => [name, `not here: apt-get install ${packages.join(' ')}`]);
  for (const line of layOut([HEADINGS, ...rows, ...empty])) console.log(line);
  for (const target of TARGETS) console.log(judge(target, measured));
}

function listCells(one: Measured, measured: readonly Measured[]): readonly string[] {
  const cells = jobs.flatMap((job) => {
    const take = (key: 'rate' | 'ownMs' | 'databaseMs') => median(one.rounds[job].map((round) => round[key]));
    return [
      take('rate').toFixed(0),
      isPeer(one.name) ? describe(compare(job, one, findOpponent(one.name, measured))) : '',
      take('ownMs').toFixed(2),
      take('databaseMs').toFixed(2),
    ];
  });
  return [one.name, one.processes, ...cells, (one.pageBytes / 1000).toFixed(1), one.megabytes.toFixed(0)];
}

const isPeer = (name: Measured['name']): name is PeerName => name in MET_BY;

const findOpponent = (peer: PeerName, measured: readonly Measured[]) =>
  measured.find(({ name }) => name === MET_BY[peer]);

/** The application's rate by the peer's, round by round. */
function compare(job: Job, peer: Measured, application: Measured | undefined): readonly number[] {
  return peer.rounds[job].map(
    ({ rate }, round) => (application?.rounds[job][round]?.rate ?? Number.NaN) / rate,
  );
}

const describe = (ratios: readonly number[]) =>
  `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;

function judge({ job, peer, least }: (typeof TARGETS)[number], measured: readonly Measured[]): string {
  const found = measured.find(({ name }) => name === peer);
  const what = `${TITLES[job]} / ${peer}`;
  const application = findOpponent(peer, measured);
  if (found === undefined || application === undefined) return `${what}: not measured (target ${least})`;
  const ratio = median(compare(job, found, application));
  const verdict = ratio >= least ? `≥ ${least} holds` : `BELOW ${least}`;
  const byProcessor = spend(job, found) / spend(job, application);
  return `${what}: ${ratio.toFixed(2)}, ${verdict} (by processor time ${byProcessor.toFixed(2)})`;
}

/** Processor time of a request, PostgreSQL's with it. */
const spend = (job: Job, { rounds }: Measured) =>
  median(rounds[job].map(({ ownMs, databaseMs }) => ownMs + databaseMs));

/** A Markdown table whose columns stand under each other. */
function layOut(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEADINGS.map((_none, at) => Math.max(3, ...rows.map((row) => (row[at] ?? '').length)));
  const lines = rows.map(
    (row) => `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width)).join(' | ')} |`,
  );
  return lines.toSpliced(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
}
