import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { CSV_MARK, formatCsvLine } from '../../infrastructure/spreadsheets/csv';
import { writeXlsx } from '../../infrastructure/spreadsheets/xlsx';
import { type ZipMember, zipMembers } from '../../infrastructure/spreadsheets/zip-stream';
import type { RulePack } from '../../rules/pack/rule-pack';
import { type ExportedBatch, type FinalList, listFinalLists } from './final-list.repository';
import { type LayoutColumn, pickCells } from './layout';
import { formatOffset, toJsonLine, toListRows } from './list-rows';

/** A file of a package, as its manifest names it. */
interface ManifestFile {
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Lists in it. */
  readonly lists: number;
}

export interface Manifest {
  readonly format: 'zhiyuan-lists-1';
  readonly pack: string;
  readonly packVersion: number;
  readonly batches: readonly string[];
  /** ISO 8601, Beijing time. */
  readonly createdAt: string;
  readonly lists: number;
  /** Of lists.csv and lists.xlsx. */
  readonly columns: readonly LayoutColumn[];
  readonly files: readonly ManifestFile[];
}

interface PackageOrder {
  readonly snapshot: Knex;
  readonly batches: readonly ExportedBatch[];
  readonly pack: Pick<RulePack, 'code' | 'version' | 'tracks'>;
  readonly createdAt: Date;
  readonly layout: readonly LayoutColumn[];
  readonly total: number;
  /** Called for every list that was read, three times for each: once a file. @throws whatever stops the work */
  onList(): Promise<void> | void;
  onManifest(manifest: Manifest): void;
}

/** The package in clear: the lists as CSV, XLSX and JSON lines, and the manifest of what they are. */
export function writePackage(order: PackageOrder): AsyncGenerator<Buffer> {
  return zipMembers(listMembers(order));
}

function* listMembers(order: PackageOrder): Generator<ZipMember> {
  const files: ManifestFile[] = [];
  const { total } = order;
  const headings = order.layout.map(({ heading }) => heading);
  const toRows = createRowWriter(order);
  const writers: Readonly<
    Record<string, (lists: AsyncIterable<FinalList>) => AsyncIterable<Buffer | string>>
  > = {
    'lists.csv': (lists) => writeCsv(lists, headings, toRows),
    'lists.xlsx': (lists) =>
      writeXlsx({
        name: '志愿',
        headings,
        count: total * MAX_LINES,
        rows: spread(lists, toRows),
      }),
    'lists.jsonl': writeJsonLines,
  };
  for (const [name, write] of Object.entries(writers))
    yield { name, content: measure(name, order, write, (file) => files.push(file)) };
  yield { name: 'manifest.json', content: writeManifest(order, files) };
}

/** Lines that a list has at most, for the number of sheets. */
const MAX_LINES = 12;

async function* measure(
  name: string,
  order: PackageOrder,
  write: (lists: AsyncIterable<FinalList>) => AsyncIterable<Buffer | string>,
  done: (file: ManifestFile) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  let lists = 0;
  async function* read(): AsyncGenerator<FinalList> {
    for await (const list of listFinalLists(order.snapshot, order.batches)) {
      lists += 1;
      await order.onList();
      yield list;
    }
  }
  for await (const piece of write(read())) {
    const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece;
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  done({ name, bytes, sha256: hash.digest('hex'), lists });
}

async function* writeManifest(order: PackageOrder, files: readonly ManifestFile[]): AsyncGenerator<string> {
  const manifest: Manifest = {
    format: 'zhiyuan-lists-1',
    pack: order.pack.code,
    packVersion: order.pack.version,
    batches: order.batches.map(({ code }) => code),
    createdAt: formatOffset(order.createdAt),
    lists: files[0]?.lists ?? 0,
    columns: order.layout,
    files,
  };
  order.onManifest(manifest);
  yield `${JSON.stringify(manifest, null, 2)}\n`;
}

type RowWriter = (list: FinalList) => readonly (readonly string[])[];

function createRowWriter({ pack, layout }: PackageOrder): RowWriter {
  const tracks = new Map(pack.tracks.map(({ code, name }) => [code, name]));
  const pick = pickCells(layout);
  return (list) => toListRows(list, tracks).map(pick);
}

async function* writeCsv(
  lists: AsyncIterable<FinalList>,
  headings: readonly string[],
  toRows: RowWriter,
): AsyncGenerator<string> {
  yield CSV_MARK + formatCsvLine(headings);
  for await (const list of lists) yield toRows(list).map(formatCsvLine).join('');
}

async function* writeJsonLines(lists: AsyncIterable<FinalList>): AsyncGenerator<string> {
  for await (const list of lists) yield toJsonLine(list);
}

async function* spread(
  lists: AsyncIterable<FinalList>,
  toRows: RowWriter,
): AsyncGenerator<readonly string[]> {
  for await (const list of lists) yield* toRows(list);
}
