import type { Knex } from 'knex';
import { grantAndTell } from '../../domain/granted-saves/grant-and-tell';
import type { Cipher } from '../../infrastructure/security/cipher';
import { findBatch } from '../../rules/filing/groups';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { ConcernedList } from './concerned-list';
import { presentFate } from './consequence.presenter';

/** What a mail names of a list; beyond it the number. */
const MAX_NAMED = 5;

interface ToldRules {
  /** In force from now on, with its windows. */
  readonly pack: RulePack;
  readonly now: Date;
  readonly concerned: readonly ConcernedList[];
}

/**
 * Tells each owner of a list that is worse off under the new rules what is, and gives a save while the batch may be
 * filed, but to those who may not file it any more: up to 500 in the transaction of the change; of more, the transaction
 * writes down whom, and they are told and given the save behind its commit (`grantAndTellPending`).
 */
export function tellConcerned(
  transaction: Knex.Transaction,
  cipher: Cipher,
  { pack, now, concerned }: ToldRules,
): Promise<void> {
  const owners = concerned.map(({ candidateId, group, batch, fate }) => ({
    candidateId,
    group,
    batch,
    mayFile: fate.why !== 'notEligible',
    values: { batch: findBatch(pack, batch)?.name ?? batch, changes: presentFate(fate, MAX_NAMED) },
  }));
  return grantAndTell(transaction, cipher, owners, { pack, kind: 'rulesChanged', at: now });
}
