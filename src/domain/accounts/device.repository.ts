import type { Knex } from 'knex';

/** Whether the owner of an account has proved who they are on this browser before. */
export async function isKnownDevice(db: Knex, accountId: number, device: string): Promise<boolean> {
  const row = await db('account_devices').where({ account_id: accountId, device }).first('device');
  return row !== undefined;
}

/** Records a browser on which the owner has proved who they are. */
export async function keepDevice(transaction: Knex, accountId: number, device: string): Promise<void> {
  if (device === '') return;
  await transaction('account_devices')
    .insert({ account_id: accountId, device })
    .onConflict(['account_id', 'device'])
    .ignore();
}

/** Forgets every browser but this one: after a new password each has to prove itself. */
export async function forgetOtherDevices(
  transaction: Knex,
  accountId: number,
  device: string,
): Promise<void> {
  await transaction('account_devices').where({ account_id: accountId }).whereNot({ device }).delete();
}
