import { presentModifications, presentSaveCount } from '../../domain/batches/saves-left.presenter';
import { formatInterval } from '../../infrastructure/format-time';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';

/** The numbers of a year's rules as the guide says them, each with the batches that have another. */
export function presentGuideNumbers(pack: RulePack) {
  const { batches, codes, schoolCaps, caps = [] } = pack;
  const intervals = new Set(batches.map(({ cooldownMinutes }) => formatInterval(cooldownMinutes)));
  const [interval = ''] = intervals;
  return {
    saves: presentForAll(batches, ({ maxSaves }) => `${presentSaveCount(maxSaves)}次`),
    modifications: presentForAll(batches, ({ maxSaves }) => `${presentModifications(maxSaves)}次`),
    cooldown: presentForAll(batches, ({ cooldownMinutes }) => formatInterval(cooldownMinutes)),
    time: presentForAll(batches, ({ formMinutes }) => `${formMinutes}分钟`),
    /** The last step of the flow, which has room for one number. */
    lastStep: intervals.size === 1 ? `${interval}后修改` : '需要时修改',
    institutionLength: codes.institution.length,
    majorLength: codes.major.length,
    /** 0 where nobody files 院校专业组. */
    groupLength: codes.group?.length ?? 0,
    /** What some candidates are limited to, each in its own sentence. */
    caps: caps.filter(({ fact }) => fact !== null).map(({ message }) => message),
    schools: schoolCaps[0]?.schoolsPerParallelSection ?? null,
  };
}

/** 10次, where all batches agree; 10次（单设本科批为3次）where the others differ from what is usual. */
function presentForAll(batches: readonly Batch[], present: (batch: Batch) => string): string {
  const namesBy = new Map<string, string[]>();
  for (const batch of batches) {
    const text = present(batch);
    namesBy.set(text, [...(namesBy.get(text) ?? []), batch.name]);
  }
  const [usual, ...others] = [...namesBy].toSorted(([, one], [, other]) => other.length - one.length);
  const exceptions = others.map(([text, names]) => `${names.join('、')}为${text}`);
  return `${usual?.[0] ?? ''}${exceptions.length === 0 ? '' : `（${exceptions.join('，')}）`}`;
}
