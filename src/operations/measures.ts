import type { Knex } from 'knex';
import { Counter, collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import type { AlarmKind } from '../domain/credentials/alarm.repository';
import type { SprayAlarms } from '../domain/credentials/spray-alarms';
import type { Reference } from '../domain/reference/reference';
import type { WaitingRoom } from '../domain/waiting-room/waiting-room';
import type { BackupSettings } from '../infrastructure/config/config';
import type { Watched } from '../infrastructure/database/reference-watch';
import { listAdmissionCounts } from '../infrastructure/security/admission-counts';
import type { PasswordHasher } from '../infrastructure/security/password-hasher';
import { measureBackups } from './backup-findings';
import { createLook } from './look-around';

export interface MeasuredParts {
  readonly db: Knex;
  readonly arrivalsDb: Knex;
  readonly officeDb: Knex;
  readonly hasher: PasswordHasher;
  readonly alarms: SprayAlarms;
  readonly reference: Watched<Reference>;
  readonly waitingRoom: WaitingRoom;
  /** Of the embedded database; null: there are none. */
  readonly backups: BackupSettings | null;
}

export const alarmKinds: readonly AlarmKind[] = ['samePassword', 'oneNetwork', 'everywhere', 'drift'];

/** What is measured when it is asked for, of this process and of the installation. */
export function registerMeasures(registry: Registry, parts: MeasuredParts): void {
  collectDefaultMetrics({ register: registry });
  registerPools(registry, parts);
  registerQueues(registry, parts);
  registerInstallation(registry, parts);
  if (parts.backups !== null) registerBackups(registry, parts.backups);
}

interface Pool {
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
}

/** The connections of a pool, and who waits for one. */
export const poolOf = (knex: Knex) => knex.client.pool as Pool;

function registerPools(registry: Registry, { db, arrivalsDb, officeDb }: MeasuredParts): void {
  const pools = [
    ['candidates', db],
    ['arrivals', arrivalsDb],
    ['office', officeDb],
  ] as const;
  addGauge(registry, {
    name: 'db_client_connection_count',
    help: 'Connections to the database, by pool and state.',
    labels: ['db_client_connection_pool_name', 'db_client_connection_state'],
    measure: () =>
      pools.flatMap(([name, knex]) => [
        [
          { db_client_connection_pool_name: name, db_client_connection_state: 'used' },
          poolOf(knex).numUsed(),
        ],
        [
          { db_client_connection_pool_name: name, db_client_connection_state: 'idle' },
          poolOf(knex).numFree(),
        ],
      ]),
  });
  addGauge(registry, {
    name: 'db_client_connection_pending_requests',
    help: 'Requests that wait for a connection to the database.',
    labels: ['db_client_connection_pool_name'],
    measure: () =>
      pools.map(([name, knex]) => [
        { db_client_connection_pool_name: name },
        poolOf(knex).numPendingAcquires(),
      ]),
  });
}

function registerQueues(registry: Registry, { hasher, waitingRoom }: MeasuredParts): void {
  addGauge(registry, {
    name: 'zhiyuan_password_hashes_waiting',
    help: 'Passwords that wait to be hashed by this process, by queue.',
    labels: ['queue'],
    measure: () => hasher.listWaiting().map(({ queue, waiting }) => [{ queue }, waiting]),
  });
  addGauge(registry, {
    name: 'zhiyuan_sign_in_line',
    help: 'Candidates who wait in line before signing in, of the installation.',
    labels: [],
    measure: async () => [[{}, (await waitingRoom.describe()).waiting]],
  });
  new Counter({
    name: 'zhiyuan_tries_total',
    help: 'What was counted before it was done, by this process.',
    labelNames: ['purpose', 'outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { purpose, outcome, count } of listAdmissionCounts()) this.inc({ purpose, outcome }, count);
    },
  });
}

function registerInstallation(registry: Registry, { officeDb, alarms, reference }: MeasuredParts): void {
  const look = createLook(officeDb);
  const ofLook = [
    ['zhiyuan_open_windows', 'Windows in which candidates may file now.', 'openWindows'],
    ['zhiyuan_outbox_oldest_seconds', 'How long the message that is due longest has waited.', 'outboxAge'],
    [
      'zhiyuan_ledger_oldest_seconds',
      'How long the oldest save waits to be taken into the ledger.',
      'ledgerAge',
    ],
  ] as const;
  for (const [name, help, what] of ofLook)
    addGauge(registry, { name, help, labels: [], measure: async () => [[{}, (await look())[what]]] });
  addGauge(registry, {
    name: 'zhiyuan_watch_age_seconds',
    help: 'Since zhiyuan watch has looked at everything; none where it never did.',
    labels: [],
    measure: async () => {
      const { watchAge } = await look();
      return watchAge === null ? [] : [[{}, watchAge]];
    },
  });
  addGauge(registry, {
    name: 'zhiyuan_switch_on',
    help: 'Whether a switch of the exam office is on.',
    labels: ['switch'],
    measure: () =>
      Object.entries(reference.current().switches).map(([name, on]) => [{ switch: name }, on ? 1 : 0]),
  });
  addGauge(registry, {
    name: 'zhiyuan_alarm_active',
    help: 'Whether passwords are tried in bulk, or data do not go together.',
    labels: ['kind'],
    measure: async () => {
      const rows = await alarms.list();
      const isOn = (kind: AlarmKind) => rows.some((alarm) => alarm.kind === kind && alarm.inForce);
      return alarmKinds.map((kind) => [{ kind }, isOn(kind) ? 1 : 0]);
    },
  });
}

/** A backup that there is not yet has no age: `absent()` tells of it. */
function registerBackups(registry: Registry, backups: BackupSettings): void {
  const ages = [
    ['base', 'the last copy of the database ended'],
    ['wal', 'WAL was last brought to the backups'],
  ] as const;
  for (const [what, since] of ages)
    addGauge(registry, {
      name: `zhiyuan_backup_${what}_age_seconds`,
      help: `Seconds since ${since}.`,
      labels: [],
      measure: async () => {
        const age = (await measureBackups(backups))[what];
        return age === null ? [] : [[{}, Math.round(age)]];
      },
    });
}

type Measured = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];

interface GaugePlan {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  measure(): Measured | Promise<Measured>;
}

function addGauge(registry: Registry, { name, help, labels, measure }: GaugePlan): void {
  new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    async collect() {
      const measured = await measure();
      this.reset();
      if (labels.length === 0 && measured.length === 0) this.remove();
      for (const [of, value] of measured) this.set(of, value);
    },
  });
}
