import { formatInstant } from '../../infrastructure/format-time';
import type { SaveState } from './verification.service';

/** As wide and as many bytes as a time. */
const NO_TIME = formatInstant(new Date(0)).replace(/\d/g, '-');

/** The answer, of the same length whatever it is: all four lines, one of them marked. */
export function presentSaveState(found: SaveState) {
  const replacedAt = found.state === 'replaced' ? formatInstant(found.at) : NO_TIME;
  const lines: readonly (readonly [SaveState['state'], string])[] = [
    ['inForce', '现行有效'],
    ['replaced', `已于${replacedAt}被新的保存替代`],
    ['abandoned', '已放弃'],
    ['unknown', '查无此校验值，或与考生号后4位不符'],
  ];
  return lines.map(([state, text]) => ({ text, applies: state === found.state }));
}
