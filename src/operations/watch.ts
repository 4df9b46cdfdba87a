import type { Knex } from 'knex';
import { insertAuditEntry, OPERATOR } from '../domain/audit/audit.repository';
import { insertAlarm } from '../domain/credentials/alarm.repository';
import type { ChainPosition } from '../domain/ledger/verify-versions';
import { setSwitch } from '../domain/switches/switch.repository';
import { wallClock } from '../infrastructure/clock';
import { type Drift, findDrift } from './find-drift';

/** An alarm goes on for this long once nothing more is seen. */
const CALM_MINUTES = 30;

/** What a look has seen and done. */
interface Sight {
  readonly drifts: readonly Drift[];
  readonly tookMs: number;
  /** Whether this look has turned 暂停保存志愿 on. */
  readonly stopped: boolean;
}

/**
 * Made once: looks at everything again and again, and computes the hashes of old versions anew in turn. `stops`: where
 * something does not go together, saves are stopped on all nodes until somebody has looked.
 */
export function createWatch(db: Knex, stops: boolean): () => Promise<Sight> {
  let position: ChainPosition | null = null;
  return async () => {
    const began = wallClock();
    const look = await findDrift(db, position);
    position = look.position;
    const tookMs = wallClock() - began;
    const { drifts } = look;
    const stopped = await db.transaction(async (transaction) => {
      const seen = {
        looked_at: transaction.raw('clock_timestamp()'),
        took_ms: tookMs,
        drifts: drifts.length,
      };
      await transaction('watch_looks').insert(seen).onConflict('only_row').merge();
      return drifts.length === 0 ? false : raise(transaction, drifts, stops);
    });
    return { drifts, tookMs, stopped };
  };
}

/** The alarm, once; its line in the log; the switch. All of it or nothing. @returns whether saves were stopped by it */
async function raise(
  transaction: Knex.Transaction,
  drifts: readonly Drift[],
  stops: boolean,
): Promise<boolean> {
  const kinds = [...new Set(drifts.map(({ kind }) => kind))].sort();
  const detail = { drift: kinds.join(', '), count: drifts.length };
  if (await insertAlarm(transaction, 'drift', CALM_MINUTES, { ...detail, first: drifts[0]?.subject }))
    await insertAuditEntry(transaction, {
      ...OPERATOR,
      actorId: 'zhiyuan watch',
      action: 'seeDrift',
      subjectKind: 'installation',
      subjectId: 'drift',
      detail,
    });
  if (!stops || (await setSwitch(transaction, 'stopSaves', true)) !== 1) return false;
  await insertAuditEntry(transaction, {
    ...OPERATOR,
    actorId: 'zhiyuan watch',
    action: 'switchOn',
    subjectKind: 'switch',
    subjectId: 'stopSaves',
    detail: { ...detail, reason: '数据核对不一致' },
  });
  return true;
}
