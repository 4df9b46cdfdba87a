import { findCandidate, getIdentityNumber } from '../../domain/candidates/candidate.repository';
import { findVersion } from '../../domain/choice-lists/application.repository';
import type { CheckpointBoard } from '../../domain/ledger/checkpoint-board';
import { composeForm } from '../../domain/printed-forms/compose-form';
import type { PdfPrinter } from '../../domain/printed-forms/pdf-printer';
import { isVersionInForce } from '../../domain/printed-forms/version-in-force';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import type { EnvironmentName } from '../../infrastructure/config/config';
import type { Knex } from '../../infrastructure/database/knex';
import type { Watched } from '../../infrastructure/database/reference-watch';
import type { Cipher } from '../../infrastructure/security/cipher';
import { countFormPrints, type FormPrint } from './form-print.repository';
import { describeMarks, type OfficeForm } from './marks';

/** Forms set as one PDF, and what is to be noted of each. */
interface SetForms {
  readonly pdf: Buffer;
  readonly prints: readonly FormPrint[];
}

export interface FormSetterParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
  readonly environment: EnvironmentName;
  readonly pdf: PdfPrinter;
  readonly checkpoints: CheckpointBoard;
}

export type FormSetter = (
  forms: readonly { readonly candidateId: number; readonly versionId: number }[],
) => Promise<SetForms>;

/** Records that are read at once. */
const AT_ONCE = 4;

/** Sets saved versions as the office prints them: 校验值, QR code, barcode, 第n次打印. */
export function createFormSetter(parts: FormSetterParts): FormSetter {
  const { db, cipher, clock, reference, pdf } = parts;

  async function present(
    candidateId: number,
    versionId: number,
    printNumber: number,
    now: Date,
  ): Promise<OfficeForm> {
    const [candidate, version, identityNumber] = await Promise.all([
      findCandidate(db, candidateId),
      findVersion(db, candidateId, versionId),
      getIdentityNumber(db, cipher, candidateId),
    ]);
    if (candidate === null || version === null) throw new Error(`version ${versionId} does not exist`);
    const inForce = await isVersionInForce(db, reference.current().calendar.pack, candidateId, version);
    const form = await composeForm(parts, { candidate, identityNumber, version, inForce, now });
    return { ...form, marks: describeMarks(version, printNumber) };
  }

  return async (forms) => {
    const [now, printed] = await Promise.all([
      clock.now(db),
      countFormPrints(
        db,
        forms.map(({ versionId }) => versionId),
      ),
    ]);
    const prints = forms.map(({ candidateId, versionId }) => ({
      candidateId,
      versionId,
      printNumber: (printed.get(versionId) ?? 0) + 1,
    }));
    const presented: OfficeForm[] = [];
    for (let from = 0; from < prints.length; from += AT_ONCE) {
      const few = prints.slice(from, from + AT_ONCE);
      presented.push(
        ...(await Promise.all(
          few.map(({ candidateId, versionId, printNumber }) =>
            present(candidateId, versionId, printNumber, now),
          ),
        )),
      );
    }
    const [first] = presented;
    const bundle = {
      title: first?.title ?? '',
      office: first?.office ?? '',
      printedAt: now,
      forms: presented,
    };
    return { pdf: await pdf.printDocument('office/print-jobs/forms.typ', bundle), prints };
  };
}
