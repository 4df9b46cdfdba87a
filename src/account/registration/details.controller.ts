import { readTypedClaim } from '../../domain/accounts/claim.form';
import { documentOptions, passportCountries } from '../../domain/accounts/document.presenter';
import { presentEmailLimit, presentLimit } from '../../domain/accounts/limit.presenter';
import { AppError } from '../../infrastructure/errors';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { startAnew } from '../../infrastructure/http/session-life';
import { type RegistrationErrors, readRegistration, registrationFields } from './registration.form';
import type { RegistrationResult, RegistrationService } from './registration.service';
import { claimOf, findRegistration, type Registration } from './session-data';

export interface RegisterDetailsControllers {
  readonly show: VisitHandler;
  readonly submit: VisitHandler;
  readonly showDone: VisitHandler;
}

type Refusal = Exclude<RegistrationResult, { outcome: 'registered' }>;

/** The second half of 注册, behind a proved phone: who it is, a password, 立即注册. */
export function createRegisterDetailsControllers(service: RegistrationService): RegisterDetailsControllers {
  async function render(
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
        offersEmail: service.offersEmail,
        asked,
        taken: refusal?.outcome === 'numberTaken',
        limit: refusal?.outcome === 'limited' ? presentLimit(refusal) : null,
        errors,
        faults: listFaults({ ...errors }, registrationFields),
      },
      { status },
    );
  }

  async function refuse(visit: Visit, refusal: Refusal): Promise<void> {
    switch (refusal.outcome) {
      case 'phoneTaken':
        return visit.render('account/registration/phone-taken', {}, { status: 409 });
      case 'numberTaken':
        return render(visit, {}, { status: 409, refusal });
      case 'emailLimited':
        return render(visit, { email: presentEmailLimit(refusal) }, { status: 429 });
      case 'limited':
        return render(visit, {}, { status: 429, refusal });
    }
  }

  async function withProvedPhone(visit: Visit, work: (registration: Registration) => Promise<void>) {
    const registration = findRegistration(visit.req.session);
    if (registration === null) {
      // What was typed waits until a phone is proved anew.
      if (visit.req.method === 'POST') throw new AppError('journeyGone', 409, { start: '/account/register' });
      return visit.redirect('/account/register');
    }
    if (!registration.proved) return visit.redirect('/account/register/code');
    if (await service.isPhoneTaken(claimOf(registration))) return refuse(visit, { outcome: 'phoneTaken' });
    await work(registration);
  }

  return {
    show: (visit) => withProvedPhone(visit, () => render(visit, {})),

    submit: (visit) =>
      withProvedPhone(visit, async (registration) => {
        const claim = claimOf(registration);
        const { value, errors } = readRegistration(visit.req, service.open(claim.phone));
        if (value === null) return render(visit, errors, { status: 422 });
        const result = await service.register(claim, value, visit.origin);
        if (result.outcome !== 'registered') return refuse(visit, result);
        const { userName, unproved } = result;
        await startAnew(visit.req, {
          registered: { userName, unproved, email: value.email !== null && service.offersEmail },
        });
        visit.redirect('/account/register/done');
      }),

    async showDone(visit) {
      const { registered } = visit.req.session;
      if (registered === undefined) return visit.redirect('/account/sign-in');
      visit.render('account/registration/done', { ...registered });
    },
  };
}
