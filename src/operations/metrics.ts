import { createServer } from 'node:http';
import type { AlarmKind, AlarmRow } from '../domain/credentials/alarm.repository';
import type { SprayAlarms } from '../domain/credentials/spray-alarms';
import type { BackupSettings } from '../infrastructure/config/config';
import type { Logger } from '../infrastructure/logger';
import { type AdmissionCount, listAdmissionCounts } from '../infrastructure/security/admission-counts';
import { type BackupAges, measureBackups } from './backup-findings';

interface MetricsParts {
  readonly alarms: SprayAlarms;
  readonly log: Logger;
  /** Of the embedded database; null: there are none. */
  readonly backups: BackupSettings | null;
}

const kinds: readonly AlarmKind[] = ['samePassword', 'oneNetwork', 'everywhere'];

/** Metrics as Prometheus reads them: text, no candidate in any label. */
function writeMetrics(
  alarms: readonly AlarmRow[],
  counts: readonly AdmissionCount[],
  backups: BackupAges | null,
): string {
  const active = kinds.map((kind) => {
    const on = alarms.some((alarm) => alarm.kind === kind && alarm.inForce);
    return `zhiyuan_alarm_active{kind="${kind}"} ${on ? 1 : 0}`;
  });
  const tries = counts.map(
    ({ purpose, outcome, count }) =>
      `zhiyuan_tries_total{purpose="${purpose}",outcome="${outcome}"} ${count}`,
  );
  return [
    '# HELP zhiyuan_alarm_active Whether passwords are tried in bulk.',
    '# TYPE zhiyuan_alarm_active gauge',
    ...active,
    '# HELP zhiyuan_tries_total What was counted before it was done, by this process.',
    '# TYPE zhiyuan_tries_total counter',
    ...tries,
    ...writeAges(backups),
    '',
  ].join('\n');
}

/** A backup that there is not yet has no age: `absent()` tells of it. */
function writeAges(backups: BackupAges | null): readonly string[] {
  if (backups === null) return [];
  const of = { base: 'the last copy of the database ended', wal: 'WAL was last brought to the backups' };
  return (['base', 'wal'] as const).flatMap((what) => {
    const name = `zhiyuan_backup_${what}_age_seconds`;
    const age = backups[what];
    return [
      `# HELP ${name} Seconds since ${of[what]}.`,
      `# TYPE ${name} gauge`,
      ...(age === null ? [] : [`${name} ${age.toFixed(0)}`]),
    ];
  });
}

/** Answers `/metrics` on a port of its own of 127.0.0.1: nobody outside the machine reads it. */
export async function startMetrics(
  { alarms, log, backups }: MetricsParts,
  port: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = createServer((req, res) => {
    if (req.method !== 'GET' || req.url !== '/metrics') {
      res.writeHead(404).end();
      return;
    }
    Promise.all([alarms.list(), backups === null ? null : measureBackups(backups)]).then(
      ([rows, ages]) => {
        res.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
        res.end(writeMetrics(rows, listAdmissionCounts(), ages));
      },
      (error: unknown) => {
        log.warn({ err: error }, 'metrics could not be read');
        res.writeHead(503, { 'Retry-After': '5' }).end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
