import { presentModifications, presentSaveCount } from '../../domain/batches/saves-left.presenter';
import { formatInterval } from '../../infrastructure/format-time';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';

/** The paragraphs of 志愿填报须知 with the numbers of this batch. */
export function presentNotice(pack: RulePack, batch: Batch): readonly string[] {
  const values: Record<string, string | number> = {
    maxSaves: presentSaveCount(batch.maxSaves),
    modifications: presentModifications(batch.maxSaves),
    cooldown: formatInterval(batch.cooldownMinutes),
    // As packs named it before intervals were written as the manual writes them.
    cooldownMinutes: batch.cooldownMinutes,
    formMinutes: batch.formMinutes,
    abandonGroups: describeAbandonGroup(pack, batch),
    office: pack.platform.office,
  };
  return pack.filingNotice.map((paragraph) =>
    paragraph.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(values[name] ?? '')),
  );
}

/** Which batches are given up together with this one, by name. */
function describeAbandonGroup(pack: RulePack, batch: Batch): string {
  const names = pack.batches
    .filter(({ abandonGroup }) => abandonGroup !== null && abandonGroup === batch.abandonGroup)
    .map(({ name }) => name);
  return names.length > 1 ? `【${names.join('、')}】` : '本批次没有与其他类别共用，放弃时不影响其他批次';
}

interface NoticeFigure {
  readonly number: string;
  readonly text: string;
}

/** The numbers that matter, large: saves, the time between two of them, the time of the form. */
export function presentNoticeFigures(batch: Batch): readonly NoticeFigure[] {
  return [
    {
      number: `${presentSaveCount(batch.maxSaves)}次`,
      text: `一共可以保存，首次保存后还可以修改${presentModifications(batch.maxSaves)}次`,
    },
    { number: formatInterval(batch.cooldownMinutes), text: '每次保存后要满这么久，才能修改' },
    { number: `${batch.formMinutes}分钟`, text: '打开填报页面后，要在这段时间内保存' },
  ];
}
