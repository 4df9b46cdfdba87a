import {
  defineNamedStatement,
  joinParts,
  type Part,
  readPart,
} from '../../../src/infrastructure/database/named-values';

const rows = (found: readonly unknown[]) => found;

describe('values with names', () => {
  it.each([
    ['select :one, :two, :one', { one: 1, two: 2 }, 'select $1, $2, $1', [1, 2]],
    ['select :two::text[], now()::date', { one: 1, two: ['a'] }, 'select $1::text[], now()::date', [['a']]],
    ["select ' : ' || :none", { none: null }, "select ' : ' || $1", [null]],
  ])('are numbered as they come: %s', (text, values, numbered, sent) => {
    const query = defineNamedStatement(text).query(values, rows);
    expect([query.text, query.values]).toEqual([numbered, sent]);
  });

  it('are all given, or nothing is sent', () => {
    const statement = defineNamedStatement('select :one, :two');
    expect(() => statement.query({ one: 1, two: undefined }, rows)).toThrow(
      "the statement's :two is not given",
    );
    expect(() => statement.query({ one: 1 }, rows)).toThrow(':two');
  });
});

describe('parts of a reading', () => {
  const part: Part = { columns: { id: 'id', sealedAt: 'sealed_at' }, from: 'seals where id = :seal' };

  it('bear their names, and are null where no row was found', () => {
    const { columns, joins } = joinParts({ seal: part });
    expect(columns).toBe('seal."id" as "seal_id", seal."sealedAt" as "seal_sealedAt"');
    expect(joins).toContain(
      'left join lateral (select id as "id", sealed_at as "sealedAt" from seals where id = :seal) seal on true',
    );
    const found = { seal_id: 7, seal_sealedAt: null };
    expect(readPart(found, 'seal', part, 'id')).toEqual({ id: 7, sealedAt: null });
    expect(readPart({ ...found, seal_id: null }, 'seal', part, 'id')).toBeNull();
  });
});
