import type { Knex } from 'knex';
import { type Switches, type SwitchName, type SwitchState, switchNames } from './switch';

/** All switches, in the order in which they are shown. */
export async function listSwitches(db: Knex): Promise<SwitchState[]> {
  const rows: SwitchState[] = await db('switches').select({
    name: 'name',
    on: 'is_on',
    changedAt: 'changed_at',
  });
  return switchNames.flatMap((name) => rows.find((row) => row.name === name) ?? []);
}

/** Which switches are on, as one value to keep in memory. */
export async function loadSwitches(db: Knex): Promise<Switches> {
  const on = new Set((await listSwitches(db)).filter((row) => row.on).map(({ name }) => name));
  return {
    readOnly: on.has('readOnly'),
    stopSaves: on.has('stopSaves'),
    noSignIns: on.has('noSignIns'),
    holdSignIns: on.has('holdSignIns'),
  };
}

/** Whether 只能查看 is on, or was until less than so many minutes ago. */
export async function wasReadOnlyWithin(db: Knex, minutes: number): Promise<boolean> {
  const row = await db('switches')
    .where({ name: 'readOnly' satisfies SwitchName })
    .whereRaw('(is_on or changed_at > clock_timestamp() - make_interval(mins => ?))', [minutes])
    .first('name');
  return row !== undefined;
}

/** Turns a switch, provided that it does not stand so already. @returns rows changed. */
export async function setSwitch(
  transaction: Knex.Transaction,
  name: SwitchName,
  on: boolean,
): Promise<number> {
  return transaction('switches')
    .where({ name, is_on: !on })
    .update({ is_on: on, changed_at: transaction.fn.now() });
}
