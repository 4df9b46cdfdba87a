import { defineStatement, type Query } from './statement';

/** `:name` in SQL; `::type` is a cast. */
const NAME = /(?<!:):([a-z][A-Za-z]*)/g;

type Values = Readonly<Record<string, unknown>>;

/** A statement whose values have names instead of numbers: a part added in the middle shifts nothing. */
interface NamedStatement<Row> {
  /** @throws Error where a value of the text is not given */
  query<Result>(values: Values, read: (rows: readonly Row[]) => Result): Query<Result>;
}

/** As `defineStatement`, of a text with `:name` for values. What is given and not named in the text is not sent. */
export function defineNamedStatement<Row = never>(text: string): NamedStatement<Row> {
  const names = [...new Set([...text.matchAll(NAME)].map(([, name = '']) => name))];
  const statement = defineStatement<Row>(
    text.replaceAll(NAME, (_whole, name: string) => `$${names.indexOf(name) + 1}`),
  );
  return { query: (values, read) => statement.query(list(names, values), read) };
}

function list(names: readonly string[], values: Values): readonly unknown[] {
  return names.map((name) => {
    const value = values[name];
    // The driver would send null.
    if (value === undefined) throw new Error(`the statement's :${name} is not given`);
    return value;
  });
}

/** A part of a reading: the columns of one table, and which row of it, `table where …`; one row at most. */
export interface Part {
  readonly columns: Readonly<Record<string, string>>;
  readonly from: string;
}

/** Columns and joins of parts that one statement reads together; the columns of a part bear its name, `part_property`. */
export function joinParts(parts: Readonly<Record<string, Part>>): { columns: string; joins: string } {
  const all = Object.entries(parts);
  return {
    columns: all
      .flatMap(([name, { columns }]) =>
        Object.keys(columns).map((property) => `${name}."${property}" as "${name}_${property}"`),
      )
      .join(', '),
    joins: all
      .map(([name, { columns, from }]) => {
        const listed = Object.entries(columns).map(([property, column]) => `${column} as "${property}"`);
        return `left join lateral (select ${listed.join(', ')} from ${from}) ${name} on true`;
      })
      .join('\n  '),
  };
}

/** The row of a part in what `joinParts` has read; null where there was none, by a column that is never null. */
export function readPart<Row>(
  found: Values,
  name: string,
  { columns }: Part,
  never: keyof Row & string,
): Row | null {
  if (found[`${name}_${never}`] === null) return null;
  const row = Object.keys(columns).map((property) => [property, found[`${name}_${property}`]]);
  return Object.fromEntries(row) as Row;
}
