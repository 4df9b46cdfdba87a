import type { TestApp } from './test-app';

/** Lets 秦知远 claim his number anew: taken2020 owns it, qinzhiyuan is unproved, all sessions stand, nothing was tried. */
export async function restoreClaim(app: TestApp): Promise<void> {
  const { knex } = app.database;
  await knex('objection_links').delete();
  await knex('number_claims').delete();
  await knex('re_registrations').delete();
  await knex('liveness_checks').delete();
  await knex('classmate_invitations').delete();
  await knex('classmate_requests').delete();
  await knex('throttles').delete();
  await knex('outbox_messages').delete();
  await knex('account_mails').delete();
  const person = await knex('persons').where({ name: '秦知远' }).first('id');
  await knex('accounts')
    .where({ identity_index: knex('persons').where({ id: person.id }).select('identity_index') })
    .whereNot({ user_name: 'taken2020' })
    .update({ status: 'unproved', person_id: null, closes_at: null, status_at: knex.ref('created_at') });
  const age = knex.raw("clock_timestamp() - interval '200 days'");
  await knex('accounts')
    .whereIn('user_name', ['taken2020', 'lumingqi', 'baiyichen', 'suwanqing', 'xuzimo'])
    .update({ status: 'active', status_at: age, proved_at: age });
  await knex('accounts').where({ user_name: 'taken2020' }).update({ person_id: person.id });
  await knex('account_sessions').update({ ended_at: null, ended_by: null });
}

/** The states of qinzhiyuan and taken2020. */
export async function readClaim(app: TestApp): Promise<readonly [string, string]> {
  const rows = await app.database.knex('accounts').whereIn('user_name', ['qinzhiyuan', 'taken2020']);
  const stateOf = (name: string) => rows.find((row) => row.user_name === name)?.status ?? '';
  return [stateOf('qinzhiyuan'), stateOf('taken2020')];
}

export const CLAIMED = ['unproved', 'active'] as const;
export const PROVED = ['active', 'suspended'] as const;

/** The newest entries of the audit log of an act, oldest first. */
export async function listAudited(
  app: TestApp,
  action: string,
): Promise<{ detail: Record<string, unknown> }[]> {
  return app.database.knex('audit_entries').where({ action }).orderBy('id');
}
