import { formatInterval } from '../format-time';
import type { Batch, RulePack } from '../rules/rule-pack';

/** The paragraphs of 志愿填报须知 with the numbers of this batch. */
export function presentNotice(pack: RulePack, batch: Batch): readonly string[] {
  const values: Record<string, string | number> = {
    maxSaves: batch.maxSaves,
    modifications: batch.maxSaves - 1,
    cooldown: formatInterval(batch.cooldownMinutes),
    // As packs named it before intervals were written as the manual writes them.
    cooldownMinutes: batch.cooldownMinutes,
    formMinutes: batch.formMinutes,
    abandonGroups: describeAbandonGroups(pack),
    office: pack.platform.office,
  };
  return pack.filingNotice.map((paragraph) =>
    paragraph.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(values[name] ?? '')),
  );
}

/** Which batches are given up together, by name. */
function describeAbandonGroups(pack: RulePack): string {
  const groups = new Map<string, string[]>();
  for (const { abandonGroup, name } of pack.batches) {
    if (abandonGroup !== null) groups.set(abandonGroup, [...(groups.get(abandonGroup) ?? []), name]);
  }
  return [...groups.values()].map((names) => `【${names.join('、')}】`).join('，');
}
