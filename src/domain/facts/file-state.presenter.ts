import { formatInstant } from '../../infrastructure/format-time';
import type { RulePack } from '../../rules/pack/rule-pack';
import { FILE_STATES, type FileState, type FileStateRecord } from '../candidates/file-state';

interface FileStateRow {
  readonly heading: string;
  readonly state: string;
  /** What the state means; '' where nothing is known yet. */
  readonly meaning: string;
  readonly institution: string;
  readonly changed: string;
}

const meanings: Readonly<Record<FileState, string>> = {
  自由可投: '档案还没有投给院校，可以参加投档',
  已经投档: '档案已投给院校，院校尚未下载',
  院校在阅: '院校正在审阅档案',
  预退档: '院校准备退档，等待审核',
  预录取: '院校准备录取，等待确定专业',
  录取待审: '院校已提交录取名单，等待省招办审核',
  录取: '已录取',
};

/** The headings whose batches are open to a kind of candidate, each with the file's state; '' for those not begun. */
export function presentFileStates(
  pack: RulePack,
  candidateKind: string,
  records: readonly FileStateRecord[],
): readonly FileStateRow[] {
  const open = new Set(
    pack.batches
      .filter(({ candidateKinds }) => candidateKinds.includes(candidateKind))
      .map(({ heading }) => heading),
  );
  return pack.headings.flatMap(({ code, name }) => {
    const record = records.find(({ heading }) => heading === code);
    if (record === undefined) {
      return open.has(code) ? [{ heading: name, state: '', meaning: '', institution: '', changed: '' }] : [];
    }
    const { state, institution, changedAt } = record;
    return [
      {
        heading: name,
        state,
        meaning: meanings[state],
        institution: institution === null ? '' : `[${institution.code}]${institution.name}`,
        changed: formatInstant(changedAt),
      },
    ];
  });
}

/** Every state with its meaning, in order. */
export function listFileStateMeanings(): readonly { readonly state: string; readonly meaning: string }[] {
  return FILE_STATES.map((state) => ({ state, meaning: meanings[state] }));
}
