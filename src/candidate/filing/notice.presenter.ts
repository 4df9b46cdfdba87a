import { nameBatches } from '../../domain/batches/batch-state.presenter';
import { presentModifications, presentSaveCount } from '../../domain/batches/saves-left.presenter';
import { formatInterval, formatTimeOfDay } from '../../infrastructure/format-time';
import { needsConfirmation } from '../../rules/filing/final-confirmation';
import { listExcludedBatches } from '../../rules/filing/groups';
import { listSectionDeadlines } from '../../rules/filing/section-timer';
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
  const told = pack.filingNotice.map((paragraph) =>
    paragraph.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(values[name] ?? '')),
  );
  return [
    ...told,
    ...describePairs(pack, batch),
    ...describeConfirmation(batch),
    ...describeSectionTimes(batch),
  ];
}

/** What the batch excludes by pairs, if anything: the notice of a pack is one text for all batches. */
function describePairs(pack: RulePack, batch: Batch): readonly string[] {
  if (batch.excludes === undefined || batch.excludes.length === 0) return [];
  const names = nameBatches(listExcludedBatches(pack, batch));
  return [`本批次不能与${names}兼报：保存本批次志愿时，已填报的这些批次的志愿将被覆盖，覆盖前会逐一提示。`];
}

/** Sections that have to be saved sooner than the form ends. */
function describeSectionTimes({ sections }: Batch): readonly string[] {
  return sections.flatMap(({ label, formMinutes }) =>
    formMinutes === undefined
      ? []
      : [
          `“${label}”要在打开填报页面后${formMinutes}分钟内保存，之后只能保存其他志愿栏的修改，延长对它无效。`,
        ],
  );
}

/** The same while the form is open, by the clock: until when, or that it is over. */
export function presentSectionTimes(batch: Batch, openedAt: Date, now: Date): readonly string[] {
  return listSectionDeadlines(batch, openedAt).map(({ section, until }) =>
    until.getTime() > now.getTime()
      ? `“${section.label}”要在${formatTimeOfDay(until)}前保存。`
      : `“${section.label}”的填报时限已过，这次不能再修改；其他志愿栏可以继续填写、保存。`,
  );
}

function describeConfirmation(batch: Batch): readonly string[] {
  if (batch.finalConfirmation === undefined) return [];
  const { retractions } = batch.finalConfirmation;
  const missed = needsConfirmation(batch)
    ? '截止时没有确认的志愿无效'
    : '截止时没有确认的，以最后一次保存的志愿为准';
  const back = retractions === 0 ? '不能撤销确认' : `可以撤销确认${retractions}次`;
  return [`保存志愿后，须核对无误，再用已绑定的安全措施点击“确认志愿”。确认后不能修改，${back}。${missed}。`];
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
