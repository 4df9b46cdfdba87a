import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { findGroup } from '../../../src/domain/choice-lists/application.repository';
import { writeVersion } from '../../../src/domain/choice-lists/write-version.repository';
import { catchUp, foldCoverage, rebuildCoverage } from '../../../src/office/filing-progress/count.repository';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

const RUNS = process.env.LONG ? 400 : 25;
/** Transactions that may be open at once, each with candidates of its own. */
const HANDS = 3;
const BATCHES = ['early-other', 'early-military'] as const;
const GROUP = 'early';

const hand = fc.nat({ max: HANDS - 1 });
const batch = fc.constantFrom(...BATCHES);
const act = fc.oneof(
  fc.record({ kind: fc.constant('save'), hand, batch, asks: fc.boolean(), paper: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('keepDraft', 'dropDraft'), hand, batch }),
  fc.record({
    kind: fc.constantFrom(
      ...([
        'abandon',
        'take back',
        'print',
        'receive',
        'undo',
        'move',
        'unfile',
        'commit',
        'roll back',
      ] as const),
    ),
    hand,
  }),
  fc.record({ kind: fc.constantFrom('fold', 'fold in vain') }),
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

describe('counts of what was filed', () => {
  let database: TestDatabase;
  let knex: Knex;
  let candidates: number[];
  let officer_id: number;
  let open: (Knex.Transaction | null)[] = [];

  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    knex = database.knex;
    candidates = await knex('candidates').orderBy('id').limit(HANDS).pluck('id');
    officer_id = (await knex('officers').first('id')).id;
  });
  afterEach(async () => {
    for (let at = 0; at < HANDS; at += 1) await end(at, 'rollback');
  });
  afterAll(() => database.drop());

  async function save(
    db: Knex,
    candidateId: number,
    code: string,
    asks = false,
    paper = false,
  ): Promise<void> {
    const group = await findGroup(db, candidateId, { quota: GROUP, abandon: GROUP });
    if (group?.abandoned) return;
    const last = await db('application_versions').where({ candidate_id: candidateId }).max('ordinal').first();
    const ordinal = (last?.max ?? 0) + 1;
    await writeVersion(db, {
      group,
      cooldownFrom: new Date(),
      save: null,
      version: {
        candidateId,
        group: GROUP,
        ordinal,
        saveNumber: (group?.savesUsed ?? 0) + 1,
        batch: code,
        packCode: 'p',
        packVersion: 1,
        canonicalBody: asks ? '{"planType":"directed-tibet"}' : '{}',
        savedAt: new Date(Date.UTC(2021, 5, 28, 10, ordinal)),
        actor: { kind: paper ? 'paper' : 'candidate', id: '1' },
        address: 'a',
        device: 'd',
        formToken: randomUUID(),
        previousHash: Buffer.alloc(32),
        nonce: Buffer.alloc(32),
        hash: Buffer.from(randomUUID()),
        closes: [],
      },
    });
  }

  async function begin(at: number): Promise<Knex.Transaction> {
    const transaction = open[at] ?? (await knex.transaction());
    open[at] = transaction;
    return transaction;
  }

  async function end(at: number, how: 'commit' | 'rollback'): Promise<void> {
    await open[at]?.[how]();
    open[at] = null;
  }

  async function doInHand(one: Extract<Act, { hand: number }>): Promise<unknown> {
    if (one.kind === 'commit') return end(one.hand, 'commit');
    if (one.kind === 'roll back') return end(one.hand, 'rollback');
    const db = await begin(one.hand);
    const candidate_id = candidates[one.hand] ?? 0;
    const mine = (table: string) => db(table).where({ candidate_id });
    const version = await mine('application_groups').whereNotNull('current_version_id').first();
    switch (one.kind) {
      case 'save':
        return save(db, candidate_id, one.batch, one.asks, one.paper);
      case 'keepDraft':
        return db('application_drafts')
          .insert({ candidate_id, batch_code: one.batch, tab: 't', fields: '{}', updated_at: new Date() })
          .onConflict(['candidate_id', 'batch_code'])
          .ignore();
      case 'dropDraft':
        return mine('application_drafts').where({ batch_code: one.batch }).delete();
      case 'abandon':
        return mine('application_groups').update({ abandoned_at: new Date() });
      case 'take back':
        return mine('application_groups').update({ abandoned_at: null });
      case 'move':
        return db('candidates')
          .where({ id: candidate_id })
          .update({ class_name: `高三(${randomUUID()})班` });
      case 'unfile':
        return mine('application_groups').delete();
      case 'undo':
        return mine('form_receipts').update({ undone_at: new Date(), undone_by: officer_id });
    }
    if (version === undefined) return;
    const paper = { version_id: version.current_version_id, candidate_id, officer_id };
    if (one.kind === 'print') {
      const printed = await mine('form_prints')
        .where({ version_id: paper.version_id })
        .count('* as n')
        .first();
      return db('form_prints').insert({ ...paper, print_number: Number(printed?.n ?? 0) + 1 });
    }
    return db('form_receipts')
      .insert({ ...paper, kind: 'undertaking' })
      .onConflict(db.raw('(version_id, kind) where undone_at is null'))
      .ignore();
  }

  async function play(one: Act): Promise<void> {
    if (one.kind === 'fold') await foldCoverage(knex);
    else if (one.kind === 'fold in vain') await foldCoverageInVain();
    else await doInHand(one as Extract<Act, { hand: number }>);
  }

  /** A process that dies before its commit. */
  async function foldCoverageInVain(): Promise<void> {
    const transaction = await knex.transaction();
    await foldCoverage(transaction);
    await transaction.rollback();
  }

  async function listAll(): Promise<unknown> {
    const { rows: counts } = await knex.raw(
      `select level, county_code, school_code, class_name, measure, unit, sum(n)::int as n from (
         select level, county_code, school_code, class_name, measure, unit, count as n from coverage_counts
         union all select 'class', county_code, school_code, class_name, measure, unit, change from coverage_deltas) x
        group by 1, 2, 3, 4, 5, 6 having sum(n) <> 0 order by 1, 2, 3, 4, 5, 6`,
    );
    const minutes = await knex('coverage_minutes')
      .where('saves', '>', 0)
      .orderBy(['batch_code', 'county_code', 'school_code', 'minute']);
    const filings = await knex('coverage_filings').orderBy('candidate_id');
    return { counts, minutes, filings };
  }

  async function expectExact(): Promise<void> {
    while (await foldCoverage(knex));
    expect(await catchUp(knex)).toBe(0);
    const counted = await listAll();
    await rebuildCoverage(knex);
    expect(counted).toEqual(await listAll());
    const { rows } = await knex.raw(
      `select coalesce(sum(count), 0)::int as n from coverage_counts where level = 'county' and measure like 'saved%'`,
    );
    const inForce = knex('application_groups').whereNull('abandoned_at').whereNotNull('current_version_id');
    expect(rows[0].n).toBe(Number((await inForce.count('* as n').first())?.n));
  }

  it('are what a recount finds, whatever was done, in whichever order it was committed and counted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
        open = [];
        for (const one of acts) await play(one);
        for (let at = 0; at < HANDS; at += 1) await end(at, 'commit');
        await expectExact();
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('are what a recount finds when saves and counting run beside each other', async () => {
    const everybody: number[] = await knex('candidates').orderBy('id').offset(HANDS).limit(40).pluck('id');
    const saving = everybody.map(async (id, at) => {
      for (const code of BATCHES) await knex.transaction((db) => save(db, id, code, at % 2 === 0));
    });
    let over = false;
    const counting = [0, 1].map(async () => {
      while (!over) await foldCoverage(knex);
    });
    await Promise.all(saving);
    over = true;
    await Promise.all(counting);
    await expectExact();
  });

  it('wait for a commit that comes late, and are behind by what is not counted yet', async () => {
    const [early = 0, late = 0]: number[] = await knex('candidates')
      .orderBy('id')
      .offset(HANDS)
      .limit(2)
      .pluck('id');
    while (await foldCoverage(knex));
    await save(await begin(0), late, BATCHES[0]);
    await knex.transaction((db) => save(db, early, BATCHES[0]));
    expect(await catchUp(knex)).toBe(0);
    await end(0, 'commit');
    await (await begin(1)).raw('select pg_advisory_xact_lock(4210736)');
    expect(await catchUp(knex)).toBeGreaterThan(0);
    await end(1, 'commit');
    await expectExact();
  });
});
