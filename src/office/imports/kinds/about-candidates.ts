import type { ColumnDefinition } from '../column';

/** By these columns a list says of whom a row is; the name is compared where it is given. */
export const candidateColumns: readonly ColumnDefinition[] = [
  {
    code: 'candidateNumber',
    heading: '考生号',
    synonyms: ['报名号', '高考报名号'],
    required: true,
    perRow: true,
  },
  { code: 'name', heading: '姓名', synonyms: ['考生姓名'], perRow: true },
];
