import type { ImportKind } from '../kind';
import type { RowReader } from '../row-reader';
import { text } from '../values/plain-values';
import { type ReadValue, ValueFault } from '../values/value-fault';
import {
  applyPlaces,
  countPlaces,
  type ListedPlace,
  listPlacePiece,
  placeChecks,
  placeStaging,
  weighPlaces,
} from './places.repository';
import { readPieces } from './read-pieces.repository';

const CITY = /^(?!\d\d00)\d{4}$/;
const COUNTY = /^(?!\d{4}00)\d{6}$/;
/** A city as GB/T 2260 writes it: its four digits, then 00. */
const CITY_IN_SIX = /^(?!\d\d00)(\d{4})00$/;

/**
 * 市县名单: cities and counties by code (GB/T 2260) and name. The file is the whole list of the provinces that it names:
 * what is not in it goes, but for places with candidates, officers or schools. A name of the list stands, whatever
 * registrations say; counties that no list names are called as registrations call them.
 */
export const placesKind: ImportKind = {
  code: 'places',
  name: '市县名单',
  columns: [
    {
      code: 'code',
      heading: '代码',
      synonyms: ['行政区划代码', '区划代码', '市县代码', '市代码', '县区代码', '地区代码'],
      required: true,
      perRow: true,
      named: 'name',
    },
    {
      code: 'name',
      heading: '名称',
      synonyms: ['行政区划名称', '单位名称', '市县名称', '市名称', '县区名称', '地区名称', '地区'],
      required: true,
      perRow: true,
    },
  ],
  async prepare(_transaction, { whole }) {
    return {
      staging: placeStaging,
      readRow: readPlace,
      checks: placeChecks,
      count: (open) => countPlaces(open, whole),
      weigh: async (open) => ({ existing: await weighPlaces(open, whole), batches: [] }),
      apply: (open) => applyPlaces(open, whole),
    };
  },
  async *readList(db) {
    const pieces = readPieces<ListedPlace>('', (after, limit) => listPlacePiece(db, String(after), limit));
    for await (const rows of pieces) yield rows.map(({ key, name }) => [key, name]);
  },
};

/** Four digits of a city, or six of a county. */
const placeCode: ReadValue<string> = (found) => {
  const code = found.normalize('NFKC').replace(/\s/g, '');
  if (CITY.test(code) || COUNTY.test(code)) return code;
  return (
    CITY_IN_SIX.exec(code)?.[1] ?? new ValueFault('malformed', '市的4位代码，或县（市、区）的6位代码，不含省')
  );
};

const name = text(30);

function readPlace(row: RowReader) {
  const code = row.need('code', placeCode);
  const kind = code === null ? null : code.length === 4 ? 'city' : 'county';
  return [kind, code, row.need('name', name)];
}
