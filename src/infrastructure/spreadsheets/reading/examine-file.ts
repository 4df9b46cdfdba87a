import { createHash } from 'node:crypto';
import type { ByteFile } from '../../byte-file';
import { createOleWatch, findForeign, isOle, isZip } from './file-marks';
import { FileRefused } from './file-refusal';

type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/** What a file is, before its rows are read. */
export interface FileNature {
  /** SHA-256 of the whole file, hexadecimal. */
  readonly hash: string;
  readonly bytes: number;
  /** How its text is encoded; null for a ZIP, which has to be a spreadsheet. */
  readonly encoding: TextEncoding | null;
}

/** Enough of a file to tell what it is by how it begins. */
const BEGIN = 1024;
const WIDE_MARKS: readonly (readonly [string, TextEncoding])[] = [
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
];

/**
 * Reads a file through once: its hash, its size and how its text is encoded, which is UTF-8 if every byte of it is,
 * and GB18030 otherwise.
 * @throws FileRefused empty, notText, or what it is instead of a list: an old spreadsheet, a web page, a picture
 */
export async function examineFile(file: ByteFile, signal?: AbortSignal): Promise<FileNature> {
  const hash = createHash('sha256');
  const checkUtf8 = createUtf8Check();
  const ole = createOleWatch();
  let bytes = 0;
  let begin = Buffer.alloc(0);
  let hasNul = false;
  for await (const chunk of file.stream(undefined, signal)) {
    if (begin.length < BEGIN) begin = Buffer.concat([begin, chunk]).subarray(0, BEGIN);
    hash.update(chunk);
    bytes += chunk.length;
    if (isOle(begin)) ole.see(chunk);
    hasNul ||= chunk.includes(0);
    checkUtf8(chunk);
  }
  if (bytes === 0) throw new FileRefused('empty');
  if (isOle(begin)) throw new FileRefused(ole.tell());
  const nature = { hash: hash.digest('hex'), bytes };
  if (isZip(begin)) return { ...nature, encoding: null };
  const foreign = findForeign(begin);
  if (foreign !== null) throw new FileRefused(foreign);
  const wide = WIDE_MARKS.find(([mark]) => begin.toString('hex', 0, 2) === mark)?.[1];
  if (wide !== undefined) return { ...nature, encoding: wide };
  if (hasNul) throw new FileRefused('notText');
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

/** The text of a file, without a byte order mark. @throws FileRefused notText where a byte is none of the encoding's */
export async function* readText(
  file: ByteFile,
  encoding: TextEncoding,
  onBytes: (bytes: number) => void,
): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk?: Buffer) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new FileRefused('notText');
    }
  };
  for await (const chunk of file.stream()) {
    onBytes(chunk.length);
    yield decode(chunk);
  }
  yield decode();
}
