import type { Knex } from 'knex';
import { AppError } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import type { RulePack } from '../../rules/pack/rule-pack';
import { listDefaultWindows } from '../../rules/windows/default-windows';
import { type AuditEntry, insertAuditEntry } from '../audit/audit.repository';
import { insertWindows } from '../batches/window.repository';
import {
  insertRulePackVersion,
  listRulePackVersions,
  switchRulePack,
} from '../rule-packs/rule-pack-version.repository';
import type { PlannedSupplement } from './plan-supplement';
import { insertMadeSupplement } from './supplement.repository';

type SupplementAuthor = Pick<AuditEntry, 'actorKind' | 'actorId' | 'origin'>;

/** Puts the next version of a pack in force in place of the one that it was derived from. @returns its id */
export async function putVersionInForce(
  transaction: Knex.Transaction,
  before: RulePack,
  after: RulePack,
): Promise<number> {
  const active = (await listRulePackVersions(transaction)).find((one) => one.active);
  const id = await insertRulePackVersion(transaction, after);
  if (active === undefined || active.version !== before.version || active.code !== before.code || id === null)
    throw new AppError('conflict', 409);
  if ((await switchRulePack(transaction, active.id, id)) !== 2) throw new AppError('conflict', 409);
  return id;
}

interface MadeOf {
  readonly planRows: number;
  readonly reason: string;
  readonly approvedBy: string;
}

/**
 * Makes a 征集 in the transaction that brings its plan: pack, window and the lines of the log. Who has written the plan
 * counts its rows.
 */
export async function makeSupplement(
  transaction: Knex.Transaction,
  { before, base, pack, batch }: PlannedSupplement,
  by: SupplementAuthor,
  { planRows, reason, approvedBy }: MadeOf,
): Promise<void> {
  const packId = await putVersionInForce(transaction, before, pack);
  const windows = listDefaultWindows(pack, batch);
  await insertWindows(transaction, pack.code, windows);
  const madeBy = `${by.actorKind} ${by.actorId}`;
  const made = { packCode: pack.code, base: base.code, batch: batch.code, batchName: batch.name };
  await insertMadeSupplement(transaction, { ...made, packId, planRows, madeBy, approvedBy });
  const said = { reason, approvedBy };
  const [window] = windows;
  await insertAuditEntry(transaction, {
    ...by,
    action: 'makeSupplement',
    subjectKind: 'batch',
    subjectId: batch.code,
    detail: {
      ...said,
      base: base.code,
      rows: planRows,
      window:
        window === undefined ? '' : `${formatInstant(window.opensAt)}-${formatInstant(window.closesAt)}`,
    },
  });
  await insertAuditEntry(transaction, {
    ...by,
    action: 'activateRulePack',
    subjectKind: 'rulePack',
    subjectId: String(packId),
    detail: {
      ...said,
      before: `${before.code} ${before.version}`,
      after: `${pack.code} ${pack.version}`,
    },
  });
}
