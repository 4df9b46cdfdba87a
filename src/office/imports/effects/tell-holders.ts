import type { Knex } from 'knex';
import { grantAndTell } from '../../../domain/granted-saves/grant-and-tell';
import { awaitReaders } from '../../../infrastructure/database/reference-watch';
import type { Cipher } from '../../../infrastructure/security/cipher';
import { findBatch } from '../../../rules/filing/groups';
import type { RulePack } from '../../../rules/pack/rule-pack';
import type { ImportKind } from '../kind';
import type { Stake } from './effect';
import { describeEffect } from './effect.presenter';
import { gatherOwners, listOwnerEffects, type OwnerEffects } from './effect.repository';

const AT_ONCE = 1000;
/** The records that a mail names; beyond them their number. */
const MAX_NAMED = 5;

interface ToldImport {
  readonly kind: ImportKind;
  readonly pack: RulePack;
  readonly now: Date;
  readonly stake: Stake | null;
}

/**
 * Tells everyone in whose filed list a removed or changed record stands, or whose own record it is, and gives each one
 * save while the batch may be filed, as a change of one plan row does; in the transaction of the import.
 */
export async function tellHolders(
  transaction: Knex.Transaction,
  cipher: Cipher,
  told: ToldImport,
): Promise<void> {
  const { pack, now, stake } = told;
  if (stake === null || stake.held === 0) return;
  // A list that is being saved now is found, or is refused behind the commit.
  await awaitReaders(transaction);
  await gatherOwners(transaction, MAX_NAMED);
  for (let after = 0; ; ) {
    const owners = await listOwnerEffects(transaction, after, AT_ONCE);
    if (owners.length === 0) return;
    const concerned = owners.map((owner) => ({
      ...owner,
      mayFile: true,
      values: describeOwner(told, owner),
    }));
    await grantAndTell(transaction, cipher, concerned, {
      pack,
      kind: ABOUT_CANDIDATES.includes(told.kind.code) ? 'factsChanged' : 'planChanged',
      at: now,
    });
    after = owners.at(-1)?.ordinal ?? after;
  }
}

/** Kinds of list that say something of candidates, not of what they choose. */
const ABOUT_CANDIDATES: readonly string[] = ['candidates', 'qualifications', 'scores', 'fileStates'];

function describeOwner({ kind, pack }: ToldImport, owner: OwnerEffects) {
  const isAbout = ABOUT_CANDIDATES.includes(kind.code);
  const say = (effect: OwnerEffects['effects'][number]) => {
    if (!isAbout && (effect.gone || effect.act === 'removed')) return '此计划已撤销，不再招生';
    return describeEffect(kind, pack, effect);
  };
  const [first, ...others] = owner.effects;
  const lines = others.map((effect) => (isAbout ? say(effect) : `${effect.subject}：${say(effect)}`));
  const rest = owner.count - owner.effects.length;
  return {
    batch: findBatch(pack, owner.batch)?.name ?? owner.batch,
    plan: first?.subject ?? '',
    list: kind.name,
    changes: [
      first === undefined ? '' : say(first),
      ...lines,
      ...(rest > 0 ? [`还有${rest}项，请登录平台查看`] : []),
    ].join('；'),
  };
}
