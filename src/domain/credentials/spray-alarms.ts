import type { Knex } from 'knex';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { AlarmSettings } from '../../infrastructure/config/alarm-settings';
import type { Logger } from '../../infrastructure/logger';
import type { Origin } from '../../infrastructure/origin';
import { createLimiter } from '../../infrastructure/security/limiter';
import { networkOf } from '../../infrastructure/security/network';
import { insertAuditEntry } from '../audit/audit.repository';
import {
  type AlarmKind,
  type AlarmRow,
  countHourOfSignIns,
  insertAlarm,
  isSpreadSeen,
  listAlarms,
  touchAlarm,
} from './alarm.repository';

const HOUR = 3600;
/** How long a node remembers whether an alarm is in force, and what it has told already, in milliseconds. */
const REMEMBERED_MS = 2000;
const TOLD_MS = 10_000;
const COUNTED_MS = 10_000;
/** So many alarms are everywhere but in an opening storm, in which a third of those who sign in may slip. */
const SHARE = 1 / 3;
/** Bits of a wrong password's keyed hash that are kept, for an hour: too few to tell the password. */
const PASSWORD_HEX = 5;

/** A try that failed, or was refused, at a browser that the account does not know. */
interface FailedTry {
  /** What was typed, as the counters know it. */
  readonly subject: string;
  readonly password: string;
  readonly origin: Origin;
}

interface SprayAlarmParts {
  readonly db: Knex;
  readonly log: Logger;
  readonly settings: AlarmSettings;
  /** Keys the hashes of wrong passwords; 32 bytes. */
  readonly keyed: (text: string) => Buffer;
  /** Who signed in within an hour; a test may bring its own. */
  readonly countSignedIn?: () => Promise<number>;
}

/** What a node remembers for seconds. */
interface Memory {
  signedIn: { readonly at: number; readonly count: Promise<number> };
  remembered: { readonly at: number; readonly on: Promise<boolean> } | null;
}

/** What all the steps work with. */
function gatherParts(parts: SprayAlarmParts) {
  const { db, settings, countSignedIn = () => countHourOfSignIns(db) } = parts;
  const counting = (prefix: string, points: number) =>
    createLimiter(db, { prefix: `alarm-${prefix}`, points: points - 1, duration: HOUR });
  const once = createLimiter(db, { prefix: 'alarm-once', points: 1, duration: HOUR });
  const samePassword = counting('password', settings.samePassword);
  const near = counting('near', settings.fromOneNetwork);
  const wide = counting('wide', settings.fromOneNetwork);
  const everywhere = createLimiter(db, { prefix: 'alarm-all', points: 1_000_000_000, duration: HOUR });
  const { calmMinutes } = settings;
  const told = new Map<AlarmKind, number>();
  const memory: Memory = { signedIn: { at: 0, count: Promise.resolve(0) }, remembered: null };
  return { ...parts, told, calmMinutes, memory, everywhere, countSignedIn, once, samePassword, near, wide };
}

type Parts = ReturnType<typeof gatherParts>;

/** Tells of passwords that are tried in bulk: log, audit log, the office's page, metric; and asks for picture codes. */
export function createSprayAlarms(given: SprayAlarmParts) {
  const parts = gatherParts(given);
  return bindParts(parts, { isOn, recordFailure, list });
}

export type SprayAlarms = ReturnType<typeof createSprayAlarms>;

/** Whether strangers answer a picture code now. */
function isOn({ memory, db, calmMinutes }: Parts): Promise<boolean> {
  const now = wallClock();
  if (memory.remembered === null || now - memory.remembered.at > REMEMBERED_MS)
    memory.remembered = { at: now, on: isSpreadSeen(db, calmMinutes) };
  return memory.remembered.on;
}

/** Counts over everything: no cookie, and no other mark of the one who tries, has a part in it. */
async function recordFailure(parts: Parts, { subject, password, origin }: FailedTry): Promise<void> {
  const { once, samePassword, near, wide, everywhere, settings } = parts;
  // An account counts once in an hour, however often and with whatever it is tried.
  if ((await once.charge(subject)) !== null) return;
  const network = networkOf(origin.address);
  const [ofPassword, ofNear, ofWide] = await Promise.all([
    samePassword.charge(markPassword(parts, password)),
    near.charge(network.near),
    network.wide === null ? null : wide.charge(network.wide),
    everywhere.charge(''),
  ]);
  if (ofPassword !== null) await raise(parts, 'samePassword', origin, { accounts: settings.samePassword });
  if (ofNear !== null || ofWide !== null)
    await raise(parts, 'oneNetwork', origin, {
      accounts: settings.fromOneNetwork,
      network: ofNear === null ? network.wide : network.near,
    });
  if (await isBeyondSlips(parts)) await raise(parts, 'everywhere', origin, { accounts: settings.everywhere });
}

const list = ({ db, calmMinutes }: Parts): Promise<readonly AlarmRow[]> => listAlarms(db, calmMinutes);

const markPassword = ({ keyed }: Parts, password: string) =>
  keyed(`alarm-password|${password}`).toString('hex').slice(0, PASSWORD_HEX);

async function raise(
  parts: Parts,
  kind: AlarmKind,
  origin: Origin,
  detail: Readonly<Record<string, string | number | null>>,
): Promise<void> {
  const { told, db, calmMinutes, log, memory } = parts;
  const now = wallClock();
  if (now - (told.get(kind) ?? 0) < TOLD_MS) return;
  told.set(kind, now);
  if ((await touchAlarm(db, kind, calmMinutes)) > 0) return;
  const began = await db.transaction(async (transaction) => {
    if (!(await insertAlarm(transaction, kind, calmMinutes, detail))) return false;
    await insertAuditEntry(transaction, {
      actorKind: 'system',
      actorId: 'sign-in',
      action: `alarm.${kind}`,
      subjectKind: 'alarm',
      subjectId: kind,
      detail,
      origin,
    });
    return true;
  });
  if (began) log.error({ kind, ...detail, ...origin }, 'alarm: passwords are tried in bulk');
  memory.remembered = null;
}

/** Many failures at many sign-ins are an opening, not an attack. */
async function isBeyondSlips(parts: Parts): Promise<boolean> {
  const { everywhere, settings, memory, countSignedIn } = parts;
  const failed = await everywhere.read('');
  if (failed < settings.everywhere) return false;
  const now = wallClock();
  if (now - memory.signedIn.at > COUNTED_MS) memory.signedIn = { at: now, count: countSignedIn() };
  return failed > SHARE * (await memory.signedIn.count);
}
