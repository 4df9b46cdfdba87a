import { loadConfig } from '../../src/infrastructure/config/config';
import { createCipher } from '../../src/infrastructure/security/cipher';
import {
  openColumn,
  type SealedColumn,
  sealedColumns,
  selectSealed,
} from '../../src/operations/sealed-columns';
import { startTestApp, type TestApp } from '../support/test-app';

const { dataKey, indexKey } = loadConfig({}).secrets;
const cipher = createCipher(dataKey, indexKey);
/** How a value begins that is sealed for its row. */
const BOUND = 3;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const isBound = ({ contextOf }: SealedColumn) => typeof contextOf({}) !== 'string';
const boundColumns = sealedColumns.filter(isBound);
const read = async (place: SealedColumn) => {
  const { knex } = app.database;
  return knex(place.table).whereNotNull(place.column).select(selectSealed(knex, place));
};

it('binds everything that stands for somebody, or lets somebody in, to its row', () => {
  expect(sealedColumns.filter((one) => !isBound(one)).map(({ table }) => table)).toEqual([
    'account_factors',
    'list_exports',
    // These have their row in the text of the place.
    'review_sides',
    'review_pictures',
    'review_pictures',
    'demo_liveness_checks',
    'demo_messages',
    'demo_platform_visits',
  ]);
});

it('opens no value in the row of another, in any column', async () => {
  let moved = 0;
  for (const place of boundColumns) {
    const rows = await read(place);
    for (const [at, row] of rows.entries()) {
      const name = `${place.table}.${place.column}`;
      expect([name, row.sealed[0]]).toEqual([name, BOUND]);
      expect(() => openColumn(cipher, place, row)).not.toThrow();
      const other = rows[(at + 1) % rows.length];
      const place1 = JSON.stringify(place.contextOf(row));
      if (JSON.stringify(place.contextOf(other)) === place1) continue;
      expect(() => openColumn(cipher, place, { ...other, sealed: row.sealed })).toThrow();
      moved += 1;
    }
  }
  expect(moved).toBeGreaterThan(50);
});

it('reads what versions before sealed for a column alone, and neither form passes for the other', () => {
  const place = { column: 'officers.totp_secret', row: 7 };
  const before = cipher.encrypt('secret', place.column);
  expect(cipher.decrypt(before, place)).toBe('secret');
  const bound = cipher.encrypt('secret', place);
  expect(() => cipher.decrypt(bound, place.column)).toThrow();
  const disguised = Buffer.from(bound);
  disguised.writeUInt8(2, 0);
  expect(() => cipher.decrypt(disguised, place)).toThrow();
  expect(() => cipher.decrypt(disguised, place.column)).toThrow();
  const raised = Buffer.from(before);
  raised.writeUInt8(BOUND, 0);
  expect(() => cipher.decrypt(raised, place)).toThrow();
  // A shorter tag is easier to guess.
  const short = Buffer.concat([bound.subarray(0, 17), bound.subarray(17, 21)]);
  expect(() => cipher.decrypt(short, place)).toThrow();
});
