import type { EnvironmentName } from '../infrastructure/config/config';
import type { MinuteFigures } from '../rules/alerts/measured-minute';
import { measureBackups } from './backup-findings';
import { lookAround } from './look-around';
import { alarmKinds, type MeasuredParts } from './measures';

export interface CommonParts extends MeasuredParts {
  /** The database is this installation's own, and so are its copies. */
  readonly embedded: boolean;
  readonly environment: EnvironmentName;
}

/** What all processes have in common, at this moment. */
export async function measureInstallation(parts: CommonParts): Promise<MinuteFigures> {
  const { officeDb, waitingRoom, reference, alarms } = parts;
  const { watchAge, ...look } = await lookAround(officeDb);
  const { switches } = reference.current();
  const rows = await alarms.list();
  const inForce = (kind: string) => rows.some((alarm) => alarm.kind === kind && alarm.inForce);
  const isStopped = (switches.stopSaves || switches.readOnly) && look.openWindows > 0;
  const measured = {
    ...look,
    ...(watchAge === null ? {} : { watchAge }),
    line: (await waitingRoom.describe()).waiting,
    filingStopped: Number(isStopped),
    ...Object.fromEntries(Object.entries(switches).map(([name, on]) => [`switch/${name}`, Number(on)])),
    ...Object.fromEntries(
      alarmKinds.map((kind) => [kind === 'drift' ? kind : `alarm/${kind}`, Number(inForce(kind))]),
    ),
    ...(await measureAges(parts)),
  };
  return { counts: {}, durations: [], highest: measured, lowest: measured };
}

/** Where others keep the database, they keep its copies. */
async function measureAges({ backups, embedded, environment }: CommonParts) {
  if (!embedded) return {};
  // A demo may go without, and says so.
  if (backups === null) return { 'backup/never': 1, 'backup/none': Number(environment === 'live') };
  const { base, wal } = await measureBackups(backups);
  return {
    'backup/none': Number(base === null),
    ...(base === null ? {} : { 'backup/base': base }),
    ...(wal === null ? {} : { 'backup/wal': wal }),
  };
}
