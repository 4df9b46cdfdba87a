import { plainFile } from '../../src/infrastructure/byte-file';
import { applicationUrlOf } from '../../src/infrastructure/database/embedded/application-role';
import { createKnex, type Knex } from '../../src/infrastructure/database/knex';
import { computeTotp, totpCounter } from '../../src/infrastructure/security/totp';
import { findImportKind } from '../../src/office/imports/kinds/import-kinds';
import { importFile } from '../../src/office/imports/writing/import-file';
import { enrolled, RECORD } from '../account/re-registration/claiming';
import { addressOf, showCode, WORDS } from '../candidate/abandonment/giving-up';
import {
  changePack,
  file,
  idOf,
  listSound,
  openForm,
  people,
  pressSave,
  signIn,
  sound,
  withoutCooldown,
} from '../candidate/filing/filing';
import { newPassword, passFacts } from '../candidate/password-reset/facts';
import { createTestFolder, toCsv } from '../office/imports/files';
import { listPeople, peopleHeading } from '../office/imports/people';
import { demoCipher } from '../office/imports/run';
import { signInAccount } from '../support/accounts';
import { signInOfficer } from '../support/officers';
import { bound } from '../support/security-steps';
import { getSentCode } from '../support/sent-codes';
import type { TestApp } from '../support/test-app';
import { createTestClient, demoPassword, type TestClient, type TestPage } from '../support/test-client';

/** The act itself; it may be pressed again. */
export type Press = () => Promise<Pick<TestPage, 'status'>>;

export interface Act {
  readonly what: string;
  /** Comes as far as the last press. */
  prepare(app: TestApp): Promise<Press>;
}

const BATCH = 'early-other';
const quickly = { follow: false } as const;

/** Opens a connection as the application has it, until the test app closes. */
export function connectAs(app: TestApp): Knex {
  return createKnex(applicationUrlOf(app.database.url), { max: 2 });
}

async function prepareRestoration(app: TestApp): Promise<Press> {
  await changePack(app, withoutCooldown);
  const pilot = await signIn(app, people.pilot);
  for (const codes of listSound(3)) await file(pilot, BATCH, codes);
  const [version] = await app.database.knex('application_versions').orderBy('id').pluck('id');
  const list = '/office/restorations';
  const ask = async (officer: TestClient) => {
    const page = await officer.get(`${list}/new?number=${people.pilot}`);
    const fields = { version: String(version), police: '郑公受字2021第7号', reason: '志愿被他人篡改' };
    await officer.post(list, { ...page.hidden(list), ...fields });
  };
  await ask(await signInOfficer(app, 'province-1'));
  const second = await signInOfficer(app, 'province-2');
  const { html } = await second.get(list);
  const page = await second.get(new RegExp(`href="(${list}/\\d+)"`).exec(html)?.[1] ?? '');
  const path = new RegExp(`action="(${list}/\\d+/approval)"`).exec(page.html)?.[1] ?? '';
  const hidden = page.hidden(path);
  return () => second.post(path, hidden, quickly);
}

async function prepareImport(app: TestApp): Promise<Press> {
  const kind = findImportKind('candidates');
  if (kind === null) throw new Error('there is no list of candidates');
  const folder = createTestFolder();
  const file = plainFile(folder.write('list.csv', toCsv([peopleHeading, ...listPeople(20)])));
  return async () => {
    const db = connectAs(app);
    try {
      const report = await importFile(
        { db, clock: app.clock, cipher: demoCipher },
        {
          kind,
          file,
          fileName: 'list.csv',
          sheet: null,
          mapping: {},
          dryRun: false,
          consent: async () => ({ reason: '测试', approvedBy: null }),
          by: { actorKind: 'operator', actorId: 'test', origin: { address: 'terminal', device: 'test' } },
        },
      );
      return { status: report.faults.length === 0 ? 200 : 422 };
    } finally {
      await db.destroy().catch(() => undefined);
    }
  };
}

export const acts: readonly Act[] = [
  {
    what: 'a save',
    async prepare(app) {
      const client = await signIn(app, bound.phone);
      const form = await openForm(client);
      return () => pressSave(client, form, sound, quickly);
    },
  },
  {
    what: '放弃',
    async prepare(app) {
      const client = await signIn(app, bound.totp);
      await file(client, BATCH, sound);
      const shown = (await client.get(addressOf(BATCH))).hidden(addressOf(BATCH));
      const answer = await showCode(app, bound.totp);
      const fields = { versionId: shown.versionId ?? '', confirmation: WORDS, answer };
      return () => client.post(addressOf(BATCH), fields, quickly);
    },
  },
  { what: 'a restoration', prepare: prepareRestoration },
  {
    what: 'a reset of the password',
    async prepare(app) {
      const client = createTestClient(app.url);
      await passFacts(app, client, bound.totp);
      const answer = await showCode(app, bound.totp);
      const fields = { answer, next: newPassword, again: newPassword };
      return () => client.post('/password-reset/proof', fields, quickly);
    },
  },
  {
    what: 'a change of phone',
    async prepare(app) {
      const client = await signIn(app, bound.nothing);
      await client.get('/phone');
      await client.post('/phone', { phone: '13612345678', password: demoPassword });
      const { code } = await getSentCode(app, await idOf(app, bound.nothing), 'phoneNew');
      return () => client.post('/phone/step', { answer: code }, quickly);
    },
  },
  {
    what: 'a binding of 动态密码',
    async prepare(app) {
      const client = await signIn(app, bound.nothing);
      await client.get('/dynamic-password');
      const page = await client.post('/dynamic-password', { password: demoPassword });
      const secret = (/id="secret">([A-Z2-7 ]+)</.exec(page.html)?.[1] ?? '').replaceAll(' ', '');
      const answer = computeTotp(secret, totpCounter(Date.now()));
      return () => client.post('/dynamic-password/secret', { answer }, quickly);
    },
  },
  {
    what: 'a re-registration',
    async prepare(app) {
      const owner = await signInAccount(app, 'qinzhiyuan');
      await owner.get('/account/solutions');
      return () => owner.post(RECORD, enrolled, quickly);
    },
  },
  { what: 'an import', prepare: prepareImport },
];
