import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { getProgram } from '../../support/system-packages';

const bin = path.dirname(getProgram('pdftotext'));

function inspect(
  pdf: Buffer,
  program: string,
  options: readonly string[],
  after: readonly string[] = [],
): Buffer {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'printing-'));
  const file = path.join(folder, 'form.pdf');
  writeFileSync(file, pdf);
  try {
    return execFileSync(path.join(bin, program), [...options, file, ...after], { maxBuffer: 1 << 27 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Text of each page, in the order in which it was set. */
export function listPages(pdf: Buffer): string[] {
  const text = inspect(pdf, 'pdftotext', ['-raw', '-enc', 'UTF-8'], ['-']).toString();
  return text.split('\f').slice(0, -1);
}

/** One line a font: name, type, encoding, whether it is embedded. */
export function listFonts(pdf: Buffer): string[] {
  return inspect(pdf, 'pdffonts', []).toString().trim().split('\n').slice(2);
}

export function readInfo(pdf: Buffer): string {
  return inspect(pdf, 'pdfinfo', []).toString();
}

/** A picture of the first page, 72 dots an inch, grey. */
export function drawFirstPage(pdf: Buffer): Buffer {
  return inspect(pdf, 'pdftoppm', ['-r', '72', '-gray', '-f', '1', '-l', '1']);
}
