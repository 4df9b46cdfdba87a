import type { FileRefusalCode } from './file-refusal';

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
/** Spreadsheets before 2007, WPS's own and today's with a password are OLE files; the names of their parts tell which. */
const OLE_MARK = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENCRYPTED = utf16('EncryptedPackage');
const BOOKS = [utf16('Workbook'), utf16('Book')];

const marks: readonly (readonly [mark: string, code: FileRefusalCode])[] = [
  ['25504446', 'pdf'],
  ['52617221', 'packed'],
  ['377abcaf271c', 'packed'],
  ['1f8b', 'packed'],
  ['ffd8ff', 'picture'],
  ['89504e47', 'picture'],
];
const ZIP_MARKS = ['504b0304', '504b0506'].map((mark) => Buffer.from(mark, 'hex'));

/** Whether a file begins as a ZIP does. */
export function isZip(begin: Buffer): boolean {
  return ZIP_MARKS.some((mark) => begin.subarray(0, mark.length).equals(mark));
}

/** Whether a file begins as an OLE file does. */
export function isOle(begin: Buffer): boolean {
  return begin.subarray(0, OLE_MARK.length).equals(OLE_MARK);
}

/** Parts of an OLE file that have been seen so far; its directory may stand anywhere. */
export function createOleWatch() {
  let tail: Buffer = Buffer.alloc(0);
  let encrypted = false;
  let book = false;
  return {
    see(chunk: Buffer): void {
      const piece = Buffer.concat([tail, chunk]);
      encrypted ||= piece.includes(ENCRYPTED);
      book ||= BOOKS.some((name) => piece.includes(name));
      tail = piece.subarray(-ENCRYPTED.length);
    },
    tell: (): FileRefusalCode => (encrypted ? 'password' : book ? 'oldSpreadsheet' : 'oldDocument'),
  };
}

/** Why a file is no list, by how it begins; null where it may be text. */
export function findForeign(begin: Buffer): FileRefusalCode | null {
  for (const [mark, code] of marks)
    if (begin.subarray(0, mark.length / 2).equals(Buffer.from(mark, 'hex'))) return code;
  const text = begin
    .toString(begin[0] === 0xff && begin[1] === 0xfe ? 'utf16le' : 'latin1')
    .replace(/^(\ufeff|\u00ef\u00bb\u00bf)/, '')
    .trimStart()
    .toLowerCase();
  if (/^(<!doctype html|<html|<head|<meta|<table|<style|mime-version:)/.test(text)) return 'webPage';
  if (text.startsWith('<?xml'))
    return text.includes('office:spreadsheet') || text.includes('mso-application')
      ? 'xmlSpreadsheet'
      : 'webPage';
  return text.startsWith('{\\rtf') ? 'oldDocument' : null;
}
