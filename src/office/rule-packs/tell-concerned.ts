import type { Knex } from 'knex';
import { grantSavesWhileOpen, SAVE_GRANTED } from '../../domain/granted-saves/grant-saves';
import { tellEach } from '../../domain/messages/tell-each';
import type { Cipher } from '../../infrastructure/security/cipher';
import { findBatch } from '../../rules/filing/groups';
import type { RulePack } from '../../rules/rule-pack';
import type { ConcernedList } from './concerned-list';
import { presentFate } from './consequence.presenter';

const AT_ONCE = 1000;
/** What a mail names of a list; beyond it the number. */
const MOST_NAMED = 5;

interface ToldRules {
  /** In force from now on, with its windows. */
  readonly pack: RulePack;
  readonly now: Date;
  readonly concerned: readonly ConcernedList[];
}

/**
 * Tells each owner of a list that is worse off under the new rules what is, and gives a save while the batch may be
 * filed, but to those who may not file it any more; in the transaction of the change.
 */
export async function tellConcerned(
  transaction: Knex.Transaction,
  cipher: Cipher,
  { pack, now, concerned }: ToldRules,
): Promise<void> {
  for (let from = 0; from < concerned.length; from += AT_ONCE) {
    const lists = concerned.slice(from, from + AT_ONCE);
    const able = lists.filter(({ fate }) => fate.why !== 'notEligible');
    const granted = await grantSavesWhileOpen(transaction, pack, able, now);
    const events = lists.map(({ candidateId, batch, fate }) => ({
      candidateId,
      values: {
        batch: findBatch(pack, batch)?.name ?? batch,
        changes: presentFate(fate, MOST_NAMED),
        grant: fate.why !== 'notEligible' && granted.has(batch) ? SAVE_GRANTED : '',
      },
    }));
    await tellEach(transaction, cipher, events, { kind: 'rulesChanged', at: now });
  }
}
