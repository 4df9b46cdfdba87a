import type { Batch, Section } from '../../rules/pack/rule-pack';

type ColumnKind =
  | 'section'
  | 'slot'
  | 'institution'
  | 'institutionName'
  | 'group'
  | 'groupName'
  | 'major'
  | 'majorName'
  | 'post'
  | 'adjustment'
  | 'batch';

/** A column of the 志愿草表 as a table. */
export interface ListColumn {
  readonly kind: ColumnKind;
  /** Of 专业 and 岗位, from 1; 0 for all others. */
  readonly index: number;
  readonly heading: string;
  /** In characters, as a spreadsheet shows it. */
  readonly width: number;
}

const CODE_WIDTH = 12;
const NAME_WIDTH = 24;

/** Whether a section has codes of 专业组 in a column of their own. */
export const hasGroups = ({ unit, combinedCode }: Section): boolean =>
  unit === 'school+group' && combinedCode !== true;

/** The columns of a batch's 志愿草表, in order: those that any of its sections has, and 批次 last, to know it again. */
export function listColumns({ sections }: Batch): readonly ListColumn[] {
  const some = (has: (section: Section) => boolean) => sections.some(has);
  const column = (kind: ColumnKind, heading: string, width: number, index = 0): ListColumn => ({
    ...{ kind, index, heading, width },
  });
  const combined = sections.every(({ combinedCode }) => combinedCode === true);
  const majors = Math.max(...sections.map((section) => section.majors.max));
  const posts = some(({ unit }) => unit === 'school+major+post');
  return [
    ...(sections.length > 1 ? [column('section', '志愿栏', NAME_WIDTH)] : []),
    column('slot', '志愿', 16),
    column('institution', combined ? '院校专业组代号' : '院校代号', CODE_WIDTH),
    column('institutionName', '院校名称', NAME_WIDTH),
    ...(some(hasGroups) ? [column('group', '专业组代号', CODE_WIDTH)] : []),
    ...(some(({ unit }) => unit === 'school+group') ? [column('groupName', '专业组名称', 16)] : []),
    ...Array.from({ length: majors }, (_none, at) => {
      const number = majors === 1 ? '' : String(at + 1);
      return [
        column('major', `专业代号${number}`, CODE_WIDTH, at + 1),
        column('majorName', `专业名称${number}`, NAME_WIDTH, at + 1),
        ...(posts ? [column('post', `岗位代号${number}`, CODE_WIDTH, at + 1)] : []),
      ];
    }).flat(),
    ...(some(({ adjustment }) => adjustment !== 'none') ? [column('adjustment', '专业调剂', 10)] : []),
    column('batch', '批次', NAME_WIDTH),
  ];
}

/** A heading as it is compared: full width, blanks and brackets at its ends do not count. */
export const foldText = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toUpperCase();

const MAJOR = /^专业(\d{0,2})(代号|代码|编号)?(\d{0,2})$/;
const MAJOR_NAME = /^专业(\d{0,2})名称(\d{0,2})$/;
const POST = /^岗位(\d{0,2})(代号|代码)?(\d{0,2})$/;
const FIXED: readonly (readonly [RegExp, ColumnKind])[] = [
  [/^批次(名称)?$/, 'batch'],
  [/^志愿(栏|类别)(名称)?$/, 'section'],
  [/^((平行|院校|院校专业组)?志愿(序号|顺序|号|编号|名称)?|序号)$/, 'slot'],
  [/^(院校|学校)(专业组)?(代号|代码|编号)$/, 'institution'],
  [/^(院校|学校)(名称)?$/, 'institutionName'],
  [/^专业组(代号|代码|编号|号)?$/, 'group'],
  [/^(院校)?专业组名称$/, 'groupName'],
  [/^(是否)?(同意|服从)?(专业)?调剂$/, 'adjustment'],
];

/**
 * What a heading stands for; null where it is none of ours. 专业代号 without a number counts on from column to column,
 * as under a title 专业1 over several columns.
 */
export function readHeading(
  text: string,
  before: readonly (Pick<ListColumn, 'kind' | 'index'> | null)[],
): Pick<ListColumn, 'kind' | 'index'> | null {
  const heading = foldText(text).replace(/[:：*]$/, '');
  const fixed = FIXED.find(([pattern]) => pattern.test(heading));
  if (fixed !== undefined) return { kind: fixed[1], index: 0 };
  const numbered = (kind: ColumnKind, number: string | undefined) => {
    const last = before.findLast((one) => one?.kind === kind)?.index ?? 0;
    return { kind, index: number ? Number(number) : last + 1 };
  };
  const name = MAJOR_NAME.exec(heading);
  if (name !== null) return numbered('majorName', name[1] || name[2]);
  const major = MAJOR.exec(heading);
  if (major !== null) return numbered('major', major[1] || major[3]);
  const post = POST.exec(heading);
  return post === null ? null : numbered('post', post[1] || post[3]);
}
