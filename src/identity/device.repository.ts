import type { Knex } from 'knex';
import { defineStatement } from '../db/statement';

/** Stands for all browsers that were forgotten, so that the next sign-in is not taken for the very first; no browser's mark is so short. */
const FORGOTTEN = 'forgotten';

/** Whether the candidate has proved who they are on this browser before. */
export async function isTrustedDevice(db: Knex, candidateId: number, device: string): Promise<boolean> {
  return (
    (await db('trusted_devices').where({ candidate_id: candidateId, device }).first('device')) !== undefined
  );
}

/** Notes a browser on which the candidate has proved who they are. */
export async function trustDevice(db: Knex, candidateId: number, device: string): Promise<void> {
  await db('trusted_devices')
    .insert({ candidate_id: candidateId, device })
    .onConflict(['candidate_id', 'device'])
    .ignore();
}

const trustFirst = defineStatement(
  `insert into trusted_devices (candidate_id, device)
   select $1, $2 where not exists (select from trusted_devices where candidate_id = $1)
   on conflict do nothing`,
);

/** Trusts the browser of the very first sign-in; a later one has to prove itself. */
export async function trustFirstDevice(db: Knex, candidateId: number, device: string): Promise<void> {
  await trustFirst(db, [candidateId, device]);
}

/** Forgets every browser, after the owner has disputed an act: from now on each has to prove itself. */
export async function forgetDevices(db: Knex, candidateId: number): Promise<void> {
  await db('trusted_devices').where({ candidate_id: candidateId }).delete();
  await trustDevice(db, candidateId, FORGOTTEN);
}
