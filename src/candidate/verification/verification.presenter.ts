import { formatInstant } from '../../infrastructure/format-time';
import type { SaveState } from './verification.service';

/** As wide and as many bytes as a time. */
const NO_TIME = formatInstant(new Date(0)).replace(/\d/g, '-');

/** The answer, of the same length whatever it is: a line for every state that there may be, one of them marked. */
export function presentSaveState(found: SaveState, knowsUnconfirmed: boolean) {
  const replacedAt = found.state === 'replaced' ? formatInstant(found.at) : NO_TIME;
  const lines: readonly (readonly [SaveState['state'], string])[] = [
    ['inForce', '现行有效'],
    ['replaced', `已于${replacedAt}被新的保存替代`],
    ...(knowsUnconfirmed ? ([['unconfirmed', '已保存，没有确认，不作为录取依据']] as const) : []),
    ['abandoned', '已放弃'],
    ['unknown', '查无此校验值，或与考生号后4位不符'],
  ];
  return lines.map(([state, text]) => ({ text, applies: state === found.state }));
}
