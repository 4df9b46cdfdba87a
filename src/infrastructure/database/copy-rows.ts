import type { Knex } from 'knex';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { leavePipeline } from './send-batched';

/** A field as PostgreSQL sends its type; null where it is null. */
export type CopiedField = Buffer | null;

/** Signature, flags and length of the extension; of COPY's binary format, "File Header". */
const HEADER_BYTES = 19;
const COUNT_BYTES = 2;
const LENGTH_BYTES = 4;

/**
 * Reads the rows of a query as bytes, in COPY's binary format, some at a time: a long text that is only hashed is not
 * made a string first, and the server goes on while rows are worked on. It is to be read to its end.
 * @param query without values: what comes from outside does not belong into it
 */
export async function* copyRows(
  transaction: Knex.Transaction,
  query: string,
): AsyncGenerator<readonly (readonly CopiedField[])[]> {
  // Within a transaction knex gives that transaction's connection.
  const client: Client & { pipeline: boolean } = await transaction.client.acquireConnection();
  leavePipeline(client);
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of client.query(copyTo(`copy (${query}) to stdout (format binary)`))) {
    rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    if (!begun) {
      if (rest.length < HEADER_BYTES) continue;
      rest = rest.subarray(HEADER_BYTES);
      begun = true;
    }
    const rows: (readonly CopiedField[])[] = [];
    for (let row = takeRow(rest); row !== null; row = takeRow(rest)) {
      rest = rest.subarray(row.bytes);
      rows.push(row.fields);
    }
    if (rows.length > 0) yield rows;
  }
}

/** The first row of what has come; null where it is not whole, or what comes is the end. */
function takeRow(bytes: Buffer): { readonly fields: readonly CopiedField[]; readonly bytes: number } | null {
  if (bytes.length < COUNT_BYTES) return null;
  const count = bytes.readInt16BE(0);
  if (count < 0) return null;
  const fields: CopiedField[] = [];
  let at = COUNT_BYTES;
  for (let field = 0; field < count; field += 1) {
    if (bytes.length < at + LENGTH_BYTES) return null;
    const length = bytes.readInt32BE(at);
    at += LENGTH_BYTES;
    if (length < 0) {
      fields.push(null);
      continue;
    }
    if (bytes.length < at + length) return null;
    fields.push(bytes.subarray(at, at + length));
    at += length;
  }
  return { fields, bytes: at };
}

/** Of `text` and `json`. */
export const readText = (field: CopiedField | undefined): string => required(field).toString('utf8');

/** Of `integer`. */
export const readInteger = (field: CopiedField | undefined): number => required(field).readInt32BE(0);

const HIGH = 2 ** 32;

/** Of `bigint`; exact up to what a number holds. */
export function readBigint(field: CopiedField | undefined): number {
  const bytes = required(field);
  return bytes.readInt32BE(0) * HIGH + bytes.readUInt32BE(4);
}

/** 2000-01-01, from which PostgreSQL counts microseconds. */
const POSTGRES_EPOCH = Date.UTC(2000, 0, 1);

/** Of `timestamptz`, to the millisecond. */
export const readInstant = (field: CopiedField | undefined): Date =>
  new Date(Math.floor(readBigint(field) / 1000) + POSTGRES_EPOCH);

/** Of `bytea`; it shares memory with what came beside it. */
export function required(field: CopiedField | undefined): Buffer {
  if (field === null || field === undefined) throw new Error('a field of a copied row is null');
  return field;
}
