import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import type { ApplicationVersion } from '../../domain/choice-lists/application.repository';
import { formatCheckValue } from '../../domain/choice-lists/canonical-body';
import { presentNamedCode } from '../../domain/choice-lists/saved.presenter';
import type { UndertakingInstitution } from '../../domain/choice-lists/saved-undertakings';
import type { EnvironmentName } from '../../infrastructure/config/config';
import { formatInstant } from '../../infrastructure/format-time';
import { maskIdentityNumber } from '../../rules/identity/masking';
import type { RulePack, Undertaking } from '../../rules/pack/rule-pack';
import type { PrintedUndertaking } from './printed-undertaking';

export interface PrintedUndertakingSource {
  readonly pack: RulePack;
  readonly environment: EnvironmentName;
  readonly candidate: CandidateRecord;
  /** In clear. */
  readonly identityNumber: string;
  readonly version: ApplicationVersion;
  readonly undertaking: Undertaking;
  readonly chosen: UndertakingInstitution;
  readonly now: Date;
}

/** The 承诺书 of one institution in the words of the pack (M11), with names and codes as they were saved. */
export function presentPrintedUndertaking(source: PrintedUndertakingSource): PrintedUndertaking {
  const { pack, candidate, identityNumber, version, undertaking, chosen, now } = source;
  const drill = source.environment !== 'live';
  const institution = presentNamedCode(chosen.institution);
  const majors = chosen.majors.map(presentNamedCode);
  const values: Readonly<Record<string, string>> = { institution, majors: majors.join('、') };
  return {
    platform: pack.platform.name,
    office: pack.platform.office,
    title: undertaking.title,
    warnings: drill ? ['模拟演练，不具有真实效力'] : [],
    candidate: {
      name: candidate.name,
      sex: candidate.sex === 'male' ? '男' : '女',
      candidateNumber: candidate.candidateNumber,
      identityNumber,
      maskedIdentityNumber: maskIdentityNumber(identityNumber),
      registrationNumber: candidate.registrationNumber,
    },
    institution,
    majors,
    paragraphs: undertaking.paragraphs.map((paragraph) =>
      paragraph.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => values[name] ?? ''),
    ),
    signatureNote: drill ? '本次模拟演练不需要签字递交' : '',
    source: [
      `批次：${version.body.batch.name}`,
      `第${version.saveNumber}次保存时间：${formatInstant(version.savedAt)}`,
      `校验值：${formatCheckValue(version.hash)}`,
    ],
    printed: `打印时间：${formatInstant(now)}`,
    printedAt: now,
  };
}
