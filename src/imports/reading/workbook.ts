import { ImportRefused } from '../refusal';
import { readXml } from './xml';
import type { ZipFile } from './zip';

/** What is needed to read a sheet's cells. */
export interface Workbook {
  /** Path of the sheet within the ZIP. */
  readonly sheet: string;
  readonly sharedStrings: readonly string[];
  /** By number of the cell style: whether its numbers are dates. */
  readonly dateStyles: readonly boolean[];
  /** Whether days count from 1904, as on old Macs. */
  readonly from1904: boolean;
}

const MOST_SMALL = 20_000_000;
/** Every text of the book stays in memory. */
const MOST_STRINGS = 150_000_000;
/** 14–22 and 45–47 everywhere, 27–36 and 50–58 in Chinese. */
const BUILT_IN_DATES = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

/**
 * Reads what stands beside the sheets. `name` picks a sheet; without it the first is read.
 * @throws ImportRefused notSpreadsheet, noSuchSheet (naming those there are), damaged, tooLarge
 */
export async function openWorkbook(zip: ZipFile, name: string | null): Promise<Workbook> {
  if (!zip.has('xl/workbook.xml')) throw new ImportRefused('notSpreadsheet');
  const { sheets, from1904 } = await listSheets(zip);
  const chosen = name === null ? sheets[0] : sheets.find((sheet) => sheet.name === name);
  if (chosen === undefined)
    throw new ImportRefused('noSuchSheet', {
      name: name ?? '',
      names: sheets.map((sheet) => sheet.name).join('、'),
    });
  const target = (await listTargets(zip)).get(chosen.relation);
  if (target === undefined) throw new ImportRefused('damaged');
  return {
    sheet: target,
    from1904,
    sharedStrings: await readSharedStrings(zip),
    dateStyles: await readDateStyles(zip),
  };
}

async function listSheets(zip: ZipFile) {
  const sheets: { name: string; relation: string }[] = [];
  let from1904 = false;
  await readXml(await zip.open('xl/workbook.xml', MOST_SMALL), {
    open(element, attributes) {
      if (element === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (element !== 'sheet') return;
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      sheets.push({ name: attributes.name ?? '', relation });
    },
  });
  return { sheets, from1904 };
}

async function listTargets(zip: ZipFile): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>();
  await readXml(await zip.open('xl/_rels/workbook.xml.rels', MOST_SMALL), {
    open(element, { Id = '', Target = '' }) {
      if (element === 'Relationship')
        targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  return targets;
}

async function readSharedStrings(zip: ZipFile): Promise<readonly string[]> {
  if (!zip.has('xl/sharedStrings.xml')) return [];
  const strings: string[] = [];
  let text = '';
  let inText = false;
  // Readings of characters (rPh) stand beside the text and are no part of it.
  let inReading = false;
  await readXml(await zip.open('xl/sharedStrings.xml', MOST_STRINGS), {
    open(element) {
      if (element === 'si') text = '';
      else if (element === 'rPh') inReading = true;
      else if (element === 't') inText = !inReading;
    },
    text(more) {
      if (inText) text += more;
    },
    close(element) {
      if (element === 'si') strings.push(text);
      else if (element === 'rPh') inReading = false;
      else if (element === 't') inText = false;
    },
  });
  return strings;
}

async function readDateStyles(zip: ZipFile): Promise<readonly boolean[]> {
  if (!zip.has('xl/styles.xml')) return [];
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCells = false;
  await readXml(await zip.open('xl/styles.xml', MOST_SMALL), {
    open(element, attributes) {
      if (element === 'numFmt')
        own.set(Number(attributes.numFmtId), isDateFormat(attributes.formatCode ?? ''));
      else if (element === 'cellXfs') inCells = true;
      else if (element === 'xf' && inCells) {
        const id = Number(attributes.numFmtId ?? 0);
        styles.push(own.get(id) ?? BUILT_IN_DATES.some(([from, to]) => id >= from && id <= to));
      }
    },
    close(element) {
      if (element === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

/** Whether a format such as `yyyy"年"m"月"d"日"` shows a date; what is quoted or in brackets says nothing. */
function isDateFormat(format: string): boolean {
  return /[ymdhs]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
}
