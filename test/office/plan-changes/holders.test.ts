import {
  countHolders,
  listHolders,
  type SoughtRow,
} from '../../../src/domain/granted-saves/holder.repository';
import { fileList } from '../../support/file-list';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

/** Whoever holds a code holds the row that stands for it in their own 科类 and for their own audience, and no other. */
describe('those who hold a plan row', () => {
  let database: TestDatabase;
  const ids: Record<string, number> = {};

  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    const { knex } = database;
    const [arts, science, nurse, lawyer, posted] = await knex('candidates').orderBy('id').limit(5);
    const set = (row: { id: number }, values: object) =>
      knex('candidates')
        .where({ id: row.id })
        .update({ ...values });
    await set(arts, { track: '1' });
    await set(science, { track: '5' });
    await set(nurse, { track: '5', facts: JSON.stringify({ registeredMajor: '护理学' }) });
    await set(lawyer, { track: '5', facts: JSON.stringify({ registeredMajor: '法学' }) });
    await set(posted, { track: '5' });
    const file = async (name: string, row: { candidate_number: string }, batch: string, slots: object[]) => {
      ids[name] = await fileList(knex, row.candidate_number, batch, slots as never, `${batch}-${name}`);
    };
    await file('arts', arts, 'undergraduate-2', [{ institution: '8154', majors: ['22', '23'] }]);
    await file('science', science, 'undergraduate-2', [
      { institution: '8155', majors: ['22'] },
      { institution: '8154', majors: ['22'] },
    ]);
    await file('nurse', nurse, 'upgrade', [{ institution: '6000' }]);
    await file('lawyer', lawyer, 'upgrade', [{ institution: '6000' }]);
    await file('posted', posted, 'posts', [
      { institution: '8154', group: 'A01', majors: ['01', '02'], posts: ['P1', 'P2'] },
    ]);
  });
  afterAll(() => database.drop());

  const row = (values: Partial<SoughtRow>): SoughtRow => ({
    batch: 'undergraduate-2',
    tracks: ['5'],
    audience: '',
    audienceFact: null,
    institution: '8154',
    group: '',
    major: '22',
    post: '',
    ...values,
  });
  const upgrade = { batch: 'upgrade', institution: '6000', major: '', audienceFact: 'registeredMajor' };
  const posts = { batch: 'posts', group: 'A01' };

  it.each<[string, Partial<SoughtRow>, readonly string[]]>([
    ['理科 alone', {}, ['science']],
    ['文科 alone', { tracks: ['1'] }, ['arts']],
    ['both', { tracks: ['1', '5'] }, ['arts', 'science']],
    ['a code of the 文科 list', { tracks: ['1'], major: '23' }, ['arts']],
    ['that code in 理科', { major: '23' }, []],
    ['the code at another school', { institution: '8155' }, ['science']],
    ['another batch', { batch: 'undergraduate-1' }, []],
    ['报考专业 护理学', { ...upgrade, audience: '护理学' }, ['nurse']],
    ['报考专业 法学', { ...upgrade, audience: '法学' }, ['lawyer']],
    ['a 报考专业 of nobody', { ...upgrade, audience: '英语' }, []],
    ['an audience that was not kept', { ...upgrade, audience: null }, ['nurse', 'lawyer']],
    ['a post beside its 专业', { ...posts, major: '02', post: 'P2' }, ['posted']],
    ['a post beside another 专业', { ...posts, major: '01', post: 'P2' }, []],
    ['a group', { ...posts, major: '01' }, ['posted']],
    ['another group', { ...posts, group: 'A02', major: '01' }, []],
  ])('%s', async (_name, values, expected) => {
    const sought = row(values);
    const { holders } = await listHolders(database.knex, sought, 0, 1000);
    expect(holders.toSorted()).toEqual(expected.map((name) => ids[name]).toSorted());
    expect(await countHolders(database.knex, sought)).toBe(expected.length);
  });
});
