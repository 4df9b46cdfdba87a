import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { RulePack } from '../../../rules/pack/rule-pack';
import type { ImportKind, KindRun } from '../kind';
import type { Stake } from './effect';
import { countWeighed, createWeighing, isAnyOpen, keepEffects } from './effect.repository';

/** The most records that are listed; all are counted. */
const MAX_LISTED = 50_000;

interface WeighedImport {
  readonly kind: ImportKind;
  readonly run: KindRun;
  readonly pack: RulePack;
  readonly now: Date;
  /** Of the file. */
  readonly hash: string;
  /** What it makes a 征集 of, and into which pack; null: nothing. */
  readonly supplement: { readonly mark: string; readonly rows: number } | null;
}

/** Finds out what an import does to records that stand, and lists them; null where it does nothing to any. */
export async function weighImport(
  db: Knex,
  transaction: Knex.Transaction,
  { kind, run, pack, now, hash, supplement }: WeighedImport,
): Promise<Stake | null> {
  await createWeighing(transaction);
  const { existing, batches } = await run.weigh(transaction);
  const { fingerprint, ...counts } = await countWeighed(transaction);
  if (counts.removed + counts.changed === 0 && supplement === null) return null;
  const open = await isAnyOpen(transaction, pack.code, batches, now);
  const kept = await keepEffects(db, transaction, MAX_LISTED);
  const marked = [kind.code, hash, fingerprint, ...(supplement === null ? [] : [supplement.mark])];
  const mark = createHash('sha256').update(marked.join('\n')).digest('hex');
  const remaining = supplement === null ? {} : { remaining: supplement.rows };
  return { existing, ...counts, open, mark, ...remaining, ...kept };
}
