import type { Knex } from 'knex';
import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { readNumberStanding } from '../../domain/re-registration/number-standing';
import { bindParts } from '../../infrastructure/bind-parts';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readParameter } from '../../infrastructure/http/page-renderer';
import type { AccountVisit } from '../as-account';
import { levels, type RecordErrors, readRecordFacts, recordFields } from './record-proof.form';
import type { RecordProofService } from './record-proof.service';

const WRONG =
  '填写的信息与学籍学历信息不一致，请核对院校名称、号码、年份和学历层次后重新提交。每天可以提交5次。';

interface SolutionsParts {
  readonly db: Knex;
  readonly service: RecordProofService;
  readonly offersApp: boolean;
  readonly delayHours: number;
}

/** 【解决办法】, and the route 提供学籍或学历信息. */
export function createSolutionsControllers(
  db: Knex,
  service: RecordProofService,
  offersApp: boolean,
  delayHours: number,
) {
  const parts: SolutionsParts = { db, service, offersApp, delayHours };
  return { ...bindParts(parts, { show, proveByRecord }), showRecord };
}

export type SolutionsControllers = ReturnType<typeof createSolutionsControllers>;

async function show({ db, offersApp, delayHours }: SolutionsParts, visit: AccountVisit): Promise<void> {
  const standing = await readNumberStanding(db, visit.account);
  visit.render('account/re-registration/solutions', { offersApp, standing, delayHours });
}

const showRecord = (visit: AccountVisit) => renderRecord(visit, {});

async function proveByRecord({ service }: SolutionsParts, visit: AccountVisit): Promise<void> {
  const { req, account, origin } = visit;
  const { value, errors } = readRecordFacts(req);
  if (Object.keys(errors).length > 0) return renderRecord(visit, errors, { status: 422 });
  const result = await service.prove(account, value, origin);
  if (result.outcome === 'limited') return renderRecord(visit, {}, { status: 429, limited: result });
  if (result.outcome === 'wrong') return renderRecord(visit, {}, { status: 422, wrong: WRONG });
  visit.redirect('/account');
}

function renderRecord(
  visit: AccountVisit,
  errors: RecordErrors,
  { status = 200, wrong = '', limited = null as Limited | null } = {},
): void {
  const state = readField(visit.req, 'state') || readParameter(visit.req.query, 'state');
  visit.render(
    'account/re-registration/student-record',
    {
      graduated: state === 'graduated',
      levels,
      typed: {
        institutionName: readField(visit.req, 'institutionName'),
        number: readField(visit.req, 'number'),
        year: readField(visit.req, 'year'),
        level: readField(visit.req, 'level'),
      },
      wrong,
      errors,
      limit: limited && presentLimit(limited),
      faults: listFaults({ ...errors }, recordFields),
    },
    { status },
  );
}
