import {
  type CopiedField,
  copyRows,
  readBigint,
  readInstant,
  readInteger,
  readText,
} from '../../../src/infrastructure/database/copy-rows';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

describe('rows that are copied', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const readAll = (query: string) =>
    database.knex.transaction(async (transaction) => {
      const rows: (readonly CopiedField[])[] = [];
      for await (const some of copyRows(transaction, query)) rows.push(...some);
      // The connection is as it was before.
      const { rows: after } = await transaction.raw('select 1 as one');
      expect(after).toEqual([{ one: 1 }]);
      return rows;
    });

  it('are the same bytes, whatever their length and wherever the stream is cut', async () => {
    const lengths = [0, 1, 70_000, 3, 200_000, 65_536];
    const rows = await readAll(
      `select length, repeat('志', length), null::text from unnest('{${lengths}}'::int[]) as length`,
    );
    expect(rows.map(([length, text]) => [readInteger(length), readText(text).length])).toEqual(
      lengths.map((length) => [length, length]),
    );
    expect(readText(rows[2]?.[1])).toBe('志'.repeat(70_000));
    expect(rows.every(([, , none]) => none === null)).toBe(true);
  });

  it('are read as what they are', async () => {
    const [row = []] = await readAll(
      `select -5::bigint, 9007199254740991::bigint, -7::int, '2021-06-26 08:00:00.123+08'::timestamptz, '1999-12-31 23:59:59.999Z'::timestamptz`,
    );
    const [negative, large, integer, instant, before] = row;
    expect([readBigint(negative), readBigint(large), readInteger(integer)]).toEqual([
      -5,
      Number.MAX_SAFE_INTEGER,
      -7,
    ]);
    expect([readInstant(instant), readInstant(before)].map((one) => one.toISOString())).toEqual([
      '2021-06-26T00:00:00.123Z',
      '1999-12-31T23:59:59.999Z',
    ]);
    expect(() => readText(null)).toThrow('null');
  });

  it('are none where there are none', async () => {
    expect(await readAll('select 1 where false')).toEqual([]);
  });
});
