import { gzipSync } from 'node:zlib';
import type { Knex } from 'knex';
import { collectClosers } from './closers';
import { openContest } from './contest';
import { openWorldDatabase } from './database';
import { exchange } from './exchange';
import type { BenchCandidate } from './population';
import { startApp } from './processes';
import { countUsed, measureForm, measureSave } from './subjects';
import { GROUPS, populate, recordOrders } from './world';

/** Requests of a round: each page has 48 choices of six majors. */
const ROUND = { form: 200, save: 200 };

/** Gives the draft of one candidate to others. */
async function copyDraft(knex: Knex, from: BenchCandidate, to: readonly BenchCandidate[]): Promise<void> {
  await knex.raw(
    `insert into application_drafts
     select (jsonb_populate_record(d, jsonb_build_object('candidate_id', other.id))).*
       from application_drafts d cross join unnest(?::bigint[]) as other (id) where d.candidate_id = ?`,
    [to.map(({ id }) => id), from.id],
  );
}

/** The longest form of 3+1+2, 48 groups of six majors, filled: its page and its save. */
export async function measureGroups(): Promise<void> {
  const database = await openWorldDatabase('henan-2026');
  const closers = collectClosers();
  closers.push(database.close);
  try {
    const { knex, url } = database;
    const recorded = await startApp(url, { recorded: true });
    closers.push(recorded.stop);
    const world = await populate(knex, recorded.url, 2 + countUsed(ROUND.form, ROUND.save), GROUPS);
    const { candidates } = world;
    const [, second] = candidates;
    if (second === undefined) throw new Error('nobody to record');
    await exchange(recorded.url, world.planDraft(second), 200);
    await copyDraft(knex, second, candidates.slice(2, 2 + ROUND.form));
    const orders = await recordOrders(recorded, url, world, []);
    const compressed = gzipSync(orders.form.answer.body).length;
    console.log(`form of 48 groups, filled: ${(compressed / 1024).toFixed(1)} KB compressed, at most 40`);
    await recorded.stop();
    const parts = await openContest(url, world, orders, closers);
    await measureForm(parts, { name: 'form page of 48 groups, filled', round: ROUND.form });
    await measureSave(parts, { name: 'save of 48 groups', round: ROUND.save });
  } finally {
    await closers.closeAll();
  }
}
