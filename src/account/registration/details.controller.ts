import { readTypedClaim } from '../../domain/accounts/claim.form';
import { documentOptions, passportCountries } from '../../domain/accounts/document.presenter';
import { presentEmailLimit, presentLimit } from '../../domain/accounts/limit.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError } from '../../infrastructure/errors';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { startAnew } from '../../infrastructure/http/session-life';
import { type RegistrationErrors, readRegistration, registrationFields } from './registration.form';
import type { RegistrationResult, RegistrationService } from './registration.service';
import { claimOf, findRegistration, type Registration } from './session-data';

type Refusal = Exclude<RegistrationResult, { outcome: 'registered' }>;

/** The second half of 注册, behind a proved phone: who it is, a password, 立即注册. */
export function createRegisterDetailsControllers(parts: RegistrationService) {
  return { ...bindParts(parts, { show, submit }), showDone };
}

export type RegisterDetailsControllers = ReturnType<typeof createRegisterDetailsControllers>;

const show = (parts: RegistrationService, visit: Visit) =>
  withProvedPhone(parts, visit, () => render(parts, visit, {}));

const submit = (parts: RegistrationService, visit: Visit) =>
  withProvedPhone(parts, visit, async (registration) => {
    const claim = claimOf(registration);
    const { value, errors } = readRegistration(visit.req, parts.open(claim.phone));
    if (value === null) return render(parts, visit, errors, { status: 422 });
    const result = await parts.register(claim, value, visit.origin);
    if (result.outcome !== 'registered') return refuse(parts, visit, result);
    const { userName, unproved } = result;
    await startAnew(visit.req, {
      registered: { userName, unproved, email: value.email !== null && parts.offersEmail },
    });
    visit.redirect('/account/register/done');
  });

async function showDone(visit: Visit): Promise<void> {
  const { registered } = visit.req.session;
  if (registered === undefined) return visit.redirect('/account/sign-in');
  visit.render('account/registration/done', { ...registered });
}

async function render(
  parts: RegistrationService,
  visit: Visit,
  errors: RegistrationErrors,
  { status = 200, refusal = null as Refusal | null } = {},
): Promise<void> {
  const { req } = visit;
  const asked = refusal?.outcome === 'numberTaken' || readField(req, 'asked') === 'yes';
  visit.render(
    'account/registration/details',
    {
      typed: {
        ...readTypedClaim(req),
        email: readField(req, 'email'),
        again: readField(req, 'again') === 'yes',
      },
      documentOptions,
      passportCountries,
      offersEmail: parts.offersEmail,
      asked,
      taken: refusal?.outcome === 'numberTaken',
      limit: refusal?.outcome === 'limited' ? presentLimit(refusal) : null,
      errors,
      faults: listFaults({ ...errors }, registrationFields),
    },
    { status },
  );
}

async function refuse(parts: RegistrationService, visit: Visit, refusal: Refusal): Promise<void> {
  switch (refusal.outcome) {
    case 'phoneTaken':
      return visit.render('account/registration/phone-taken', {}, { status: 409 });
    case 'numberTaken':
      return render(parts, visit, {}, { status: 409, refusal });
    case 'emailLimited':
      return render(parts, visit, { email: presentEmailLimit(refusal) }, { status: 429 });
    case 'limited':
      return render(parts, visit, {}, { status: 429, refusal });
  }
}

async function withProvedPhone(
  parts: RegistrationService,
  visit: Visit,
  work: (registration: Registration) => Promise<void>,
) {
  const registration = findRegistration(visit.req.session);
  if (registration === null) {
    // What was typed waits until a phone is proved anew.
    if (visit.req.method === 'POST') throw new AppError('journeyGone', 409, { start: '/account/register' });
    return visit.redirect('/account/register');
  }
  if (!registration.proved) return visit.redirect('/account/register/code');
  if (await parts.isPhoneTaken(claimOf(registration))) return refuse(parts, visit, { outcome: 'phoneTaken' });
  await work(registration);
}
