import express from 'express';
import type { CandidateVisit } from '../../../src/candidate/as-candidate';
import { createFormControllers } from '../../../src/candidate/filing/form.controller';
import { createFormPages } from '../../../src/candidate/filing/form-pages.controller';
import { createHomeController } from '../../../src/candidate/filing/home.controller';
import { findCandidate } from '../../../src/domain/candidates/candidate.repository';
import type { PageOptions } from '../../../src/infrastructure/http/page-renderer';
import { createFindPart } from '../../../src/infrastructure/http/render-page';
import { setUpViews } from '../../../src/infrastructure/http/set-up-views';
import { createSharedPages, fillPlainly } from '../../../src/infrastructure/http/shared-pages';
import { createFormTokens } from '../../../src/infrastructure/security/form-token';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import {
  changePack,
  choose,
  file,
  idOf,
  openForm,
  people,
  press,
  signIn,
  sound,
  withoutCooldown,
} from './filing';

const views = setUpViews(express());
const findPart = createFindPart(views);
const makePage = createSharedPages(views, findPart);

/** A frame as a candidate's pages have it. */
function frameOf(path: string, name: string, unread: { public: number; personal: number } | null) {
  return {
    path,
    platform: { name: '服务平台', office: '招生办公室', officeEnglish: 'Office' },
    environment: 'demo',
    candidate: { name, numberTail: name.slice(0, 2) },
    holder: { mark: `m-${name.length}`, statePath: '/session', wing: { prefix: '' } },
    unread,
    csrfToken: () => `token-${name.length}`,
    menus: () => ({ candidate: [{ label: '收件箱', path: '/mails', current: true }], visitor: [] }),
    officer: null,
    account: null,
    carried: '',
    typed: [],
    resumes: false,
  };
}

describe('pages that many share', () => {
  let app: TestApp;
  let clients: readonly [readonly [string, TestClient], readonly [string, TestClient]];
  const batches = ['early-other', 'undergraduate-2'];
  const long = choose('parallel-1', '0006', ['15', '16', '17', '18']);
  /** How many were put together, and which their template writes otherwise. */
  const seen = { made: 0, others: [] as string[] };

  beforeAll(async () => {
    app = await startTestApp();
    await changePack(app, withoutCooldown);
    clients = [
      [people.pilot, await signIn(app, people.pilot)],
      [people.minority, await signIn(app, people.minority)],
    ];
  });
  afterAll(() => app.close());

  function compare(path: string, template: string, model: object, { shared }: PageOptions): void {
    if (shared === undefined) throw new Error(`${path} is not shared`);
    for (const name of ['甲', '<b>买买提·"艾力"&\'', '乙'])
      for (const unread of [null, { public: 0, personal: 0 }, { public: 2, personal: 1 }]) {
        const frame = frameOf(path, name, unread);
        const bytes = makePage(`${template}.njk`, model, frame, shared);
        if (bytes === null) continue;
        const fill = fillPlainly(findPart, shared.fill);
        seen.made += 1;
        if (bytes.toString() !== views.render(`${template}.njk`, { ...model, fill, frame }))
          seen.others.push(path);
      }
  }

  /** Home and forms of both, as their controllers ask for them. */
  async function lookAround(): Promise<void> {
    const { services, database, config } = app;
    const { filing, reference, clock } = services;
    const home = createHomeController(database.knex, clock, reference);
    const tokens = createFormTokens(config.secrets.formToken, config.environment);
    const pages = createFormPages(filing, reference, () => undefined);
    const form = createFormControllers(filing, pages, tokens, reference);
    for (const [number] of clients) {
      const candidate = await findCandidate(database.knex, await idOf(app, number));
      if (candidate === null) throw new Error(number);
      const visit = (path: string, batch: string, query: Readonly<Record<string, string>> = {}) =>
        ({
          candidate,
          req: {
            session: { candidate: { id: candidate.id, at: '2021-06-26T00:00:00Z', address: '10.0.0.1' } },
            params: { batch },
            query,
          },
          res: {},
          render: (template: string, model: object, options: PageOptions) =>
            compare(path, template, model, options),
          redirect: (to: string) => {
            throw new Error(`${path} leads to ${to}`);
          },
        }) as unknown as CandidateVisit;
      home.show(visit('/', ''), await home.read(candidate.id));
      for (const batch of batches)
        for (const query of [{}, { at: 'parallel-1-major-2' }, { moves: '1' }])
          form.show(
            visit(`/batches/${batch}/form`, batch, query),
            await filing.readForm(candidate.id, batch),
          );
    }
  }

  const open = async () => {
    for (const [, client] of clients) for (const batch of batches) await openForm(client, batch);
  };

  it('are what their templates write: blank, as a draft, late, saved, frozen', async () => {
    await open();
    await lookAround();
    for (const [, client] of clients)
      await press(client, await openForm(client, 'undergraduate-2'), 'draft', {
        ...long,
        ...choose('parallel-2', '<i>"', ["'&", '99']),
      });
    await lookAround();
    app.clock.advance(27 * MINUTE);
    await lookAround();
    const [[, pilot]] = clients;
    expect((await file(pilot, 'early-other', sound)).status).toBe(200);
    await open();
    await lookAround();
    await app.database.knex('candidates').update({ frozen_at: new Date() });
    const { services, database } = app;
    const home = createHomeController(database.knex, services.clock, services.reference);
    const candidate = await findCandidate(database.knex, await idOf(app, people.pilot));
    if (candidate === null) throw new Error('nobody');
    const visit = {
      candidate,
      req: { session: {} },
      render: (template: string, model: object, options: PageOptions) =>
        compare('/', template, model, options),
    };
    home.show(visit as unknown as CandidateVisit, await home.read(candidate.id));

    expect(seen.others).toEqual([]);
    expect(seen.made).toBeGreaterThan(200);
  });
});
