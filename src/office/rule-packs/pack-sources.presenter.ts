import { nameBatches } from '../../domain/batches/batch-state.presenter';
import { presentSaveCount } from '../../domain/batches/saves-left.presenter';
import { formatInstant } from '../../infrastructure/format-time';
import { listExcludedBatches } from '../../rules/filing/groups';
import type { Cap } from '../../rules/pack/caps';
import type { ListCodes } from '../../rules/pack/list-codes';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import type { ScoreLine } from '../../rules/pack/score-lines';

/** A batch or rule of a pack with where it is published, or that it is a setting. */
interface SourcedRule {
  readonly kind: string;
  readonly name: string;
  readonly text: string;
  readonly source: string;
}

const units: Readonly<Record<Batch['sections'][number]['unit'], string>> = {
  school: '院校',
  'school+major': '院校',
  'school+group': '院校专业组',
  'school+major+post': '院校',
};

/** 院校专业组志愿48个，每个6个专业；…；不能与【…】兼报 */
function describeBatch(pack: RulePack, batch: Batch): string {
  const { sections, maxSaves, formMinutes } = batch;
  const excluded = listExcludedBatches(pack, batch);
  const parts = sections.map(({ label, slots, majors, unit, formMinutes: own }) => {
    const each = majors.max === 0 ? '' : `，每个${units[unit]}填${majors.max}个专业`;
    return `${label}${slots.max}个${each}${own === undefined ? '' : `，打开${own}分钟内保存`}`;
  });
  return `${parts.join('；')}；保存${presentSaveCount(maxSaves)}次，每次打开${formMinutes}分钟${
    excluded.length === 0 ? '' : `；不能与${nameBatches(excluded)}兼报`
  }${describeConfirmation(batch)}`;
}

function describeConfirmation({ finalConfirmation }: Batch): string {
  if (finalConfirmation === undefined) return '';
  const { retractions, unconfirmed } = finalConfirmation;
  const missed = unconfirmed === 'void' ? '无效' : '以最后一次保存的为准';
  return `；保存后由考生确认，可以撤销确认${retractions}次，截止时没有确认的${missed}`;
}

const describeCap = ({ counts, max }: Cap) => (counts === 'slots' ? `最多${max}个志愿` : `最多${max}所院校`);

/** 物理类419分；历史类459分. */
function describeLine({ tracks }: RulePack, { scores }: ScoreLine): string {
  const own = tracks.flatMap(({ code, name }) =>
    scores[code] === undefined ? [] : [`${name}${scores[code]}分`],
  );
  return own.length === 0 ? '没有录入，不按这条线限制' : own.join('；');
}

/** 06是生物学；00是不限. */
function describeListCodes({ requirements = {} }: ListCodes = {}): string {
  return Object.entries(requirements)
    .map(([code, subjects]) => `${code}是${subjects.length === 0 ? '不限' : subjects.join('和')}`)
    .join('；');
}

/** Everything of a pack that says where it comes from, in the order of the pack; empty where nothing does. */
export function presentSources(pack: RulePack): readonly SourcedRule[] {
  const { rounds, batches, planTypes, undertakings, caps = [], scoreLines = [], listCodes } = pack;
  const rules: readonly (Omit<SourcedRule, 'source'> & { readonly source: string | undefined })[] = [
    ...rounds.map(({ name, opensAt, closesAt, dailyHours, source }) => ({
      ...{ kind: '轮次', name, source },
      text: `${formatInstant(new Date(opensAt))}至${formatInstant(new Date(closesAt))}${
        dailyHours === undefined ? '' : `，每天${dailyHours.from}-${dailyHours.until}`
      }`,
    })),
    ...batches.map((batch) => ({
      ...{ kind: '批次', name: batch.name, text: describeBatch(pack, batch), source: batch.source },
    })),
    ...caps.map((cap) => ({
      ...{ kind: '数量限制', name: describeCap(cap), text: cap.message, source: cap.source },
    })),
    ...scoreLines.map((line) => ({
      ...{ kind: '分数线', name: line.name, text: describeLine(pack, line), source: line.source },
    })),
    ...planTypes.map(({ name, eligibility = [], source }) => ({
      ...{ kind: '计划类型', name, text: eligibility.map(({ message }) => message).join('；'), source },
    })),
    ...undertakings.map(({ name, title, agreedInForm, source }) => ({
      ...{ kind: '承诺书', name, source },
      text: agreedInForm === true ? `${title}（在填报页面同意）` : title,
    })),
    { kind: '名单代码', name: '导入名单', text: describeListCodes(listCodes), source: listCodes?.source },
  ];
  return rules.flatMap(({ source, ...rule }) => (source === undefined ? [] : [{ ...rule, source }]));
}
