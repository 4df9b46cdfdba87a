/**
 * Who of the demo may file what, written by hand from the table of batches, not from the pack.
 *
 * `+` open, with at least one plan row the person may choose · `0` open, but every row refuses the person ·
 * `k` the batch is for other candidate kinds · `L` not on the list it asks for · `A` 统考 of its kinds not passed
 * · `F` the file is not 自由可投 · `S` below the line.
 */
const marks = {
  '+': 'open',
  '0': 'everyRowRefuses',
  k: 'candidateKind',
  L: 'lists',
  A: 'artsProvincial',
  F: 'fileState',
  S: 'totalScore',
} as const;

export type Eligibility = (typeof marks)[keyof typeof marks];

/** 考生号 by the heading of each column. */
const columns: Readonly<Record<string, string>> = {
  pilot: '21410101151001',
  mino: '21410101111002',
  rural: '21410101151003',
  fine: '21410102117004',
  music: '21410102113005',
  both: '21410102117011',
  sport: '21410103158006',
  voc: '21410103140007',
  upgr: '21410104120008',
  defau: '21410104151009',
  older: '21410104151010',
  squad: '21410101119001',
  new: '21410104151012',
};

const table = `
batch                    pilot mino rural fine music both sport voc upgr defau older squad new
pilot                    +     L    L     k    k     k    k     k   k    L     L     L     L
early-military           +     +    +     k    k     k    k     k   k    +     0     +     +
early-police             +     +    +     k    k     k    k     k   k    +     0     +     +
early-justice            +     +    +     k    k     k    k     k   k    +     0     +     +
early-teacher            +     +    +     k    k     k    k     k   k    +     0     +     +
early-other              +     +    +     +    +     +    +     k   k    +     +     +     +
sports-undergraduate     k     k    k     k    k     k    +     k   k    k     k     k     k
arts-early               k     k    k     +    +     +    k     k   k    k     k     k     k
national-special         L     +    L     k    k     k    k     k   k    L     L     L     L
upgrade                  k     k    k     k    k     k    k     k   +    k     k     k     k
vocational-undergraduate k     k    k     k    k     k    k     +   k    k     k     k     k
vocational-junior        k     k    k     k    k     k    k     +   k    k     k     k     k
arts-a-fine              k     k    k     +    A     +    k     k   k    k     k     k     k
arts-a-other             k     k    k     A    +     +    k     k   k    k     k     k     k
arts-b-fine              k     k    k     +    A     +    k     k   k    k     k     k     k
arts-b-other             k     k    k     A    +     +    k     k   k    k     k     k     k
university-special       L     +    L     k    k     k    k     k   k    L     L     L     L
arts-troupe              L     L    L     k    k     k    k     k   k    L     L     +     L
sports-team              L     L    L     k    k     k    k     k   k    L     L     +     L
undergraduate-1          +     +    +     +    +     +    +     k   k    +     +     +     +
local-special            L     +    L     k    k     k    k     k   k    L     L     L     L
undergraduate-2          +     +    +     +    +     +    +     k   k    +     +     +     +
junior-early             +     +    +     k    k     k    k     k   k    +     +     +     +
junior-sports            k     k    k     k    k     k    +     k   k    k     k     k     k
junior-arts-fine         k     k    k     +    A     +    k     k   k    k     k     k     k
junior-arts-other        k     k    k     A    +     +    k     k   k    k     k     k     k
junior                   +     +    +     +    +     +    +     k   k    +     +     +     +
supplementary-undergraduate-1 + F  +     S    S     S    S     k   k    S     S     +     +
supplementary-undergraduate-2 + F  +     S    +     +    +     k   k    +     +     +     +
`;

export interface MatrixCell {
  readonly batch: string;
  readonly candidateNumber: string;
  readonly expected: Eligibility;
}

function getMark(text: string): Eligibility {
  const mark = Object.entries(marks).find(([key]) => key === text);
  if (mark === undefined) throw new Error(`The matrix has an unknown mark: ${text}`);
  return mark[1];
}

function readTable(): readonly MatrixCell[] {
  const [heading = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([batch = '', ...cells]) =>
    cells.map((cell, index) => ({
      batch,
      candidateNumber: columns[heading[index + 1] ?? ''] ?? '',
      expected: getMark(cell),
    })),
  );
}

/** Every batch × every person: 29 × 13 cells. */
export const eligibilityMatrix: readonly MatrixCell[] = readTable();

/** The 29 batch codes of the table. */
export const matrixBatches: readonly string[] = [...new Set(eligibilityMatrix.map(({ batch }) => batch))];
