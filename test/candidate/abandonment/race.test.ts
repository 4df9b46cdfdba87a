import { createAbandonmentService } from '../../../src/candidate/abandonment/abandonment.service';
import { findCandidate } from '../../../src/domain/candidates/candidate.repository';
import { bound } from '../../support/security-steps';
import { startTestApp, type TestApp } from '../../support/test-app';
import {
  changePack,
  file,
  forgetFilings,
  idOf,
  listSound,
  openForm,
  pressSave,
  signIn,
  withoutCooldown,
} from '../filing/filing';
import { WORDS } from './giving-up';

const TRIALS = process.env.LONG ? 50 : 15;

describe('放弃 against a save, and against itself', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    await changePack(app, withoutCooldown);
  });
  afterAll(() => app.close());

  /** 放弃 with every proof taken for right, so that nothing but the lock decides. */
  function createService() {
    const { services } = app;
    return createAbandonmentService({
      ...services,
      proof: {
        ...services.proof,
        prove: async () => ({ outcome: 'proved', rung: 'totp', destinationIndex: null }),
      },
    });
  }

  it(`one wins and never both, in ${TRIALS} trials`, async () => {
    const { knex } = app.database;
    const client = await signIn(app, bound.nothing);
    const candidate_id = await idOf(app, bound.nothing);
    const candidate = await findCandidate(knex, candidate_id);
    if (candidate === null) throw new Error('the demo has no such candidate');
    const origin = { address: '127.0.0.1', device: 'd' };
    const service = createService();
    const [first = {}, second = {}] = listSound(2);
    const won = { save: 0, abandonment: 0 };
    for (let trial = 0; trial < TRIALS; trial += 1) {
      await forgetFilings(app);
      await file(client, 'early-other', first);
      const changes = await pressSave(client, await openForm(client), second);
      const versions = await knex('application_versions').where({ candidate_id }).pluck('id');
      const abandon = async () => {
        await new Promise((resolve) => setTimeout(resolve, trial % 10));
        return service
          .abandon({
            candidate,
            batch: 'early-other',
            versionId: versions[0],
            confirmation: WORDS,
            answer: '',
            password: '',
            journey: 'j',
            origin,
          })
          .then(({ outcome }) => outcome);
      };
      const [page, outcome] = await Promise.all([
        pressSave(client, changes, {}, { follow: false }),
        abandon(),
      ]);
      const saved = page.status === 303;
      const abandoned = outcome === 'abandoned';
      expect([trial, saved, abandoned]).toEqual([trial, !abandoned, abandoned]);
      const group = await knex('application_groups').where({ candidate_id, group_code: 'G1' }).first();
      expect([trial, group.abandoned_at !== null, group.saves_used]).toEqual([
        trial,
        abandoned,
        saved ? 2 : 1,
      ]);
      won[saved ? 'save' : 'abandonment'] += 1;
    }
    expect(won.save + won.abandonment).toBe(TRIALS);
  });

  it('of several 放弃 at once one is done', async () => {
    const { knex } = app.database;
    await forgetFilings(app);
    const client = await signIn(app, bound.nothing);
    await file(client, 'early-other', listSound(1)[0] ?? {});
    const candidate_id = await idOf(app, bound.nothing);
    const candidate = await findCandidate(knex, candidate_id);
    if (candidate === null) throw new Error('the demo has no such candidate');
    const [versionId] = await knex('application_versions').where({ candidate_id }).pluck('id');
    const service = createService();
    const results = await Promise.allSettled(
      Array.from({ length: 16 }, () =>
        service.abandon({
          candidate,
          batch: 'early-other',
          versionId,
          confirmation: WORDS,
          answer: '',
          password: '',
          journey: 'j',
          origin: { address: '127.0.0.1', device: 'd' },
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'abandoned' });
    }
    expect(await knex('mails').where({ candidate_id, kind: 'abandoned' })).toHaveLength(1);
    expect(await knex('audit_entries').where({ action: 'abandonGroup' })).toHaveLength(1);
  });
});
