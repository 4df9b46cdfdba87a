import { createHmac } from 'node:crypto';
import type { Knex } from 'knex';
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

export interface SprayAlarms {
  /** Whether strangers answer a picture code now. */
  isOn(): Promise<boolean>;
  /** Counts over everything: no cookie, and no other mark of the one who tries, has a part in it. */
  noteFailure(attempt: FailedTry): Promise<void>;
  list(): Promise<readonly AlarmRow[]>;
}

interface SprayAlarmParts {
  readonly db: Knex;
  readonly log: Logger;
  readonly settings: AlarmSettings;
  /** Keys the hashes of wrong passwords; 32 bytes. */
  readonly key: Buffer;
  /** Who signed in within an hour; a test may bring its own. */
  readonly countSignedIn?: () => Promise<number>;
}

/** Tells of passwords that are tried in bulk: log, audit log, the office's page, metric; and asks for picture codes. */
export function createSprayAlarms(parts: SprayAlarmParts): SprayAlarms {
  const { db, log, settings, key, countSignedIn = () => countHourOfSignIns(db) } = parts;
  const counting = (prefix: string, points: number) =>
    createLimiter(db, { prefix: `alarm-${prefix}`, points: points - 1, duration: HOUR });
  const once = createLimiter(db, { prefix: 'alarm-once', points: 1, duration: HOUR });
  const samePassword = counting('password', settings.samePassword);
  const near = counting('near', settings.fromOneNetwork);
  const wide = counting('wide', settings.fromOneNetwork);
  const everywhere = createLimiter(db, { prefix: 'alarm-all', points: 1_000_000_000, duration: HOUR });
  const { calmMinutes } = settings;
  const told = new Map<AlarmKind, number>();
  let signedIn = { at: 0, count: Promise.resolve(0) };
  let remembered: { readonly at: number; readonly on: Promise<boolean> } | null = null;

  const markPassword = (password: string) =>
    createHmac('sha256', key).update(`alarm-password|${password}`).digest('hex').slice(0, PASSWORD_HEX);

  async function raise(
    kind: AlarmKind,
    origin: Origin,
    detail: Readonly<Record<string, string | number | null>>,
  ): Promise<void> {
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
    remembered = null;
  }

  /** Many failures at many sign-ins are an opening, not an attack. */
  async function isBeyondSlips(): Promise<boolean> {
    const failed = await everywhere.read('');
    if (failed < settings.everywhere) return false;
    const now = wallClock();
    if (now - signedIn.at > COUNTED_MS) signedIn = { at: now, count: countSignedIn() };
    return failed > SHARE * (await signedIn.count);
  }

  return {
    isOn() {
      const now = wallClock();
      if (remembered === null || now - remembered.at > REMEMBERED_MS)
        remembered = { at: now, on: isSpreadSeen(db, calmMinutes) };
      return remembered.on;
    },

    async noteFailure({ subject, password, origin }) {
      // An account counts once in an hour, however often and with whatever it is tried.
      if ((await once.charge(subject)) !== null) return;
      const network = networkOf(origin.address);
      const [ofPassword, ofNear, ofWide] = await Promise.all([
        samePassword.charge(markPassword(password)),
        near.charge(network.near),
        network.wide === null ? null : wide.charge(network.wide),
        everywhere.charge(''),
      ]);
      if (ofPassword !== null) await raise('samePassword', origin, { accounts: settings.samePassword });
      if (ofNear !== null || ofWide !== null)
        await raise('oneNetwork', origin, {
          accounts: settings.fromOneNetwork,
          network: ofNear === null ? network.wide : network.near,
        });
      if (await isBeyondSlips()) await raise('everywhere', origin, { accounts: settings.everywhere });
    },

    list: () => listAlarms(db, calmMinutes),
  };
}
