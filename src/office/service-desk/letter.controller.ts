import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import { bindParts } from '../../infrastructure/bind-parts';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { sendPdfFile } from '../../infrastructure/http/send-pdf-file';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OfficerVisit } from '../as-officer';
import type { ClassCount } from './letter.repository';
import { LETTERS_PURPOSE, type LetterService } from './letter.service';

interface Errors {
  readonly group?: string;
  readonly candidateNumber?: string;
  readonly reason?: string;
}

/** One choice of the list: a whole school, or one of its classes. */
interface Group {
  readonly value: string;
  readonly label: string;
  /** Null: the whole county. */
  readonly schoolCode: string | null;
  readonly className: string | null;
  readonly waiting: number;
  readonly holding: number;
}

interface LetterPages {
  readonly service: LetterService;
  readonly tokens: OfficeTokens;
}

async function render(
  pages: LetterPages,
  visit: OfficerVisit,
  errors: Errors,
  status: number,
): Promise<void> {
  const { service, tokens } = pages;
  const classes = await service.listClasses(visit);
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '各班级首次登录情况',
      plainName: 'letters',
      ...tabulate(
        [
          ['学校', ({ schoolName }) => schoolName],
          ['班级', ({ className }) => className],
          ['报名人数', ({ registered }) => registered],
          ['没有设置密码', ({ waiting }) => waiting],
          ['其中已有通知单', ({ holding }) => holding],
        ],
        classes,
      ),
    });
  visit.render(
    'office/service-desk/letters',
    {
      groups: listGroups(visit.officer.placeName, classes),
      classes,
      typed: {
        group: readField(visit.req, 'group'),
        candidateNumber: readField(visit.req, 'candidateNumber').normalize('NFKC').trim(),
        onePage: readField(visit.req, 'onePage') || '4',
        reason: readField(visit.req, 'reason'),
      },
      errors,
      faults: listFaults({ ...errors }, ['group', 'candidateNumber', 'reason']),
      formToken: tokens.issue(visit.officer.id, LETTERS_PURPOSE),
    },
    { status },
  );
}

const findNumberFault = async (
  { service }: LetterPages,
  visit: OfficerVisit,
  number: string,
): Promise<Errors> => ((await service.isWaiting(visit, number)) ? {} : { candidateNumber: NOT_WAITING });

function showLetters(pages: LetterPages, visit: OfficerVisit) {
  return render(pages, visit, {}, 200);
}

async function submitPrint(pages: LetterPages, visit: OfficerVisit): Promise<void> {
  const { service } = pages;
  const { req, res } = visit;
  const groups = listGroups(visit.officer.placeName, await service.listClasses(visit));
  const number = readField(req, 'candidateNumber').normalize('NFKC').replace(/\s/g, '');
  const group = number === '' ? findGroup(groups, readField(req, 'group')) : WHOLE_COUNTY;
  const { reason, error } = readReason(req);
  const errors: Errors = {
    ...(number === '' ? findGroupFault(group) : await findNumberFault(pages, visit, number)),
    ...(error === '' ? {} : { reason: error }),
  };
  if (group === undefined || Object.keys(errors).length > 0) return render(pages, visit, errors, 422);
  const { schoolCode, className } = group;
  const bytes = await service.print(visit, {
    schoolCode,
    className,
    candidateNumber: number === '' ? null : number,
    onePage: readField(req, 'onePage') === '1' ? 1 : 4,
    reason,
    token: readField(req, 'formToken'),
  });
  sendPdfFile(res, bytes, `首次登录密码通知单-${group.label}`, `letters-${schoolCode ?? 'county'}`);
}

/** 首次登录通知单: one run for a school or a class. */
export function createLetterControllers(service: LetterService, tokens: OfficeTokens) {
  const pages: LetterPages = { service, tokens };
  return bindParts(pages, { show: showLetters, print: submitPrint });
}

export type LetterControllers = ReturnType<typeof createLetterControllers>;

/** Where one candidate alone is asked for. */
const WHOLE_COUNTY: Group = {
  value: 'county',
  label: '一名考生',
  schoolCode: null,
  className: null,
  waiting: 1,
  holding: 0,
};
const NOT_WAITING =
  '本县没有这个考生号，或该考生已设置密码，请检查后重新输入；忘记密码的，请在考生服务中办理密码重置！';

const findGroup = (groups: readonly Group[], typed: string) => groups.find(({ value }) => value === typed);

function findGroupFault(group: Group | undefined): Errors {
  if (group === undefined) return { group: '请选择学校或班级，或输入一名考生的考生号！' };
  return group.waiting > 0
    ? {}
    : {
        group: '所选范围内没有等待首次登录的考生，不用打印；忘记密码的，请在考生服务中办理密码重置！',
      };
}

function listGroups(placeName: string, classes: readonly ClassCount[]): readonly Group[] {
  const schools = [...new Map(classes.map((one) => [one.schoolCode, one])).values()];
  const total = (of: (one: ClassCount) => number) => classes.reduce((sum, one) => sum + of(one), 0);
  const county: Group = {
    ...WHOLE_COUNTY,
    label: `${placeName}（全县）`,
    waiting: total(({ waiting }) => waiting),
    holding: total(({ holding }) => holding),
  };
  const bySchool = schools.flatMap(({ schoolCode, schoolName }) => {
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
  return [county, ...bySchool];
}
