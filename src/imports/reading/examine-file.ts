import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { ImportRefused } from '../refusal';

export type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le';

/** What a file is, before its rows are read. */
export interface FileNature {
  /** SHA-256 of the whole file, hexadecimal. */
  readonly hash: string;
  readonly bytes: number;
  /** How its text is encoded; null for a ZIP, which has to be a spreadsheet. */
  readonly encoding: TextEncoding | null;
}

const CHUNK = 256 * 1024;
const ZIP_MARKS = [Buffer.from('504b0304', 'hex'), Buffer.from('504b0506', 'hex')];
/** Spreadsheets before 2007, and today's with a password, are OLE files. */
const OLE_MARK = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const UTF16_MARK = Buffer.from('fffe', 'hex');

/**
 * Reads a file through once: its hash, its size and how its text is encoded, which is UTF-8 if every byte of it is,
 * and GB18030 otherwise.
 * @throws ImportRefused empty, oldSpreadsheet, notText
 */
export async function examineFile(path: string, signal?: AbortSignal): Promise<FileNature> {
  const hash = createHash('sha256');
  const checkUtf8 = createUtf8Check();
  let bytes = 0;
  let begin = Buffer.alloc(0);
  let hasNul = false;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK, ...(signal && { signal }) })) {
    if (begin.length < OLE_MARK.length) begin = Buffer.concat([begin, chunk]);
    hash.update(chunk);
    bytes += chunk.length;
    hasNul ||= chunk.includes(0);
    checkUtf8(chunk);
  }
  if (bytes === 0) throw new ImportRefused('empty');
  const startsWith = (mark: Buffer) => begin.subarray(0, mark.length).equals(mark);
  if (startsWith(OLE_MARK)) throw new ImportRefused('oldSpreadsheet');
  const nature = { hash: hash.digest('hex'), bytes };
  if (ZIP_MARKS.some(startsWith)) return { ...nature, encoding: null };
  if (startsWith(UTF16_MARK)) return { ...nature, encoding: 'utf-16le' };
  if (hasNul) throw new ImportRefused('notText');
  return { ...nature, encoding: checkUtf8(null) ? 'utf-8' : 'gb18030' };
}

/** Takes chunk after chunk, then null; true while everything has been UTF-8. */
function createUtf8Check(): (chunk: Buffer | null) => boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let passes = true;
  return (chunk) => {
    if (!passes) return false;
    try {
      decoder.decode(chunk ?? undefined, { stream: chunk !== null });
    } catch {
      passes = false;
    }
    return passes;
  };
}

/** The text of a file, without a byte order mark. @throws ImportRefused notText where a byte is none of the encoding's */
export async function* readText(
  path: string,
  encoding: TextEncoding,
  onBytes: (bytes: number) => void,
): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk?: Buffer) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new ImportRefused('notText');
    }
  };
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    onBytes(chunk.length);
    yield decode(chunk);
  }
  yield decode();
}
