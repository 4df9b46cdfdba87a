import { z } from 'zod';
import type { PackFaultCode } from '../../rules/pack/pack-faults';
import type { RulePack } from '../../rules/pack/rule-pack';
import { listPackFaults } from '../../rules/pack-checks/check-rule-pack';
import { expandRulePack } from './expand-rule-pack';
import { rulePackSchema } from './rule-pack.schema';

const sentences: Readonly<Record<PackFaultCode, string>> = {
  duplicateCode: '代码重复',
  unknownCode: '代码没有定义',
  conditionValue: '条件的值与比较方式不符',
  slotLabelsDoubled: '志愿位的名称重复',
  slotLabelsCount: '志愿位的名称个数与志愿位数不符',
  minAboveMax: '最小值大于最大值',
  unitWithoutMajors: '此填报单位必须有专业',
  unitWithMajors: '此填报单位不能有专业',
  unitWithoutShape: '没有定义此填报单位的代号位数',
  combinedCodeWithoutGroup: '合并代号只能用于院校专业组',
  uniqueByNotInUnit: '不重复的依据不在填报单位里',
  slotOutOfRange: '志愿位超出范围',
  sectionOutlastsForm: '志愿栏的填报时限要比本批次的短',
  noOrderedSections: '顺序填报至少要有两个志愿栏',
  groupOfOne: '组里只有一个批次',
  groupIsBatchCode: '组的代码与批次代码相同',
  groupQuotaDiffers: '同组批次的保存次数、间隔和最终确认必须相同',
  groupSplit: '互斥组的批次必须同属一个放弃组',
  groupOfBothKinds: '同一代码用作互斥组和放弃组时，两组的批次必须相同',
  excludesItself: '批次不能与自己互斥',
  excludedByGroup: '同一互斥组的批次本来就互斥，不能再写在excludes里',
  unknownFact: '考生信息里没有这一项',
  factShape: '考生信息的这一项不能用在这里',
  confirmModeUnserved: '志愿以打印的志愿表确认，或保存即确认，此项只能是print或none',
  windowEndsBeforeItOpens: '截止时间不晚于开始时间',
  agreementUnfilled: '在填报页面同意的承诺书不能有{{…}}，要写全文',
  agreementNowhere: '没有一个批次的志愿栏可以填报这种计划类型',
  dailyHoursLeaveNothing: '每天的填报时段不在开始时间和截止时间之间，或天数过多',
  stagesOutOfOrder: '各段没有按时间排列',
  bandUpsideDown: '最低分高于最高分',
};

const { localeError } = z.locales.zhCN();

/** No pack is deeper: its deepest part, a value of a condition of a section of a batch, has nine. */
const DEEPEST = 30;
/** Faults that are told of; a file that is no pack at all has one for each of its values. */
const MAX_FAULTS = 200;

/** Whether brackets open more often within one another than a pack has parts; looked at before it is parsed. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') at = findTextEnd(text, at);
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** Where a text of JSON ends, in which brackets are signs like others. */
function findTextEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function cutFaults(faults: readonly string[]): readonly string[] {
  if (faults.length <= MAX_FAULTS) return faults;
  return [...faults.slice(0, MAX_FAULTS), `还有${faults.length - MAX_FAULTS}处，请先改正以上各处`];
}

/** Reads a pack from JSON text, or names every fault in it with its path, in Chinese for the page. */
export function listRulePackFaults(
  text: string,
): { readonly pack: RulePack } | { readonly pack: null; readonly faults: readonly string[] } {
  if (isTooDeep(text)) return { pack: null, faults: ['括号套得太深，不是规则包，请检查是否选错了文件'] };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { pack: null, faults: ['文件不是有效的JSON，请检查后重新上传'] };
  }
  const { pack, unknownLayouts, locate } = expandRulePack(json);
  if (unknownLayouts.length > 0)
    return { pack: null, faults: cutFaults(unknownLayouts.map((path) => `${path}：没有定义这个版式`)) };
  const result = rulePackSchema.safeParse(pack, { error: localeError });
  if (!result.success) {
    const faults = result.error.issues.map(
      ({ path, message }) => `${locate(path.join('.')) || '（整个文件）'}：${message}`,
    );
    return { pack: null, faults: cutFaults([...new Set(faults)]) };
  }
  const said = listPackFaults(result.data).map(
    ({ path, code, value }) => `${locate(path)}：${sentences[code]}（${value}）`,
  );
  const faults = [...new Set(said)];
  return faults.length > 0 ? { pack: null, faults: cutFaults(faults) } : { pack: result.data };
}
