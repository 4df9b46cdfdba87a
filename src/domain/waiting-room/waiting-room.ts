import { randomBytes } from 'node:crypto';
import { wallClock } from '../../infrastructure/clock';
import type { Logger } from '../../infrastructure/logger';
import {
  advance,
  countAdmitted,
  countAhead,
  countInside,
  countWaiting,
  isCalled,
  isGone,
  join,
  type Line,
  type LineLimits,
  openLine,
} from '../../rules/waiting-room/line';
import type { PlaceStore } from './place-store';

interface WaitingRoomParts {
  readonly store: PlaceStore;
  readonly limits: () => Pick<LineLimits, 'rate' | 'most'> & { readonly held: boolean };
  /** Whether this process has more of those who were called than it can see to: it calls nobody then. */
  readonly isPressed: () => boolean;
  /** Processes of this machine: the part of each where the store is away. */
  readonly processes: number;
  readonly log: Logger;
}

/** What a place in the line stands for now. `seconds` is a guess. */
type PlaceStanding =
  | { readonly state: 'called' }
  | { readonly state: 'gone' }
  | { readonly state: 'waiting'; readonly ahead: number; readonly seconds: number };

/** What a newcomer gets. `place` null: in at once. */
interface Ticket {
  readonly id: string;
  readonly place: number | null;
}

interface Newcomer {
  readonly resolve: (ticket: Ticket | null) => void;
}

/** Looks at the line are as old as this at most, in milliseconds. */
const FRESH_MS = 1000;
/** While people wait, newcomers are gathered for so long: they are in no hurry. */
const GATHER_MS = 200;
/** A store that failed is let alone for so long. */
const AWAY_MS = 2000;
const URGENT_PART = 1 / 4;

interface State {
  line: Line | null;
  seenAt: number;
  newcomers: Newcomer[];
  working: Promise<void> | null;
  /** Until when the store is let alone, and whether the log says that it is away. */
  awayUntil: number;
  isAway: boolean;
  /** What this process lets in by itself while the store is away. */
  readonly alone: Bucket;
  /** Passwords of those who say that they need not wait. */
  readonly urgent: Bucket;
}

/** So many a second, by this process alone. */
interface Bucket {
  budget: number;
  at: number;
}

type Parts = WaitingRoomParts & { readonly state: State };

/**
 * The one waiting room of all processes and machines (P10). What each process knows of it is a second old at most and
 * costs nothing to look at; the store is asked for newcomers, many at a time, and once a second while anybody waits.
 *
 * Where the store does not answer, each process lets in its own part of the rate, and says so in the log: the way in is
 * open, and still no wider than the machine can bear.
 */
export function createWaitingRoom(given: WaitingRoomParts) {
  const state: State = {
    line: null,
    seenAt: 0,
    newcomers: [],
    working: null,
    awayUntil: 0,
    isAway: false,
    alone: { budget: 0, at: wallClock() },
    urgent: { budget: 0, at: 0 },
  };
  const parts: Parts = { ...given, state };
  return {
    /** A newcomer; null: there is no place to give now, come back soon. */
    take: () => new Promise<Ticket | null>((resolve) => enqueue(parts, { resolve })),
    /** What a place stands for; null: not known now. */
    findStanding: (place: number) => findStanding(parts, place),
    countUse: (id: string) => countUse(parts, id),
    useUp: async (id: string) => {
      await given.store.useUp(id).catch(() => undefined);
    },
    /** Whether another password may be checked of those who say that they need not wait: a quarter of the rate. */
    admitsUrgent: () => spend(state.urgent, (given.limits().rate * URGENT_PART) / given.processes),
    describe: () => describe(parts),
    close: () => given.store.close(),
  };
}

export type WaitingRoom = ReturnType<typeof createWaitingRoom>;

function enqueue(parts: Parts, newcomer: Newcomer): void {
  const { state } = parts;
  if (isLeftAlone(parts)) newcomer.resolve(admitAlone(parts));
  else {
    state.newcomers.push(newcomer);
    state.working ??= work(parts);
  }
}

/** Takes up newcomers until none is left. */
async function work(parts: Parts): Promise<void> {
  const { state } = parts;
  while (state.newcomers.length > 0) {
    if (state.line !== null && countWaiting(state.line) > 0)
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    const taken = state.newcomers.splice(0);
    const places = await look(parts, taken.length).catch((error: unknown) => leaveAlone(parts, error));
    taken.forEach(({ resolve }, at) => {
      resolve(places === null ? admitAlone(parts) : { id: createId(), place: places[at] ?? null });
    });
  }
  state.working = null;
}

/** Moves the line on, and puts newcomers behind it. */
async function look(parts: Parts, newcomers: number): Promise<readonly (number | null)[]> {
  const { store, state } = parts;
  const { held, ...limits } = parts.limits();
  const now = { ...limits, calls: !held && !parts.isPressed() };
  let places: readonly (number | null)[] = [];
  state.line = await store.update((kept, clock) => {
    // A store that has lost the line goes on with what this process has seen of it.
    // What another version of the program has written may lack something.
    const moved = advance({ ...openLine(clock), ...(kept ?? state.line) }, clock, now);
    const joined = join(moved, newcomers, now, Math.random);
    places = joined.places;
    return joined.line;
  });
  state.seenAt = wallClock();
  if (state.isAway) parts.log.info('the store of the waiting room answers again');
  state.isAway = false;
  return places;
}

/** The line as it was a moment ago; asked for anew where that is too long. */
async function refresh(parts: Parts): Promise<void> {
  const { state } = parts;
  if (wallClock() - state.seenAt < FRESH_MS || isLeftAlone(parts)) return;
  state.working ??= look(parts, 0)
    .catch((error: unknown) => leaveAlone(parts, error))
    .then(() => {
      state.working = null;
      if (state.newcomers.length > 0) state.working = work(parts);
    });
  await state.working;
}

async function findStanding(parts: Parts, place: number): Promise<PlaceStanding | null> {
  await refresh(parts);
  const { line } = parts.state;
  if (line === null) return null;
  if (isGone(line, place)) return { state: 'gone' };
  if (isCalled(line, place)) return { state: 'called' };
  if (isLeftAlone(parts) && admitAlone(parts) !== null) return { state: 'called' };
  const ahead = countAhead(line, place);
  return { state: 'waiting', ahead, seconds: Math.ceil((ahead + 1) / parts.limits().rate) };
}

/** How often a place has served, this time included; where the store is away, as often as this process lets in alone. */
async function countUse(parts: Parts, id: string): Promise<number> {
  if (!isLeftAlone(parts)) {
    try {
      return await parts.store.countUse(id);
    } catch (error) {
      leaveAlone(parts, error);
    }
  }
  return admitAlone(parts) === null ? Number.POSITIVE_INFINITY : 1;
}

/** For the office: how it stands now. */
async function describe(parts: Parts) {
  await refresh(parts);
  const { line, isAway } = parts.state;
  const { rate, most, held } = parts.limits();
  const waiting = line === null ? 0 : countWaiting(line);
  const admitted = line === null ? 0 : countAdmitted(line);
  const inside = line === null ? 0 : countInside(line);
  return { waiting, admitted, inside, rate, most, held, isAway };
}

const createId = () => randomBytes(12).toString('base64url');

const isLeftAlone = ({ state }: Parts) => wallClock() < state.awayUntil;

function leaveAlone({ state, log, processes, limits }: Parts, error: unknown): null {
  if (!state.isAway) {
    const share = limits().rate / processes;
    log.error(
      { err: error, share },
      'the store of the waiting room does not answer: each process lets in its share',
    );
  }
  state.isAway = true;
  state.awayUntil = wallClock() + AWAY_MS;
  return null;
}

/** In at once, as far as the share of this process goes; null beyond it. */
function admitAlone({ state, limits, processes }: Parts): Ticket | null {
  const { rate, held } = limits();
  return !held && spend(state.alone, rate / processes) ? { id: createId(), place: null } : null;
}

/** Takes one out of a bucket that fills by `rate` a second and holds a second's worth. */
function spend(bucket: Bucket, rate: number): boolean {
  const now = wallClock();
  const earned = (rate * Math.max(0, now - bucket.at)) / 1000;
  bucket.budget = Math.min(Math.max(1, rate), bucket.budget + earned);
  bucket.at = now;
  if (bucket.budget < 1) return false;
  bucket.budget -= 1;
  return true;
}
