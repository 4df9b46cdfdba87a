import type { Knex } from 'knex';

export type FactorKind = 'wechat' | 'alipay';

/** A WeChat or Alipay that is bound, or was. */
export interface AccountFactor {
  readonly kind: FactorKind;
  readonly boundAt: Date;
}

/** What is bound now. */
export async function listFactors(db: Knex, accountId: number): Promise<AccountFactor[]> {
  return db('account_factors')
    .where({ account_id: accountId })
    .whereNull('unbound_at')
    .orderBy('id')
    .select({ kind: 'kind', boundAt: 'bound_at' });
}
