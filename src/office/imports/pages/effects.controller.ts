import type { Response } from 'express';
import type { Knex } from 'knex';
import type { Cell } from '../../../infrastructure/spreadsheets/csv';
import { sendTable, type TableFormat } from '../../../infrastructure/spreadsheets/send-table.controller';
import type { RulePack } from '../../../rules/pack/rule-pack';
import { presentEffect } from '../effects/effect.presenter';
import { listEffects } from '../effects/effect.repository';
import type { ImportKind } from '../kind';

interface EffectList {
  readonly db: Knex;
  readonly kind: ImportKind;
  readonly pack: RulePack;
  readonly effectsId: number;
  readonly listed: number;
}

/** The list of what an import removes and changes, as a file. */
export function sendEffects(res: Response, format: TableFormat, list: EffectList): Promise<void> {
  return sendTable(res, format, {
    name: `${list.kind.name}的删除和修改${list.effectsId}`,
    plainName: `import-effects-${list.effectsId}`,
    headings: ['变化', '记录', '原来的内容', '改后的内容', '涉及已保存志愿的考生数'],
    count: list.listed,
    rows: listCells(list),
  });
}

const AT_ONCE = 1000;

async function* listCells({ db, kind, pack, effectsId }: EffectList): AsyncIterable<readonly Cell[]> {
  for (let after = 0; ; ) {
    const effects = await listEffects(db, effectsId, after, AT_ONCE);
    if (effects.length === 0) return;
    for (const effect of effects) {
      const { act, subject, before, after: now, holders } = presentEffect(kind, pack, effect);
      yield [act, subject, before, now, holders];
    }
    after = effects.at(-1)?.position ?? after;
  }
}
