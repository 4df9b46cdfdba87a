import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { findCandidate } from '../../../src/domain/candidates/candidate.repository';
import {
  abandonGroup,
  findGroupIn,
  findLastHash,
  listGroups,
  listVersions,
} from '../../../src/domain/choice-lists/application.repository';
import { composeVersion } from '../../../src/domain/choice-lists/compose-version';
import { toClosedLists } from '../../../src/domain/choice-lists/overwriting';
import { restoreVersion } from '../../../src/domain/choice-lists/restore-version';
import { groupCodesOf } from '../../../src/domain/choice-lists/standing';
import { writeVersion } from '../../../src/domain/choice-lists/write-version.repository';
import { verifyVersions } from '../../../src/domain/ledger/verify-versions';
import { atOneInstant } from '../../../src/domain/ledger/version-chain.repository';
import { parseRulePack } from '../../../src/domain/rule-packs/rule-pack.schema';
import { NO_BROWSER } from '../../../src/infrastructure/origin';
import { abandonGroupCode, listClosedGroups } from '../../../src/rules/filing/groups';
import type { RulePack } from '../../../src/rules/pack/rule-pack';
import { loadPack } from '../../rules/filing/filing';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

const RUNS = process.env.LONG ? 600 : 25;
const CODES = ['b0', 'b1', 'b2', 'b3', 'b4', 'b5'] as const;
/** These two are of one exclusive group, and given up together. */
const FELLOWS: readonly string[] = ['b0', 'b1'];

type Relation = readonly (readonly [string, string])[];

const code = fc.constantFrom(...CODES);
const pairs = fc.array(fc.tuple(code, code), { minLength: 2, maxLength: 9 });
const act = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('save' as const), code }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restore' as const), nth: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('abandon' as const), code }) },
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

const areFellows = (one: string, other: string) => FELLOWS.includes(one) && FELLOWS.includes(other);

function makePack(relation: Relation): RulePack {
  const whole = loadPack('henan-2021');
  const [template] = whole.batches;
  const batches = CODES.map((own) => {
    const excludes = relation
      .filter(([one, other]) => one === own && other !== own && !areFellows(one, other))
      .map(([, other]) => other);
    const group = FELLOWS.includes(own) ? 'F' : null;
    return {
      ...{ ...template, code: own, name: own, exclusiveGroup: group, abandonGroup: group },
      excludes: [...new Set(excludes)],
    };
  });
  return parseRulePack({ ...whole, caps: [], undertakings: [], batches });
}

/** What a candidate holds, told in the plainest way. */
class Model {
  private readonly held = new Set<string>();
  private readonly given = new Set<string>();

  constructor(private readonly relation: Relation) {}

  private clash(one: string, other: string): boolean {
    if (one === other) return false;
    if (areFellows(one, other)) return true;
    return this.relation.some(([a, b]) => (a === one && b === other) || (a === other && b === one));
  }

  save(saved: string): void {
    if (this.given.has(saved)) return;
    for (const other of this.inForce()) if (this.clash(saved, other)) this.held.delete(other);
    this.held.add(saved);
  }

  abandon(given: string): void {
    for (const one of FELLOWS.includes(given) ? FELLOWS : [given]) this.given.add(one);
  }

  inForce(): string[] {
    return [...this.held].filter((one) => !this.given.has(one)).toSorted();
  }

  clashes(held: readonly string[]): boolean {
    return held.some((one) => held.some((other) => this.clash(one, other)));
  }
}

describe('saves under any relation of pairs', () => {
  let database: TestDatabase;
  let candidates: number[];
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    candidates = await database.knex('candidates').orderBy('id').pluck('id');
  });
  afterAll(() => database.drop());

  async function readOwner(db: Knex, id: number) {
    const candidate = await findCandidate(db, id);
    if (candidate === null) throw new Error('the candidate is gone');
    return candidate;
  }

  const getBatch = (pack: RulePack, own: string) => {
    const batch = pack.batches.find((one) => one.code === own);
    if (batch === undefined) throw new Error(`no batch ${own}`);
    return batch;
  };

  async function save(db: Knex.Transaction, pack: RulePack, id: number, saved: string): Promise<void> {
    const batch = getBatch(pack, saved);
    const held = await listGroups(db, id);
    const group = findGroupIn(held, groupCodesOf(batch));
    if (group?.abandoned) return;
    const version = composeVersion({
      candidate: await readOwner(db, id),
      ...{ batch, pack, group },
      body: JSON.stringify({ batch: saved, choice: randomUUID() }),
      saveNumber: (group?.savesUsed ?? 0) + 1,
      savedAt: new Date(),
      actor: { kind: 'officer', id: '1+2' },
      origin: NO_BROWSER,
      formToken: randomUUID(),
      lastHash: group && (await findLastHash(db, id, group)),
      closes: toClosedLists(listClosedGroups(pack, batch, held)),
    });
    await writeVersion(db, { version, group, cooldownFrom: new Date(), save: null });
  }

  /** @returns the batch that was put back; null where it could not be */
  async function restore(db: Knex.Transaction, pack: RulePack, id: number, nth: number) {
    const versions = await listVersions(db, id);
    const version = versions[nth % Math.max(1, versions.length)];
    if (version === undefined) return null;
    const restored = await restoreVersion(db, {
      candidate: await readOwner(db, id),
      versionId: version.id,
      pack,
      now: new Date(),
      officers: [1, 2],
      origin: NO_BROWSER,
      formToken: randomUUID(),
    });
    return 'refusal' in restored ? null : version.batch;
  }

  async function listInForce(pack: RulePack, id: number): Promise<string[]> {
    const held = await listGroups(database.knex, id);
    const given = new Set(held.flatMap(({ abandoned, group }) => (abandoned ? [group] : [])));
    return held
      .flatMap(({ savedBatch }) => (savedBatch === null ? [] : [savedBatch]))
      .filter((saved) => !given.has(abandonGroupCode(getBatch(pack, saved))))
      .toSorted();
  }

  async function play(pack: RulePack, model: Model, id: number, one: Act): Promise<void> {
    await database.knex.transaction(async (db) => {
      if (one.kind === 'save') {
        model.save(one.code);
        await save(db, pack, id, one.code);
      } else if (one.kind === 'restore') {
        const restored = await restore(db, pack, id, one.nth);
        if (restored !== null) model.save(restored);
      } else {
        model.abandon(one.code);
        await abandonGroup(db, id, abandonGroupCode(getBatch(pack, one.code)), new Date());
      }
    });
  }

  it('never leave two in force that exclude each other, and leave what a plain model does', async () => {
    let turn = 0;
    let closing = 0;
    await fc.assert(
      fc.asyncProperty(pairs, fc.array(act, { minLength: 10, maxLength: 25 }), async (relation, acts) => {
        const pack = makePack(relation);
        const id = candidates[turn % candidates.length] ?? 0;
        turn += 1;
        await forget(id);
        const model = new Model(relation.filter(([one, other]) => !areFellows(one, other)));
        for (const one of acts) {
          await play(pack, model, id, one);
          const inForce = await listInForce(pack, id);
          expect(inForce).toEqual(model.inForce());
          expect(model.clashes(inForce)).toBe(false);
        }
        const own = database.knex('application_versions').where({ candidate_id: id });
        closing += (await own.whereNotNull('closes')).length;
        expect(await listFaults()).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    // Some six in each run: none at all would have shown nothing.
    expect(closing).toBeGreaterThan(5);
  });

  /** But for the line that the page of 放弃 leaves in the audit log. */
  async function listFaults(): Promise<string[]> {
    const faults: string[] = [];
    await atOneInstant(database.knex, (snapshot) =>
      verifyVersions(snapshot, {
        signal: new AbortController().signal,
        onFault: ({ code: fault }) => {
          if (fault !== 'abandonment') faults.push(fault);
        },
        onProgress: () => undefined,
      }),
    );
    return faults;
  }

  async function forget(id: number): Promise<void> {
    await database.knex.transaction(async (db) => {
      for (const table of ['application_groups', 'group_acts', 'application_versions']) {
        await db.raw('alter table ?? disable trigger user', [table]);
        await db(table).where({ candidate_id: id }).delete();
        await db.raw('alter table ?? enable trigger user', [table]);
      }
    });
  }
});
