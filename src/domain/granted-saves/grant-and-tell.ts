import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { MailValues } from '../mailbox/mail.presenter';
import { tellEach } from '../messages/tell-each';
import { grantOneSaveEach } from './holder.repository';
import {
  insertPendingTellings,
  type Telling,
  type ToldAct,
  takePendingTellings,
} from './pending-telling.repository';
import { listOpenBatchesOf, SAVE_GRANTED } from './still-open';

/** The owner of a filed list that an act of the office concerns. */
interface ListOwner {
  readonly candidateId: number;
  /** Quota group and batch of the list. */
  readonly group: string;
  readonly batch: string;
  /** Whether a save is given while the batch may be filed. */
  readonly mayFile: boolean;
  /** What the mail says; `grant` is added. */
  readonly values: MailValues;
}

/** So many are told within the act; more of them behind its commit, so that nobody's save waits for it. */
const TOLD_WITHIN = 500;
const AT_ONCE = 500;

/**
 * Tells each owner of a filed list of an act, and gives one save (rules/filing/save-quota) where the batch may still be
 * filed: up to 500 in the transaction of the act; of more, the transaction only writes down whom, and `grantAndTellPending` does
 * it behind the commit. `pack`: the one in force from now on.
 */
export async function grantAndTell(
  transaction: Knex.Transaction,
  cipher: Cipher,
  owners: readonly ListOwner[],
  { pack, ...act }: ToldAct & { readonly pack: RulePack },
): Promise<void> {
  const open = await listOpenBatchesOf(transaction, pack, owners, act.at);
  const tellings = owners.map(({ candidateId, group, batch, mayFile, values }): Telling => {
    const granted = mayFile && open.has(batch);
    return {
      candidateId,
      grantedGroup: granted ? group : null,
      values: { ...values, grant: granted ? SAVE_GRANTED : '' },
    };
  });
  if (tellings.length <= TOLD_WITHIN) return tellNow(transaction, cipher, act, tellings);
  for (let from = 0; from < tellings.length; from += AT_ONCE)
    await insertPendingTellings(transaction, act, tellings.slice(from, from + AT_ONCE));
}

async function tellNow(
  transaction: Knex.Transaction,
  cipher: Cipher,
  act: ToldAct,
  tellings: readonly Telling[],
): Promise<void> {
  const granted = tellings.flatMap(({ candidateId, grantedGroup }) =>
    grantedGroup === null ? [] : [{ candidateId, group: grantedGroup }],
  );
  if (granted.length > 0) await grantOneSaveEach(transaction, granted, act.at);
  await tellEach(transaction, cipher, tellings, act);
}

/** Tells those who wait, some at a time, each group in one transaction. `goesOn` is asked before each. */
export async function grantAndTellPending(
  { db, cipher }: { readonly db: Knex; readonly cipher: Cipher },
  goesOn: () => boolean,
): Promise<void> {
  for (let taken = AT_ONCE; taken === AT_ONCE && goesOn(); )
    taken = await db.transaction(async (transaction) => {
      const tellings = await takePendingTellings(transaction, AT_ONCE);
      const acts = new Map(tellings.map((one) => [`${one.kind}|${one.at.getTime()}`, one]));
      for (const [key, act] of acts) {
        const own = tellings.filter(({ kind, at }) => `${kind}|${at.getTime()}` === key);
        await tellNow(transaction, cipher, act, own);
      }
      return tellings.length;
    });
}
