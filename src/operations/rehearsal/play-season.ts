import { setMaxListeners } from 'node:events';
import type { Knex } from 'knex';
import { loadReference } from '../../domain/reference/reference';
import { databaseClock, wallClock } from '../../infrastructure/clock';
import type { Config } from '../../infrastructure/config/config';
import { createCipher } from '../../infrastructure/security/cipher';
import { PackageFault } from '../../office/exports/open-package';
import { PackageRefused } from '../../office/exports/package-cipher';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { Stage } from './candidate-acts';
import { checkReceiptFiles, verifyCheckValues } from './check-receipts';
import { closeLedger, countLists, listStanding, lookAtEverything } from './check-season';
import { furnish } from './furnish';
import { createJournal, type Journal, type StageCode } from './journal';
import { exportLists, findLargestCounty, printCounty, stampForms } from './office-acts';
import {
  moveClock,
  playAfterEnd,
  playGivingUp,
  playLengthened,
  playModifying,
  playOpening,
  type RoundParts,
  type Share,
} from './play-round';
import { type Player, takePlayers } from './players';
import { countWindowed, openRounds, planRounds, type Round } from './rounds';
import type { ScratchDatabase } from './scratch-database';
import { startServerProcess } from './server-process';
import { createVirtualBrowser } from './virtual-browser';
import { OfficerStopped } from './virtual-officer';

interface SeasonOptions {
  /** How many file. */
  readonly candidates: number;
  /** Rows of the plan. */
  readonly planRows: number;
  /** Seconds within which everybody comes at the opening of a round. */
  readonly rampSeconds: number;
  /** What is not done by then is not done. */
  readonly limitMs: number;
  readonly pack: RulePack;
  readonly signal: AbortSignal;
  /** Before each stage. */
  onStage(stage: StageCode, round: string): Promise<void> | void;
}

/** What is true of the whole of a season once it is played. */
export interface Season {
  readonly journal: Journal;
  readonly rounds: readonly Round[];
  readonly people: number;
  readonly players: number;
  readonly seconds: number;
  /** False where it was stopped by hand, or by its limit. */
  readonly ended: boolean;
}

/** One of so many of the roll files. */
const ROLL = 20;
/** Whose saves are looked up one by one. */
const LOOKED_UP = 30;
const SETTLE_MS = 60_000;

interface Play {
  readonly options: SeasonOptions;
  readonly scratch: ScratchDatabase;
  readonly config: Config;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  readonly db: Knex;
}

/**
 * Plays a season on a scratch database, with a server process of its own, and writes down everything that came out
 * otherwise than it should. Throws only where it could not be played at all.
 * @param config whose secrets the season's data are sealed with: the demo's
 */
export async function playSeason(
  scratch: ScratchDatabase,
  config: Config,
  options: SeasonOptions,
): Promise<Season> {
  const began = wallClock();
  const journal = createJournal();
  const limit = AbortSignal.timeout(options.limitMs);
  const signal = AbortSignal.any([options.signal, limit]);
  // As many wait for it as people are thinking.
  setMaxListeners(0, signal);
  const play: Play = { options, scratch, config, journal, signal, db: scratch.db };
  const people = options.candidates * ROLL;
  let [rounds, players]: [readonly Round[], readonly Player[]] = [[], []];
  let ended = false;
  try {
    rounds = await prepare(play, people);
    players = await takePlayers(play.db, cipherOf(play), {
      count: options.candidates,
      kinds: rounds.flatMap(({ batches }) => batches.flatMap(({ candidateKinds }) => candidateKinds)),
      days: options.pack.identity.firstSecretDays,
    });
    await playServed(play, rounds, players);
    ended = true;
  } catch (error) {
    if (!signal.aborted) throw error;
    if (!options.signal.aborted) journal.note('late', `${options.limitMs / MINUTE_MS}`);
  }
  const seconds = (wallClock() - began) / 1000;
  return { journal, rounds, people, players: players.length, seconds, ended };
}

const MINUTE_MS = 60_000;

const cipherOf = ({ config: { secrets } }: Play) => createCipher(secrets.dataKey, secrets.indexKey);

/** People, plan and windows, as the pack has them; business time stands before the first opening. */
async function prepare(play: Play, people: number): Promise<readonly Round[]> {
  const { db, options, journal, signal } = play;
  await stage(play, 'generate', '', async () => {
    await furnish(db, play.config, { ...options, people, signal });
    return { done: people, of: people };
  });
  let rounds: readonly Round[] = [];
  await stage(play, 'open', '', async () => {
    rounds = await planRounds(db, options.pack);
    const batches = await openRounds(db, options.pack, rounds);
    return { done: batches, of: options.pack.batches.length };
  });
  journal.check('roundsOpen', 1, Math.min(1, rounds.length));
  return rounds;
}

/** Everything that needs a server. */
async function playServed(play: Play, rounds: readonly Round[], players: readonly Player[]): Promise<void> {
  const { scratch, journal, signal, db } = play;
  const [first] = rounds;
  if (first === undefined) return;
  await moveClock(db, new Date(first.opensAt.getTime() - SETTLE_MS));
  const server = await startServerProcess(
    { DATABASE_URL: scratch.url, DATA_DIR: scratch.folder, TRUSTED_PROXIES: 'loopback' },
    { alone: true },
  );
  try {
    const acting: Stage = { base: server.url, db, cipher: cipherOf(play), journal, signal };
    const reference = await loadReference(db);
    for (const [at, round] of rounds.entries())
      await playRound(play, { stage: acting, reference, players, round, turn: { at, of: rounds.length } });
    await playPaper(play, acting, rounds, players);
  } finally {
    await server.stop();
    for (const line of server.errors) journal.note('logged', readMessage(line));
  }
}

async function playRound(play: Play, given: Omit<RoundParts, 'rampSeconds'>): Promise<void> {
  const parts: RoundParts = { ...given, rampSeconds: play.options.rampSeconds };
  const { round } = parts;
  await stage(play, 'opening', round.code, () => playOpening(parts));
  await stage(play, 'modifying', round.code, () => playModifying(parts));
  await stage(play, 'givingUp', round.code, () => playGivingUp(parts));
  await stage(play, 'lengthened', round.code, () => playLengthened(parts));
  await stage(play, 'afterEnd', round.code, () => playAfterEnd(parts));
  // Of the windows as they stand, not as they were planned.
  play.journal.check('batchesOpen', round.batches.length, countWindowed(await loadReference(play.db), round));
}

/** What the offices do when all is closed, and what shows that nothing was changed. */
async function playPaper(
  play: Play,
  acting: Stage,
  rounds: readonly Round[],
  players: readonly Player[],
): Promise<void> {
  const { journal, scratch, db, options } = play;
  const standing = listStanding(options.pack, players);
  await countLists(db, journal, players, standing);
  await officeStage(play, 'print', async () => {
    const { county, versions } = await findLargestCounty(db, standing);
    const { officer, forms } = await printCounty(acting, county, rounds);
    journal.check('printed', versions.length, forms);
    const { done, of } = await stampForms(officer, versions);
    journal.check('stamped', of, done);
    return { done: forms, of: versions.length };
  });
  await officeStage(play, 'export', async () => {
    const lists = await exportLists(acting, scratch.folder);
    journal.check('exported', standing.length, lists);
    return { done: lists, of: standing.length };
  });
  const witnessed = await closeLedger(db, play.config);
  await stage(play, 'receipts', '', () => lookUpReceipts(acting, players));
  await stage(play, 'verify', '', () => lookAtEverything(db, journal, { witnessed, signal: play.signal }));
}

/** Some look up what became of their saves, and keep the proof. */
async function lookUpReceipts(acting: Stage, players: readonly Player[]): Promise<Share> {
  const { journal, base } = acting;
  const some = players.filter(({ told }) => told.size > 0).slice(0, LOOKED_UP);
  const told = some.reduce((sum, one) => sum + one.told.size, 0);
  const right = await verifyCheckValues(acting, some);
  journal.check('verified', told, right);
  const key = await createVirtualBrowser(base, '192.0.2.20').get('/checkpoints/key');
  const { sound, of } = await checkReceiptFiles(acting, some, key.html);
  journal.check('receiptFiles', of, sound);
  return { done: right + sound, of: told + of };
}

/** A stage in which officers act: where one of them comes no further, it is written down, and the season goes on. */
function officeStage(play: Play, code: StageCode, work: () => Promise<Share>): Promise<void> {
  return stage(play, code, '', async () => {
    try {
      return await work();
    } catch (error) {
      if (play.signal.aborted || !isOfficeFault(error)) throw error;
      play.journal.note('officer', `${code}: ${error.message}`);
      return { done: 0, of: 1 };
    }
  });
}

const isOfficeFault = (error: unknown): error is Error =>
  error instanceof OfficerStopped || error instanceof PackageFault || error instanceof PackageRefused;

/** Tells that a stage begins, does it, and writes down how it went. */
async function stage(play: Play, code: StageCode, round: string, work: () => Promise<Share>): Promise<void> {
  const { options, journal, signal, db } = play;
  await options.onStage(code, round);
  signal.throwIfAborted();
  const began = wallClock();
  const { done, of } = await work();
  signal.throwIfAborted();
  const seconds = (wallClock() - began) / 1000;
  const at = code === 'generate' ? new Date(wallClock()) : await databaseClock.now(db);
  journal.stages.push({ ...{ stage: code, round, at, seconds }, done, of });
}

/** What a line of the log says, without what is of this process alone. */
function readMessage(line: string): string {
  const { msg = '', err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
  return [msg, err?.message ?? ''].filter(Boolean).join(': ');
}
