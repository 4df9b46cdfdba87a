import { areTwo } from '../../../src/domain/officers/two-persons.repository';
import { AppError } from '../../../src/infrastructure/errors';
import { createOfficerAccountService } from '../../../src/office/officers/officer-account.service';
import { idOfOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';

const draft = {
  role: 'county',
  name: '李向阳',
  placeName: '中牟县招生办公室',
  cityCode: null,
  countyCode: '410122',
  schoolCode: null,
} as const;
const sameMaker = new AppError('sameMaker', 409);

describe('two officers who are to be two persons', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const knex = () => app.database.knex;

  /** An account made by an officer, or by the operator; its id. */
  async function make(signInName: string, makerId: number | null): Promise<number> {
    const { db, cipher } = app.services;
    const service = createOfficerAccountService({ db, cipher, tokens: null, apartDays: 7 });
    const issued = await service.create({ kind: 'operator' }, { ...draft, signInName });
    if (issued === null) throw new Error('the name is taken');
    if (makerId !== null) await renew(issued.officerId, makerId);
    return issued.officerId;
  }

  /** As the page does for an officer of the province. */
  async function renew(id: number, makerId: number): Promise<void> {
    const { accounts, tokens } = app.services.office;
    const officer = await knex()('officers').where({ id: makerId }).first();
    await accounts.renew(
      {
        kind: 'officer',
        officer: { ...officer, signInName: officer.sign_in_name },
        origin: { address: '203.0.113.9', device: 'x' },
        token: tokens.issue(makerId, `renewOfficer|${id}`),
        reason: 'x',
      },
      id,
    );
  }

  it('are not, while one officer has made both, or one of them the other', async () => {
    const maker = await idOfOfficer(app, 'province-1');
    const other = await idOfOfficer(app, 'province-2');
    const [one, two, free] = [
      await make('two-one', maker),
      await make('two-two', maker),
      await make('two-free', null),
    ];
    await expect(areTwo(knex(), one, two)).rejects.toEqual(sameMaker);
    await expect(areTwo(knex(), one, maker)).rejects.toEqual(sameMaker);
    expect(await areTwo(knex(), one, one)).toBe(false);
    expect(await areTwo(knex(), one, free)).toBe(true);
    expect(await areTwo(knex(), one, other)).toBe(true);

    // Given anew by another officer, or some days later.
    await renew(two, other);
    expect(await areTwo(knex(), one, two)).toBe(true);
    await renew(two, maker);
    await expect(areTwo(knex(), one, two)).rejects.toEqual(sameMaker);
    await knex().raw(`update officers set apart_until = apart_until - interval '7 days' where id = ?`, [two]);
    expect(await areTwo(knex(), one, two)).toBe(true);
  });

  it('are those of the demo, and whom the operator makes', async () => {
    for (const wing of ['province', 'county', 'reviewer'] as const) {
      const [one, two] = [await idOfOfficer(app, `${wing}-1`), await idOfOfficer(app, `${wing}-2`)];
      expect(await areTwo(knex(), one, two)).toBe(true);
    }
  });
});
