import { presentNamedCode } from '../../domain/choice-lists/saved.presenter';
import { slotTitle } from '../../domain/choice-lists/violation.presenter';
import type { PlanCatalogue } from '../../domain/enrolment-plan/plan-catalogue';
import type { SlotChoice } from '../../rules/filing/choice-list';
import { normaliseCode } from '../../rules/filing/codes';
import type { ListPlace } from './find-place';
import type { ListPlacement } from './place-list';
import type { Finding, FindingCode, ReadLine } from './read-list-lines';

const AS_TEXT = '请把这一列设为“文本”格式，照招生计划重新填写';
type Values = Finding['values'];

const sentences: Readonly<Record<FindingCode, (found: string, values: Values) => string>> = {
  noPlace: () => '没有写是第几志愿，不知道填到哪里。请在“志愿”一列写上序号',
  unknownPlace: (found) => `“${found}”不是本批次的志愿。请照下载的草表填写“志愿”一列`,
  beyond: (_found, { slot, max }) => `本批次最多填写${max}个志愿，没有第${slot}个。请删除多出的志愿`,
  placeTwice: (_found, { row }) => `与第${row}行写的是同一个志愿。请只留一行`,
  lostZeros: (found, { length, has }) =>
    `“${found}”只有${has}位，应为${length}位，可能是表格软件去掉了前面的0。${AS_TEXT}`,
  malformed: (found, { length, digits }) =>
    `“${found}”不是代号，应为${length}位${digits === 'digits' ? '数字' : '数字或大写字母'}。请照招生计划填写代号，不要写名称`,
  nameAlone: (found, { code }) =>
    `只写了名称“${found}”，没有代号${code ? `（今年招生计划里是${code}）` : ''}。请填写代号`,
  otherName: presentOtherName,
  differentName: (found, { known }) => `文件里写的是“${found}”，招生计划里是“${known}”，请核对`,
  tooManyMajors: (found, { max }) => `每个志愿最多填写${max}个专业，多写了${found}。请删除多出的专业`,
  badAdjustment: (found) => `“${found}”不是“同意”或“不同意”。请改为其中之一`,
  noAdjustment: (found) => `这个志愿不填专业调剂，没有填入“${found}”`,
  formula: () => '是公式。请复制后选择性粘贴为数值',
  formulaText: () => '以等号开头，是公式。请改为代号本身',
  errorValue: (found) => `“${found}”是错误值，不是代号。请照招生计划重新填写`,
  imprecise: () => `是过长的数字，后面几位已丢失。${AS_TEXT}`,
  badDate: () => `设成了日期格式，却不是日期。${AS_TEXT}`,
  date: (found) => `“${found}”是日期，可能是表格软件改的。${AS_TEXT}`,
  unknownFormat: () => `数字格式无法识别。${AS_TEXT}`,
  shownRounded: () => `显示出来的数和存着的数不同。${AS_TEXT}`,
  merged: () => '是合并单元格的一部分。请取消合并，让每个单元格各填各的内容',
};

function presentOtherName(found: string, { code, known, owner }: Values): string {
  const is = known === '' ? `代号${code}不在今年本批次的招生计划里` : `代号${code}今年是“${known}”`;
  return `${is}，而文件里写的“${found}”今年的代号是${owner}。可能是去年的代号，请照今年的招生计划改正代号或名称`;
}

function presentFinding({ code, column, found, values }: Finding): string {
  const said = sentences[code](found, values);
  return column === '' || code === 'noPlace' || code === 'unknownPlace' || code === 'beyond'
    ? said
    : `${column}：${said}`;
}

interface LeftOut {
  /** 第3行, or 第50–201行（共152行） of lines with the same fault. */
  readonly rows: string;
  readonly text: string;
  readonly reasons: readonly string[];
}

/** Lines that fill nothing, each with why; those beyond the layout as one. */
export function presentLeftOut(lines: readonly ReadLine[]): readonly LeftOut[] {
  const beyond = lines.filter(
    ({ faults }) => faults.length > 0 && faults.every(({ code }) => code === 'beyond'),
  );
  const [first] = beyond;
  const last = beyond.at(-1);
  const others = lines
    .filter((line) => !beyond.includes(line))
    .map(({ row, text, faults }) => ({
      rows: `第${row}行`,
      text,
      reasons: faults.map((fault) => `${presentFinding(fault)}。`),
    }));
  if (first === undefined || last === undefined) return others;
  const max = first.faults[0]?.values.max ?? 0;
  const rows = first === last ? `第${first.row}行` : `第${first.row}–${last.row}行（共${beyond.length}行）`;
  const reason = `本批次最多填写${max}个志愿，文件里还有${beyond.length}个没有位置。请删除多出的志愿。`;
  return [{ rows, text: first.text, reasons: [reason] }, ...others];
}

interface FilledRow {
  /** Id of the slot: parallel-3. */
  readonly id: string;
  readonly title: string;
  readonly row: number;
  /** What stands there now and would be lost; '' where nothing would. */
  readonly replaces: string;
  readonly isSame: boolean;
  readonly notes: readonly string[];
}

export function presentFilled(plan: PlanCatalogue, { filled }: ListPlacement): readonly FilledRow[] {
  return filled.map(({ line, place, replaces, isSame }) => ({
    id: `${place.section.code}-${place.slot}`,
    title: titleOf(place),
    row: line.row,
    replaces: replaces === null ? '' : nameChoice(plan, replaces),
    isSame,
    notes: line.notes.map(presentFinding),
  }));
}

const titleOf = ({ section, slot }: ListPlace) => slotTitle(section, slot);

/** 第3志愿 [0001]北京体育大学 …: what an empty line takes away. */
export function presentCleared(plan: PlanCatalogue, { cleared }: ListPlacement): readonly string[] {
  return cleared.map(({ place, replaces }) =>
    replaces === null ? titleOf(place) : `${titleOf(place)}：${nameChoice(plan, replaces)}`,
  );
}

/** Titles of the choices that stay as they are. */
export function presentKept({ kept }: ListPlacement): string {
  return kept.map(titleOf).join('、');
}

/** [0001]北京体育大学 [101] 专业16、27. */
function nameChoice(plan: PlanCatalogue, choice: SlotChoice): string {
  const code = normaliseCode(choice.institution);
  const name = presentNamedCode(code === '' ? null : { code, name: plan.findInstitution(code)?.name ?? '' });
  const majors = choice.majors.filter((major) => major.trim() !== '');
  return [
    name,
    ...(choice.group === '' ? [] : [`专业组${choice.group}`]),
    ...(majors.length === 0 ? [] : [`专业${majors.join('、')}`]),
  ].join(' ');
}
