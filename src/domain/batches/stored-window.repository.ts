import type { Knex } from 'knex';
import type { StoredWindow } from '../../rules/windows/change-windows';
import type { Window } from '../../rules/windows/window-in-force';
import { selectWindowColumns, toWindow, toWindowRow, type WindowRow } from './window.repository';

/** Windows of a pack with their rows' ids, in the order in which they were made. */
export async function listStoredWindows(db: Knex, packCode: string): Promise<StoredWindow[]> {
  const { rows } = await db.raw<{ rows: (WindowRow & { id: number })[] }>(
    `select id, ${selectWindowColumns} from windows where pack_code = ? order by id`,
    [packCode],
  );
  return rows.map((row) => ({ id: Number(row.id), ...toWindow(row) }));
}

/** Lets nobody else change windows until the transaction ends; candidates read on. */
export async function lockWindows(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw('lock table windows in share row exclusive mode');
}

/** Puts a window in the place of a row, provided that the row still ends when it was seen to. @returns rows changed. */
export async function updateWindow(
  transaction: Knex.Transaction,
  packCode: string,
  before: StoredWindow,
  after: Window,
): Promise<number> {
  return transaction('windows')
    .where({ id: before.id, opens_at: before.opensAt, closes_at: before.closesAt })
    .whereRaw('sessions::text = ?', [JSON.stringify(before.sessions ?? [])])
    .update(toWindowRow(packCode, after));
}

/** Takes one window away. @returns rows changed. */
export async function deleteWindow(transaction: Knex.Transaction, id: number): Promise<number> {
  return transaction('windows').where({ id }).delete();
}
