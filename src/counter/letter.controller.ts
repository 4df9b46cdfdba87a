import type { OfficerHandler, OfficerVisit } from '../middleware/as-officer';
import { listFaults } from '../middleware/list-faults';
import { readField } from '../middleware/page-renderer';
import { type OfficeTokens, readReason } from '../officers';
import { sendPdfFile } from '../printing';
import type { ClassCount } from './letter.repository';
import { LETTERS_PURPOSE, type LetterService } from './letter.service';

export interface LetterControllers {
  readonly show: OfficerHandler;
  readonly print: OfficerHandler;
}

interface Errors {
  readonly group?: string;
  readonly reason?: string;
}

/** One choice of the list: a whole school, or one of its classes. */
interface Group {
  readonly value: string;
  readonly label: string;
  readonly schoolCode: string;
  readonly className: string | null;
  readonly waiting: number;
  readonly holding: number;
}

/** 首次登录通知单: one run for a school or a class. */
export function createLetterControllers(service: LetterService, tokens: OfficeTokens): LetterControllers {
  async function render(visit: OfficerVisit, errors: Errors, status: number): Promise<void> {
    const classes = await service.listClasses(visit);
    visit.render(
      'counter/letters',
      {
        groups: listGroups(classes),
        classes,
        typed: {
          group: readField(visit.req, 'group'),
          onePage: readField(visit.req, 'onePage') || '4',
          reason: readField(visit.req, 'reason'),
        },
        errors,
        faults: listFaults({ ...errors }, ['group', 'reason']),
        formToken: tokens.issue(visit.officer.id, LETTERS_PURPOSE),
      },
      { status },
    );
  }

  return {
    show: (visit) => render(visit, {}, 200),

    async print(visit) {
      const { req, res } = visit;
      const groups = listGroups(await service.listClasses(visit));
      const group = groups.find(({ value }) => value === readField(req, 'group'));
      const { reason, error } = readReason(req);
      const errors: Errors = {
        ...(group === undefined ? { group: '请选择学校或者班级！' } : {}),
        ...(group?.waiting === 0
          ? { group: '所选范围内没有等待首次登录的考生，无须打印；忘记密码的，请在考生服务中办理密码重置！' }
          : {}),
        ...(error === '' ? {} : { reason: error }),
      };
      if (group === undefined || Object.keys(errors).length > 0) return render(visit, errors, 422);
      const { schoolCode, className } = group;
      const bytes = await service.print(visit, {
        schoolCode,
        className,
        onePage: readField(req, 'onePage') === '1' ? 1 : 4,
        reason,
        token: readField(req, 'formToken'),
      });
      sendPdfFile(res, bytes, `首次登录密码通知单-${group.label}`, `letters-${schoolCode}`);
    },
  };
}

function listGroups(classes: readonly ClassCount[]): readonly Group[] {
  const schools = [...new Map(classes.map((one) => [one.schoolCode, one])).values()];
  return schools.flatMap(({ schoolCode, schoolName }) => {
    const own = classes.filter((one) => one.schoolCode === schoolCode);
    const sum = (of: (one: ClassCount) => number) => own.reduce((total, one) => total + of(one), 0);
    const whole: Group = {
      value: schoolCode,
      label: `${schoolName}（全校）`,
      schoolCode,
      className: null,
      waiting: sum(({ waiting }) => waiting),
      holding: sum(({ holding }) => holding),
    };
    return [
      whole,
      ...own.map(({ className, waiting, holding }) => ({
        value: `${schoolCode}|${className}`,
        label: `${schoolName}　${className}`,
        schoolCode,
        className,
        waiting,
        holding,
      })),
    ];
  });
}
