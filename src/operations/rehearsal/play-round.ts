import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { planScopeOf } from '../../domain/choice-lists/standing';
import type { Reference } from '../../domain/reference/reference';
import { addClockShift, databaseClock } from '../../infrastructure/clock';
import { createWindowService } from '../../office/windows/window.service';
import { findBatchIneligibility } from '../../rules/filing/eligibility';
import type { Batch } from '../../rules/pack/rule-pack';
import { findEffectiveWindow, findPhase, getPermits } from '../../rules/windows/window-in-force';
import { giveUp, openForm, type Stage, saveAfterEnd, saveList } from './candidate-acts';
import { type ComposedList, composeList } from './compose-list';
import type { Player } from './players';
import type { Round } from './rounds';

const MINUTE_MS = 60_000;
/** Lists of one candidate in a round. */
const MOST_BATCHES = 2;
const LENGTHENED_MINUTES = 60;
/** As the pack has it, and a minute. */
const BEHIND_MS = MINUTE_MS;
/** A change of windows reaches every process within 2 seconds. */
const REFRESH_MS = 2_500;

export interface RoundParts {
  readonly stage: Stage;
  readonly reference: Reference;
  readonly players: readonly Player[];
  readonly round: Round;
  /** Which round of how many it is. */
  readonly turn: { readonly at: number; readonly of: number };
  /** Seconds within which everybody comes at an opening. */
  readonly rampSeconds: number;
}

/** How many did it, of how many who were to. */
export interface Share {
  readonly done: number;
  readonly of: number;
}

/** Puts business time to an instant. */
export async function moveClock(db: Knex, to: Date): Promise<void> {
  const now = await databaseClock.now(db);
  await addClockShift(db, Math.round((to.getTime() - now.getTime()) / 1000));
}

/** Everybody but those who come late, spread over the ramp. */
export async function playOpening(parts: RoundParts): Promise<Share> {
  const { stage, round, players, rampSeconds } = parts;
  await moveClock(stage.db, new Date(round.opensAt.getTime() + BEHIND_MS));
  const coming = players.filter(({ part }) => part !== 'comesLate' && part !== 'tooLate');
  return each(parts, coming, 0, async (player, batch, list, at) => {
    await sleep((at * rampSeconds * 1000) / coming.length, undefined, { signal: stage.signal });
    const form = await openForm(stage, player, batch.code);
    return form !== null && saveList(stage, player, batch.code, { form, list, failing: 'notSaved' });
  });
}

/** When the time between two saves is over, some save another list. */
export async function playModifying(parts: RoundParts): Promise<Share> {
  const { stage, players, round } = parts;
  const cooldown = Math.max(...round.batches.map(({ cooldownMinutes }) => cooldownMinutes));
  await addClockShift(stage.db, cooldown * 60 + BEHIND_MS / 1000);
  const modifying = players.filter(({ part }) => part === 'modifies');
  return each(parts, modifying, 7, async (player, batch, list) => {
    if (!player.told.has(batch.code)) return false;
    const form = await openForm(stage, player, batch.code);
    return form !== null && saveList(stage, player, batch.code, { form, list, failing: 'notModified' });
  });
}

/** Some give up what they had saved: each once in a season, since a phone is sent no second code within minutes. */
export async function playGivingUp(parts: RoundParts): Promise<Share> {
  const { stage, players, turn } = parts;
  const leaving = players.filter(
    ({ part, index }) => part === 'givesUp' && Math.floor(index / 10) % turn.of === turn.at,
  );
  const due = leaving.flatMap((player) => {
    const batch = parts.round.batches.find(({ code, abandonable }) => abandonable && player.told.has(code));
    return batch === undefined ? [] : [{ player, batch }];
  });
  const done = await Promise.all(due.map(({ player, batch }) => giveUp(stage, player, batch.code)));
  return { done: done.filter(Boolean).length, of: due.length };
}

/** The end is put off while it is near; behind the old one some come for the first time. */
export async function playLengthened(parts: RoundParts): Promise<Share> {
  const { stage, players, round } = parts;
  await moveClock(stage.db, new Date(round.closesAt.getTime() - 5 * MINUTE_MS));
  await lengthen(parts);
  await sleep(REFRESH_MS, undefined, { signal: stage.signal });
  await moveClock(stage.db, new Date(round.closesAt.getTime() + BEHIND_MS));
  const late = players.filter(({ part }) => part === 'comesLate');
  return each(parts, late, 0, async (player, batch, list) => {
    const form = await openForm(stage, player, batch.code);
    return form !== null && saveList(stage, player, batch.code, { form, list, failing: 'notSaved' });
  });
}

async function lengthen({ stage, round }: RoundParts): Promise<void> {
  const result = await createWindowService({ db: stage.db, clock: databaseClock, tokens: null }).change(
    { kind: 'operator', reason: 'zhiyuan rehearse' },
    {
      act: {
        batches: round.batches.map(({ code }) => code),
        scope: { kind: 'province' },
        change: { kind: 'lengthen', minutes: LENGTHENED_MINUTES },
      },
      ...{ seen: null, notice: null, confirmed: true },
    },
  );
  if (result.outcome !== 'done')
    stage.journal.note('notOffered', `${round.code}: lengthening ${result.outcome}`);
}

/** Some have the form open when the time ends, and send it a minute behind: nothing of it may be saved. */
export async function playAfterEnd(parts: RoundParts): Promise<Share> {
  const { stage, players, round } = parts;
  const end = round.closesAt.getTime() + LENGTHENED_MINUTES * MINUTE_MS;
  await moveClock(stage.db, new Date(end - 2 * MINUTE_MS));
  const tooLate = players.filter(({ part }) => part === 'tooLate');
  await each(parts, tooLate, 0, async (player, batch) => {
    const form = await openForm(stage, player, batch.code);
    if (form !== null) player.opened.set(batch.code, form);
    return form !== null;
  });
  await moveClock(stage.db, new Date(end + BEHIND_MS));
  return each(parts, tooLate, 0, (player, batch, list) =>
    player.opened.has(batch.code) ? saveAfterEnd(stage, player, batch.code, list) : Promise.resolve(false),
  );
}

/** Does it for each batch that each of them may fill by the rules and the plan, one batch after the other. */
async function each(
  parts: RoundParts,
  players: readonly Player[],
  variant: number,
  act: (player: Player, batch: Batch, list: ComposedList, at: number) => Promise<boolean>,
): Promise<Share> {
  let [done, of] = [0, 0];
  await Promise.all(
    players.map(async (player, at) => {
      for (const { batch, list } of listFillable(parts, player, variant)) {
        of += 1;
        if (await act(player, batch, list, at)) done += 1;
      }
    }),
  );
  return { done, of };
}

/** The batches of a round that somebody may fill at its opening, with a list for each; of a group that excludes its others, one. */
function listFillable({ reference, round }: RoundParts, player: Player, variant: number) {
  const { calendar } = reference;
  const found: { batch: Batch; list: ComposedList }[] = [];
  const groups = new Set<string>();
  const opening = new Date(round.opensAt.getTime() + BEHIND_MS);
  for (const batch of round.batches) {
    const window = findEffectiveWindow(calendar.listWindows(batch.code), player.facts);
    const isOpen =
      window !== null && findPhase(window, opening) === 'open' && getPermits(window, opening).create;
    const audiences = calendar.listAudiences(batch.code);
    const group = batch.exclusiveGroup ?? batch.code;
    const barred =
      groups.has(group) || found.some((one) => one.batch.excludes?.includes(batch.code) === true);
    if (!isOpen || barred || findBatchIneligibility(batch, player.facts, audiences) !== null) continue;
    const scope = planScopeOf(batch, player.candidate);
    const list = composeList(reference, batch, player.facts, scope, player.index * 3 + variant);
    if (list === null) continue;
    groups.add(group);
    found.push({ batch, list });
    if (found.length === MOST_BATCHES) break;
  }
  return found;
}
