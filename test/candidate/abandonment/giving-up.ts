import { findCandidate } from '../../../src/domain/candidates/candidate.repository';
import { refreshDynamicPassword } from '../../support/dynamic-password';
import { getSentCode } from '../../support/sent-codes';
import type { TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import { type Codes, choose, idOf } from '../filing/filing';

export const WORDS = '放弃志愿';

export const addressOf = (batch: string) => `/batches/${batch}/abandonment`;

/** Posts the page of 放弃 with the version that it showed and the words typed, unless given otherwise. */
export async function giveUp(
  client: TestClient,
  batch: string,
  fields: Readonly<Record<string, string>>,
): Promise<TestPage> {
  const page = await client.get(addressOf(batch));
  const shown = page.hidden(addressOf(batch));
  return client.post(addressOf(batch), {
    versionId: shown.versionId ?? '',
    confirmation: WORDS,
    answer: '',
    ...fields,
  });
}

/** Presses 获取验证码. @returns the code that arrived. */
export async function askForCode(
  app: TestApp,
  client: TestClient,
  candidateNumber: string,
  batch: string,
): Promise<string> {
  await client.get(addressOf(batch));
  await client.post(`${addressOf(batch)}/code`, { confirmation: WORDS });
  return (await getSentCode(app, await idOf(app, candidateNumber), 'abandon')).code;
}

export const showCode = refreshDynamicPassword;

/** Another code of six digits. */
export const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** Abandon groups that the candidate has given up. */
export async function listGivenUp(app: TestApp, candidateNumber: string): Promise<string[]> {
  return app.database
    .knex('application_groups')
    .where({ candidate_id: await idOf(app, candidateNumber) })
    .whereNotNull('abandoned_at')
    .orderBy('group_code')
    .pluck('group_code');
}

/** A list of one 志愿 that the rules let this candidate save in a batch, with 专业调剂 or without. */
export async function findAnySound(app: TestApp, candidateNumber: string, batchCode: string): Promise<Codes> {
  const { knex } = app.database;
  const candidate = await findCandidate(knex, await idOf(app, candidateNumber));
  if (candidate === null) throw new Error(`${candidateNumber} is not in the demo`);
  const batch = app.services.filing.getBatch(batchCode);
  const section = batch.sections[0]?.code ?? '';
  const rows = await knex('plan_entries').where({ batch_code: batchCode }).orderBy('id');
  for (const { institution_code: institution, major_code: major } of rows) {
    for (const adjustment of ['agree', null] as const) {
      const slot = { institution, group: '', majors: [major], posts: [], adjustment };
      if (app.services.filing.check(candidate, batch, { [section]: [slot] }).length === 0)
        return choose(`${section}-1`, institution, [major], adjustment);
    }
  }
  throw new Error(`${candidateNumber} may save nothing in ${batchCode}`);
}
