import type { Knex } from 'knex';
import {
  hasAdmissionStatistics,
  insertAdmissionStatistics,
} from '../../src/candidate/past-admissions/admission-statistics.repository';
import { hasSegments, insertSegments } from '../../src/candidate/past-admissions/score-segment.repository';
import { deleteWindows, insertWindows, listWindows } from '../../src/domain/batches/window.repository';
import { findIdentityByNumber, insertCandidate } from '../../src/domain/candidates/candidate.repository';
import { putFileStates } from '../../src/domain/candidates/file-state.repository';
import { storeFirstSecret } from '../../src/domain/credentials/first-secret';
import {
  insertInstitutions,
  insertPlanEntries,
  insertPlanGroups,
  listInstitutions,
} from '../../src/domain/enrolment-plan/plan.repository';
import { insertEvaluations } from '../../src/domain/facts/evaluation.repository';
import { sendMail } from '../../src/domain/mailbox/mail.repository';
import { getActiveRulePack } from '../../src/domain/rule-packs/rule-pack.repository';
import type { Cipher } from '../../src/infrastructure/security/cipher';
import type { RulePack } from '../../src/rules/pack/rule-pack';
import { seedDemoAccounts } from './accounts';
import type { DemoWorld } from './demo-world';
import { hashOnce } from './hash-once';
import { seedDemoOfficers } from './officers';
import { type DemoPerson, demoPassword } from './people';
import { demoRecords } from './people/records';
import { seedDemoPlatforms } from './platforms';
import { findDemoWorld } from './worlds';

const DAY = 24 * 3600 * 1000;
const SHANGHAI = 8 * 3600 * 1000;
const DEMO_DAYS = 14;

/** Fills an empty demo with plan and people, and opens the windows around `now` when all are closed. */
export async function seedDemo(db: Knex, cipher: Cipher, now: Date): Promise<void> {
  const pack = await getActiveRulePack(db);
  const world = findDemoWorld(pack.code);
  if ((await listInstitutions(db, pack.year)).length === 0) {
    // Made while the plan is written; each is awaited where it is needed.
    for (const text of [demoPassword, ...listPhrases(world)]) void hashOnce(text);
    await db.transaction(async (transaction) => {
      await insertInstitutions(transaction, pack.year, world.listInstitutions());
      await insertPlanEntries(transaction, pack.year, world.listPlan());
      await insertPlanGroups(transaction, pack.year, world.listGroups());
      for (const person of world.people) await insertPerson(transaction, cipher, person, now);
      await sendMail(transaction, { candidateId: null, kind: 'welcome', values: {} });
    });
  }
  if (!(await hasAdmissionStatistics(db))) {
    const { institutions, rows } = world.listStatistics();
    await db.transaction((transaction) => insertAdmissionStatistics(transaction, institutions, rows));
  }
  if (!(await hasSegments(db))) await insertSegments(db, world.listSegments());
  await seedDemoOfficers(db, cipher, world.offices);
  await seedDemoAccounts(db, cipher);
  await seedDemoPlatforms(db);
  await renewFirstSecrets(db, cipher, pack, world);
  await anchorWindows(db, pack, now);
}

const listPhrases = ({ people }: DemoWorld) => people.flatMap(({ factors }) => factors.securityPhrase ?? []);

/** The published first secrets serve from this start on, where nobody has used them yet. */
async function renewFirstSecrets(
  db: Knex,
  cipher: Cipher,
  pack: RulePack,
  { people }: DemoWorld,
): Promise<void> {
  for (const { candidate, factors } of people) {
    const text = factors.firstSecret;
    const person = text === undefined ? null : await findIdentityByNumber(db, candidate.candidateNumber);
    if (text === undefined || person === null) continue;
    await storeFirstSecret(db, cipher, { candidateId: person.id, text, days: pack.identity.firstSecretDays });
  }
}

/** Opens every batch around `now` when all windows have closed, or none was set. */
async function anchorWindows(db: Knex, pack: RulePack, now: Date): Promise<void> {
  const windows = await listWindows(db, pack.code);
  if (windows.some(({ closesAt }) => closesAt > now)) return;
  const today = Math.floor((now.getTime() + SHANGHAI) / DAY) * DAY - SHANGHAI;
  const opensAt = new Date(today - DAY + 8 * 3600 * 1000);
  const closesAt = new Date(today + DEMO_DAYS * DAY + 18 * 3600 * 1000);
  const permits = { create: true, edit: true, remove: true };
  await db.transaction(async (transaction) => {
    await deleteWindows(transaction, pack.code);
    await insertWindows(
      transaction,
      pack.code,
      pack.batches.map(({ code }) => ({
        batch: code,
        opensAt,
        closesAt,
        scope: { kind: 'province' as const },
        permits,
      })),
    );
  });
}

async function insertPerson(
  transaction: Knex.Transaction,
  cipher: Cipher,
  { candidate, factors }: DemoPerson,
  now: Date,
): Promise<void> {
  const id = await insertCandidate(transaction, cipher, candidate);
  const records = demoRecords[candidate.candidateNumber];
  await insertEvaluations(transaction, id, records?.evaluations ?? []);
  const fileStates = records?.fileStates ?? [];
  await putFileStates(
    transaction,
    id,
    fileStates.map((record) => ({ ...record, changedAt: now })),
  );
  const sealed = (value: string | undefined, column: string) =>
    value === undefined ? null : cipher.encrypt(value, { column, row: id });
  const openId = factors.wechatOpenId;
  const phrase = factors.securityPhrase;
  const boundAt = (value: string | undefined) => (value === undefined ? null : transaction.fn.now());
  await transaction('credentials').insert({
    candidate_id: id,
    password_hash: factors.firstSecret === undefined ? await hashOnce(demoPassword) : null,
    password_changed_at: factors.firstSecret === undefined ? transaction.fn.now() : null,
    totp_secret_cipher: sealed(factors.totpSecret, 'credentials.totp_secret'),
    totp_bound_at: boundAt(factors.totpSecret),
    security_phrase_hash: phrase === undefined ? null : await hashOnce(phrase),
    security_phrase_index:
      phrase === undefined
        ? null
        : cipher.blindIndex(`${candidate.schoolCode}|${phrase}`, 'credentials.security_phrase'),
    wechat_open_id_cipher: sealed(openId, 'credentials.wechat_open_id'),
    wechat_open_id_index:
      openId === undefined ? null : cipher.blindIndex(openId, 'credentials.wechat_open_id'),
    wechat_bound_at: boundAt(openId),
  });
}
