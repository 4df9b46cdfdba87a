import { Query } from 'pg';

export interface NamedQuery {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface QueryResult {
  /** What was done: `UPDATE`, `COMMIT`. */
  readonly command: string;
  readonly rows: unknown[];
  readonly rowCount: number | null;
}

type ReadValue = (text: string) => unknown;

/** How the rows of a statement are made. */
interface Shape {
  readonly names: readonly string[];
  readonly readers: readonly ReadValue[];
  /** Every property, without a value. */
  readonly blank: Readonly<Record<string, unknown>>;
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
  readonly format: string;
}

type Order = (order: object) => void;

/** What the driver's connection does for a statement. */
interface Wire {
  readonly parsedStatements: object;
  readonly submittedNamedStatements: object;
  parse: Order;
  bind: Order;
  describe: Order;
  execute: Order;
  close: Order;
  sync(): void;
}

type Done = (error: Error | null, result: QueryResult) => void;

/** What the driver's query has beside what its types tell. */
interface DriverQuery {
  readonly text: string;
  readonly values: readonly unknown[];
  name: string;
  callback: Done;
  readonly _result: {
    readonly rows: unknown[];
    readonly _types: { getTypeParser(type: number, format: string): ReadValue };
  };
  _canceledDueToError: unknown;
  prepare(wire: Wire): void;
  handleRowDescription(message: { readonly fields: readonly Field[] }): void;
  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void;
  handleCommandComplete(message: object, wire: Wire): void;
}

const DriverQuery = Query as unknown as new (text: string, values: readonly unknown[]) => DriverQuery;

/** What a connection has told of its statements, and the same connection without the word for asking again. */
interface Told {
  readonly shapes: Map<string, Shape>;
  readonly quiet: Wire;
}

const told = new WeakMap<Wire, Told>();

/**
 * A named statement whose columns a connection describes once, and not with every answer: a prepared statement gives
 * the same ones as long as it lives. The driver has them described each time; and the rows that it makes of more than
 * a dozen columns have shapes of their own, so that V8 looks each of their properties up.
 */
export class PreparedQuery extends DriverQuery {
  private asked: Told | null = null;
  private shape: Shape = NO_COLUMNS;

  constructor({ name, text, values }: NamedQuery, done: Done) {
    super(text, values);
    this.name = name;
    this.callback = done;
  }

  override prepare(wire: Wire): void {
    const known = told.get(wire) ?? listen(wire);
    const shape = known.shapes.get(this.name);
    if (shape === undefined) this.asked = known;
    else this.shape = shape;
    super.prepare(shape === undefined ? wire : known.quiet);
  }

  override handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    const { _types: types } = this._result;
    this.shape = {
      names: fields.map(({ name }) => name),
      readers: fields.map(({ dataTypeID, format }) => types.getTypeParser(dataTypeID, format)),
      // Read from a text it has the shape of an object that was written out; put together, that of a table of names.
      blank: JSON.parse(JSON.stringify(Object.fromEntries(fields.map(({ name }) => [name, null])))),
    };
    this.keepShape();
  }

  override handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this._canceledDueToError) return;
    try {
      this._result.rows.push(readRow(this.shape, fields));
    } catch (error) {
      this._canceledDueToError = error;
    }
  }

  override handleCommandComplete(message: object, wire: Wire): void {
    super.handleCommandComplete(message, wire);
    // Nothing was described: it gives no rows.
    this.keepShape();
  }

  private keepShape(): void {
    this.asked?.shapes.set(this.name, this.shape);
  }
}

const NO_COLUMNS: Shape = { names: [], readers: [], blank: {} };

function readRow({ names, readers, blank }: Shape, texts: readonly (string | null)[]): object {
  const row = { ...blank };
  for (let at = 0; at < texts.length; at += 1) {
    const text = texts[at] as string | null;
    if (text !== null) row[names[at] as string] = (readers[at] as ReadValue)(text);
  }
  return row;
}

function listen(wire: Wire): Told {
  const { parsedStatements, submittedNamedStatements } = wire;
  const quiet: Wire = {
    parsedStatements,
    submittedNamedStatements,
    parse: (order) => wire.parse(order),
    bind: (order) => wire.bind(order),
    describe: () => undefined,
    execute: (order) => wire.execute(order),
    close: (order) => wire.close(order),
    sync: () => wire.sync(),
  };
  const known = { shapes: new Map<string, Shape>(), quiet };
  told.set(wire, known);
  return known;
}
