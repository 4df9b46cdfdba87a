import { bindParts } from '../../infrastructure/bind-parts';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { readVerification } from './verification.form';
import { presentSaveState } from './verification.presenter';
import type { VerificationService } from './verification.service';

interface VerificationPageParts {
  readonly service: VerificationService;
}

/** 查验志愿: for anybody who holds a printed form. */
export function createVerificationControllers(parts: VerificationPageParts) {
  return bindParts(parts, { show, submit });
}

export type VerificationControllers = ReturnType<typeof createVerificationControllers>;

const NOTHING = { typed: { checkValue: '', lastDigits: '' }, errors: {}, faults: [], lines: [] };

const show = (_parts: VerificationPageParts, { render }: Visit): void =>
  render('candidate/verification/verify', NOTHING);

async function submit({ service }: VerificationPageParts, visit: Visit): Promise<void> {
  const { typed, errors, checkValue, lastDigits } = readVerification(visit.req);
  const faults = Object.entries(errors).map(([name, text]) => ({ href: `#${name}`, text }));
  const lines =
    faults.length > 0
      ? []
      : presentSaveState(
          await service.verify({ checkValue, lastDigits, origin: visit.origin }),
          service.knowsUnconfirmed(),
        );
  visit.render(
    'candidate/verification/verify',
    { typed, errors, faults, lines },
    { status: faults.length > 0 ? 422 : 200 },
  );
}
