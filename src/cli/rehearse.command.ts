import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readShippedRulePack } from '../../seeds/reference/seed-reference';
import { parseRulePack } from '../domain/rule-packs/rule-pack.schema';
import { type Config, loadConfig } from '../infrastructure/config/config';
import { say, sayMade, sayText } from '../infrastructure/language/say';
import { StartRefused } from '../infrastructure/start-refused';
import { playSeason, type Season } from '../operations/rehearsal/play-season';
import { isSound, stageNames, writeReport } from '../operations/rehearsal/report';
import { openScratchDatabase } from '../operations/rehearsal/scratch-database';
import type { RulePack } from '../rules/pack/rule-pack';
import type { LoneCommand } from './command';
import { openTerminal, STOPPED, type Terminal } from './terminal';

const MOST_CANDIDATES = 20_000;
const MOST_MINUTES = 600;
const PLAN_ROWS = 6000;
const MINUTE_MS = 60_000;
/** Of the minutes, for the openings of all rounds together. */
const OPENINGS = 0.3;

const options = {
  candidates: { type: 'string', default: '1000' },
  minutes: { type: 'string', default: '30' },
  pack: { type: 'string' },
  database: { type: 'string' },
  out: { type: 'string' },
} as const;

interface Asked {
  readonly candidates: number;
  readonly minutes: number;
  readonly pack: string | null;
  readonly database: string | null;
  readonly out: string | null;
}

/** Plays a whole season beside the installation, which it does not touch. */
export const rehearseCommand: LoneCommand = {
  name: 'rehearse',
  usage: 'rehearse [--candidates <n>] [--minutes <n>] [--pack <name|file>] [--database <url>] [--out <file>]',
  summary: 'play a whole season with invented people on a database of its own, and report what went wrong',
  details: [
    'People and plan are generated, windows opened, moved and closed; virtual candidates sign in, file, modify and give',
    'up over HTTP at a server process; a county prints, the province exports; receipts and ledger are verified.',
    'Business time is moved, so that a season takes minutes. Nothing is read from the installation and nothing written.',
    '--candidates: how many file (1000), of twenty times as many on the roll. --minutes: it ends by then (30).',
    '--pack: a shipped pack, or a file that zhiyuan rule-pack check finds nothing in; else that of PACK.',
    '--database: an empty PostgreSQL database, empty again afterwards; without it an embedded one in a temporary folder.',
    '--out: the report goes into this file; without it to standard output. Ctrl-C stops and clears up.',
    'Exit codes: 0 nothing went wrong, 1 something did, 2 wrong words or configuration, 130 stopped.',
  ],
  async runAlone(print, args) {
    const asked = readArguments(args);
    if (asked === null) {
      print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    const config = loadConfig();
    try {
      return await rehearse(print, asked, readPack(asked.pack ?? config.firstPack), config);
    } catch (error) {
      if (!(error instanceof StartRefused)) throw error;
      print(say`rehearse: ${sayMade(error.message)}`);
      return 1;
    }
  },
};

function readArguments(args: readonly string[]): Asked | null {
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    const candidates = readCount(values.candidates, MOST_CANDIDATES);
    const minutes = readCount(values.minutes, MOST_MINUTES);
    if (candidates === null || minutes === null) return null;
    const { pack = null, database = null, out = null } = values;
    if (database !== null && !URL.canParse(database)) return null;
    return { candidates, minutes, pack, database, out };
  } catch {
    return null;
  }
}

function readCount(text: string, most: number): number | null {
  return /^[1-9]\d{0,5}$/.test(text) && Number(text) <= most ? Number(text) : null;
}

/** A file, or a pack that comes with the program; null: that of the manual. @throws naming every fault of the file */
function readPack(named: string | null): RulePack {
  if (named === null) return readShippedRulePack();
  return /[./]/.test(named)
    ? parseRulePack(JSON.parse(readFileSync(named, 'utf8')))
    : readShippedRulePack(named);
}

async function rehearse(
  print: (line: string) => void,
  asked: Asked,
  pack: RulePack,
  config: Config,
): Promise<number> {
  const terminal = openTerminal();
  // What ends this program otherwise would leave server and database behind.
  process.once('SIGTERM', () => process.kill(process.pid, 'SIGINT'));
  const scratch = await openScratchDatabase(asked.database, config);
  try {
    // Its people are invented: what they leave is sealed with the published secrets of the demo.
    const season = await playSeason(scratch, loadConfig({}), {
      ...{ candidates: asked.candidates, planRows: PLAN_ROWS, pack, signal: terminal.signal },
      limitMs: asked.minutes * MINUTE_MS,
      rampSeconds: (asked.minutes * 60 * OPENINGS) / Math.max(1, pack.rounds.length),
      onStage: tellStages(terminal, pack),
    });
    return await hand(print, asked.out, writeReport(season, pack), season, terminal);
  } finally {
    await scratch.close();
  }
}

async function hand(
  print: (line: string) => void,
  out: string | null,
  report: string,
  season: Season,
  { signal }: Terminal,
): Promise<number> {
  if (out === null) print(report);
  else {
    await writeFile(out, `${report}\n`);
    print(say`rehearse: the report is in ${out}`);
  }
  if (signal.aborted) return STOPPED;
  return isSound(season) ? 0 : 1;
}

/** A line for each stage, as it begins. */
function tellStages(terminal: Terminal, pack: RulePack) {
  return (stage: keyof typeof stageNames, round: string) => {
    const name = pack.rounds.find(({ code }) => code === round)?.name ?? '';
    const words = [name, sayText(stageNames[stage])].filter(Boolean).join(': ');
    terminal.write(`${words}\n`);
  };
}
