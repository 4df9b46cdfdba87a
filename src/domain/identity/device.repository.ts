import type { Knex } from 'knex';
import { defineStatement } from '../../infrastructure/database/statement';

/** Stands for all browsers that were forgotten, so that the next sign-in is not taken for the very first; no browser's mark is so short. */
const FORGOTTEN = 'forgotten';

/** Whether the candidate has proved who they are on this browser before. */
export async function isTrustedDevice(db: Knex, candidateId: number, device: string): Promise<boolean> {
  return (
    (await db('trusted_devices').where({ candidate_id: candidateId, device }).first('device')) !== undefined
  );
}

/** Records a browser on which the candidate has proved who they are. */
export async function trustDevice(db: Knex, candidateId: number, device: string): Promise<void> {
  await db('trusted_devices')
    .insert({ candidate_id: candidateId, device })
    .onConflict(['candidate_id', 'device'])
    .ignore();
}

/**
 * Trusts the browser of the very first sign-in, where its session is the candidate's: $1 candidate, $2 device,
 * $3 session. A later browser has to prove itself.
 */
export const trustFirstDevice = defineStatement(
  `insert into trusted_devices (candidate_id, device)
   select candidate_id, $2 from credentials where candidate_id = $1 and session_id = $3
     and not exists (select from trusted_devices where candidate_id = $1)
   on conflict do nothing`,
);

/** Forgets every browser, after the owner has disputed an act: from now on each has to prove itself. */
export async function forgetDevices(db: Knex, candidateId: number): Promise<void> {
  await db('trusted_devices').where({ candidate_id: candidateId }).delete();
  await trustDevice(db, candidateId, FORGOTTEN);
}
